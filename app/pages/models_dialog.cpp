// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/models_dialog.h"

#include "app/pages/model_choice.h"
#include "app/pages/models_table.h"
#include "app/pages/reasons.h"
#include "app/session/session.h"
#include "app/theme/icons.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/sentence.h"
#include "app/widgets/table_view.h"
#include "engine/core/atomic_file.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>

namespace qlab::app {

ModelsDialog::ModelsDialog(Session& session, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
{
    setWindowTitle(tr("Any two models"));
    m_headline = makeWrappedLabel(LabelLook::Title);
    m_words = makeWrappedLabel(LabelLook::Caption);
    m_error = makeWrappedLabel(LabelLook::Error);
    m_error->hide();
    auto* const rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 16, 16, 16);
    rows->setSpacing(12);
    rows->addWidget(buildChoices());
    rows->addWidget(m_error);
    rows->addWidget(m_headline);
    rows->addWidget(buildTable());
    rows->addWidget(m_words);
    rows->addStretch();
    rows->addWidget(buildButtons());
    connect(&session, &Session::quantChanged, this, &ModelsDialog::offer);
    connect(&session, &Session::sweepChanged, this, &ModelsDialog::offer);
    for (auto changed : {&Session::modelsChanged, &Session::trainingChanged, &Session::compareChanged,
             &Session::dataChanged, &Session::sweepChanged})
        connect(&session, changed, this, &ModelsDialog::refresh);
    offer();
    compare();
}

QWidget* ModelsDialog::buildChoices()
{
    auto* const form = new QWidget;
    auto* const grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    const QString names[] = {tr("A"), tr("B")};
    for (int side = 0; side < 2; ++side) {
        ModelChoice*& choice = m_choices[side];
        choice = new ModelChoice(side);
        choice->setAccessibleName(tr("Model %1").arg(names[side]));
        grid->addWidget(makeLabel(LabelLook::Title, names[side]), side, 0);
        grid->addWidget(choice, side, 1);
        connect(choice, &ModelChoice::chosenChanged, this, &ModelsDialog::compare);
        connect(choice, &ModelChoice::failed, this, &ModelsDialog::showError);
    }
    grid->setColumnStretch(1, 1);
    auto* const exchange = makeButton(ButtonKind::Small, tr("Exchange"));
    exchange->setToolTip(tr("A becomes B, and B becomes A"));
    grid->addWidget(exchange, 0, 2, 2, 1, Qt::AlignVCenter);
    connect(exchange, &QPushButton::clicked, this, [this] { m_choices[0]->exchangeWith(*m_choices[1]); });
    return form;
}

QWidget* ModelsDialog::buildTable()
{
    m_table = new ModelsTable(this);
    auto* const view = new TableView;
    view->setModel(m_table);
    for (const int column : {ModelsTable::First, ModelsTable::Second, ModelsTable::Difference})
        view->setColumnLook(column, {.number = true, .strong = column == ModelsTable::Difference});
    view->setColumnLook(ModelsTable::IntervalColumn, {.number = true, .color = Token::Text2});
    view->setSelectionMode(QAbstractItemView::NoSelection);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // all rows are in view
    view->setWidest(ModelsTable::widest());
    view->setFixedHeight(TableView::heightForRows(ModelsTable::kRows));
    view->setAccessibleName(tr("Both models"));
    return view;
}

QWidget* ModelsDialog::buildButtons()
{
    auto* const buttons = new QWidget;
    auto* const row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    m_save = makeButton(ButtonKind::Secondary, tr("Save table …"), Icon::Save);
    m_again = makeButton(ButtonKind::Secondary, tr("Measure again"), Icon::Play);
    row->addWidget(m_save);
    row->addWidget(m_again);
    row->addStretch();
    row->addWidget(makeCloseButton(*this));
    connect(m_save, &QPushButton::clicked, this, &ModelsDialog::save);
    connect(m_again, &QPushButton::clicked, this, &ModelsDialog::compare);
    return buttons;
}

void ModelsDialog::offer()
{
    const auto models = [this] {
        std::vector<AnyModel> chosen;
        for (const ModelChoice* choice : m_choices)
            chosen.push_back(choice->chosen() ? choice->chosen()->model : AnyModel{});
        return chosen;
    };
    const auto before = models();
    for (ModelChoice* choice : m_choices)
        choice->offer(m_session);
    if (before != models())
        compare();
    refresh();
}

void ModelsDialog::compare()
{
    m_error->hide();
    if (m_choices[0]->chosen() && m_choices[1]->chosen() && modelsNotComparableBecause(m_session).isEmpty())
        m_session.compareModels(m_choices[0]->chosen()->model, m_choices[1]->chosen()->model);
    refresh();
}

void ModelsDialog::refresh()
{
    const NamedModel *const first = m_choices[0]->chosen(), *const second = m_choices[1]->chosen();
    const ModelsReport* const report = m_session.modelsReport().get();
    const bool current = report && first && second && report->first == first->model && report->second == second->model;
    const QString reason = modelsNotComparableBecause(m_session);
    setBlocked(*m_again, m_session.comparingModels() ? tr("It is being measured.") : reason);
    setBlocked(*m_save, current ? QString() : tr("There are no figures yet."));
    if (current) {
        m_table->setComparison(&report->comparison, first->bytes, second->bytes);
        m_headline->setText(unbroken(modelsHeadline(report->comparison, sides())));
        m_words->setText(unbroken(modelsSentence(*report->data, report->comparison)));
        return;
    }
    m_table->setComparison(nullptr, 0, 0);
    m_headline->setText(!first || !second ? tr("There is no model yet")
            : m_session.comparingModels() ? tr("Measuring …")
            : reason.isEmpty()            ? tr("Not measured")
                                          : tr("Waiting"));
    m_words->setText(!first || !second ? tr("Train one, or choose two model files.") : reason);
}

ModelSides ModelsDialog::sides() const
{
    ModelSides sides;
    for (std::size_t i = 0; i < sides.size(); ++i)
        if (const NamedModel* model = m_choices[i]->chosen())
            sides[i] = {model->name, model->bytes};
    return sides;
}

QString ModelsDialog::headline() const { return m_headline->text(); }

void ModelsDialog::showError(const QString& message)
{
    m_error->setText(message);
    m_error->show();
}

void ModelsDialog::save()
{
    auto* const dialog = new QFileDialog(this, tr("Save table"), {}, tr("CSV files (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("two-models.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const QString table = csvText(modelsData(m_session.modelsReport()->comparison, sides()));
        if (const Status written = writeFileAtomically(path.toStdString(), table.toStdString()); !written)
            showError(sentence(written.error()));
    });
    dialog->open();
}

} // namespace qlab::app
