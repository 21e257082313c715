// SPDX-License-Identifier: GPL-3.0-or-later
// The training on the grid, from the Quantize page.
#include "app/pages/quantize_page.h"

#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/number_text.h"
#include "app/widgets/sentence.h"

#include <QActionGroup>
#include <QMenu>

namespace qlab::app {

void QuantizePage::trainOrRound()
{
    if (m_session.quantTrainingActive())
        m_session.cancelQuantTraining();
    else if (m_session.quant() && m_session.quant()->quantized->trained)
        m_session.roundAgain();
    else
        m_session.trainQuantized();
}

void QuantizePage::refreshTraining()
{
    const QuantReportPtr& report = m_session.quant();
    const QuantTrainingPtr training = m_session.quantTraining();
    const bool active = m_session.quantTrainingActive();
    const double done = training ? training->epochsDone / training->config.epochs : 0;
    header().setProgress(active ? std::optional(done) : std::nullopt);
    m_trainOnGrid->setText(active                  ? tr("Stop")
            : report && report->quantized->trained ? tr("Round again")
                                                   : tr("Train on grid"));
    const Status possible = validateForTraining(m_session.settings().scheme, m_session.settings().grid.l1);
    setBlocked(*m_trainOnGrid,
        !report                          ? tr("There is no model yet: train one first.")
            : m_session.trainingActive() ? tr("Wait for the training to end, or stop it.")
            : !possible                  ? sentence(possible.error())
                                         : QString());
}

/// What Train on grid does besides following the scheme.
void QuantizePage::buildTrainingMenu()
{
    QMenu& menu = *m_schemeCard->moreMenu();
    auto* const starts = new QActionGroup(&menu);
    menu.addSection(tr("Train on grid"));
    const auto add = [&](QActionGroup* group, QMenu& to, const QString& text, auto apply, auto isChosen) {
        QAction* const action = to.addAction(text);
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, apply] {
            GridTraining grid = m_session.settings().grid;
            apply(grid);
            m_session.setGridTraining(grid);
        });
        connect(&menu, &QMenu::aboutToShow, action,
            [this, action, isChosen] { action->setChecked(isChosen(m_session.settings().grid)); });
    };
    for (const bool fresh : {false, true})
        add(
            starts, menu, fresh ? tr("Begin with fresh weights") : tr("Begin with the original's weights"),
            [fresh](GridTraining& grid) { grid.fresh = fresh; },
            [fresh](const GridTraining& grid) { return grid.fresh == fresh; });
    QMenu* const penalties = menu.addMenu(tr("Pull to zero (L1)"));
    auto* const choices = new QActionGroup(penalties);
    for (const double l1 : {0.0, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3})
        add(
            choices, *penalties, l1 == 0 ? tr("None") : numberText(l1, 5), [l1](GridTraining& grid) { grid.l1 = l1; },
            [l1](const GridTraining& grid) { return grid.l1 == l1; });
}

} // namespace qlab::app
