// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/form_row.h"

#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/labels.h"
#include "app/widgets/value_slider.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QSlider>

#include <algorithm>

namespace qlab::app {

namespace {

constexpr double kLabelColumn = 88; ///< as drawn, for plain labels
constexpr int kGap = 6;

QString changedText(const QString& label) { return label + QStringLiteral(" •"); }

} // namespace

int formLabelWidth()
{
    const QFontMetrics bold(textFont(TextRole::BodyStrong));
    int widest = textColumn(kLabelColumn);
    for (const QString& label : {FormRow::tr("Learning rate"), FormRow::tr("Weight decay")}) // the longest
        widest = std::max(widest, bold.horizontalAdvance(changedText(label)) + kGap);
    return widest;
}

int formColumn(double pixels) { return textColumn(pixels) + formLabelWidth() - textColumn(kLabelColumn); }

void keepFormColumn(QWidget& widget, double pixels)
{
    const auto fit = [&widget, pixels] { widget.setFixedWidth(formColumn(pixels)); };
    fit();
    QObject::connect(&Theme::instance(), &Theme::changed, &widget, fit);
}

FormRow::FormRow(const QString& label, QWidget* field, QWidget* parent)
    : QWidget(parent)
    , m_label(new ElidedLabel({}, this))
    , m_field(field)
    , m_line(makeWrappedLabel(LabelLook::Caption, {}, this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->setColumnStretch(1, 1);
    grid->setRowMinimumHeight(0, scaled(28));
    grid->addWidget(m_label, 0, 0);
    grid->addWidget(field, 0, 1, Qt::AlignVCenter);
    grid->addWidget(m_line, 1, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setLabelLook(*m_label, LabelLook::FormLabel);
    keepFormColumn(*m_label, kLabelColumn);
    m_label->setBuddy(field);
    m_label->installEventFilter(this);
    m_line->setContentsMargins(0, 2, 0, 2);
    setLabel(label);
    showLine();
    watchTyping();

    auto* restore = new QAction(tr("Restore default"), this);
    restore->setShortcut(Qt::CTRL | Qt::Key_0);
    restore->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(restore, &QAction::triggered, this, &FormRow::requestRestore);
    addAction(restore);
}

void FormRow::setLabel(const QString& label)
{
    m_text = label;
    for (QWidget* input : inputs())
        input->setAccessibleName(label);
    showLabel();
}

void FormRow::setChanged(bool changed, const QString& defaultText)
{
    m_changed = changed;
    m_defaultText = defaultText;
    showLabel();
}

void FormRow::showLabel()
{
    m_label->setText(m_changed ? changedText(m_text) : m_text);
    setStyleProperty(*m_label, "changed", m_changed);
    if (!m_changed)
        m_label->setToolTip({});
    else if (m_defaultText.isEmpty())
        m_label->setToolTip(tr("Changed. Double-click or Ctrl+0 restores the default."));
    else
        m_label->setToolTip(tr("Changed from %1. Double-click or Ctrl+0 restores it.").arg(m_defaultText));
}

void FormRow::setError(const QString& error)
{
    m_error = error;
    showLine();
}

void FormRow::watchTyping()
{
    for (QWidget* input : inputs())
        if (auto* const spin = qobject_cast<SpinBox*>(input))
            connect(spin, &SpinBox::outsideTyped, this, [this, spin](bool outside) {
                m_typed = outside ? tr("Use %1 to %2.")
                                        .arg(spin->textFromValue(spin->minimum()), spin->textFromValue(spin->maximum()))
                                  : QString();
                showLine();
            });
}

void FormRow::setHint(const QString& hint)
{
    m_hint = hint;
    showLine();
}

/// What the keyboard and assistive technology meet: the field, or the two halves of a slider with its number.
QList<QWidget*> FormRow::inputs() const
{
    if (const auto* pair = qobject_cast<ValueSlider*>(m_field))
        return {pair->slider(), pair->spinBox()};
    return {m_field};
}

void FormRow::showLine()
{
    const bool bad = !error().isEmpty();
    m_line->setText(bad ? error() : m_hint);
    setLabelLook(*m_line, bad ? LabelLook::Error : LabelLook::Caption);
    m_line->setVisible(!m_line->text().isEmpty());
    for (QWidget* input : inputs()) {
        setStyleProperty(*input, "state", bad ? QStringLiteral("bad") : QString());
        const auto* spin = qobject_cast<SpinBox*>(input);
        input->setAccessibleDescription(m_line->text().isEmpty() && spin ? spin->unit() : m_line->text());
    }
}

void FormRow::requestRestore()
{
    if (m_changed)
        Q_EMIT restoreRequested();
}

bool FormRow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_label && event->type() == QEvent::MouseButtonDblClick) {
        requestRestore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace qlab::app
