// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/spin_box.h"

#include "app/theme/theme.h"
#include "app/widgets/wheel_guard.h"

#include <QEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOptionSpinBox>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

constexpr int kUnitGap = 2;

} // namespace

SpinBox::SpinBox(const Range& range, const QString& unit, QWidget* parent)
    : QDoubleSpinBox(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setDecimals(range.decimals); // before the range, which is rounded to it
    setRange(range.minimum, range.maximum);
    setSingleStep(range.step);
    guardWheel(*this);
    setUnit(unit);
    connect(lineEdit(), &QLineEdit::textChanged, this, &SpinBox::reserveUnit);
    connect(lineEdit(), &QLineEdit::textEdited, this, [this](const QString& text) {
        const auto typed = number(text);
        // Less than the least may still grow: 0 is on the way to 0.01.
        Q_EMIT outsideTyped(typed && (*typed > maximum() || (*typed < minimum() && *typed < 0)));
    });
    connect(this, &QDoubleSpinBox::editingFinished, this, [this] { Q_EMIT outsideTyped(false); });
}

std::optional<double> SpinBox::number(const QString& text) const
{
    bool isNumber = false;
    const double value = locale().toDouble(text, &isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QValidator::State SpinBox::validate(QString& text, int& position) const
{
    const QValidator::State state = QDoubleSpinBox::validate(text, position);
    const auto typed = state == QValidator::Invalid ? number(text) : std::nullopt;
    return typed && (*typed > maximum() || *typed < minimum()) ? QValidator::Intermediate : state;
}

void SpinBox::fixup(QString& text) const
{
    if (const auto typed = number(text))
        text = textFromValue(std::clamp(*typed, minimum(), maximum()));
    else
        QDoubleSpinBox::fixup(text);
}

void SpinBox::setUnit(const QString& unit)
{
    m_unit = unit;
    setAccessibleDescription(unit);
    updateGeometry();
    reserveUnit();
}

int SpinBox::intValue() const { return static_cast<int>(std::lround(value())); }

bool SpinBox::unitFits() const
{
    // The number comes first: in a narrow field with a wide font the unit gives way.
    return lineEdit()->width() >= unitWidth() + fontMetrics().horizontalAdvance(text()) + 4;
}

int SpinBox::unitWidth() const
{
    return m_unit.isEmpty() ? 0 : QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(m_unit) + kUnitGap;
}

void SpinBox::reserveUnit()
{
    lineEdit()->setTextMargins(0, 0, unitFits() ? unitWidth() : 0, 0);
    update();
}

QSize SpinBox::sizeHint() const { return QDoubleSpinBox::sizeHint() + QSize(unitWidth(), 0); }

QSize SpinBox::minimumSizeHint() const
{
    // A very wide range must not widen its column: five digits are always readable, the rest scrolls.
    const int digits = fontMetrics().horizontalAdvance(QStringLiteral("00000"));
    // The style's least height with its frame, and room for the digits: what Qt itself asks for grew by 3 px in 6.8.
    return {digits + scaled(30), std::max(scaled(24), fontMetrics().height()) + 2};
}

void SpinBox::paintEvent(QPaintEvent* event)
{
    QDoubleSpinBox::paintEvent(event);
    if (m_unit.isEmpty() || !unitFits())
        return;
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QRect field = style()->subControlRect(QStyle::CC_SpinBox, &option, QStyle::SC_SpinBoxEditField, this);
    const QRect slot(field.right() + 1 - unitWidth(), field.top(), unitWidth(), field.height());
    QPainter painter(this);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text3));
    painter.drawText(slot, Qt::AlignRight | Qt::AlignVCenter, m_unit);
}

void SpinBox::resizeEvent(QResizeEvent* event)
{
    QDoubleSpinBox::resizeEvent(event);
    reserveUnit();
}

void SpinBox::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        reserveUnit();
    QDoubleSpinBox::changeEvent(event);
}

} // namespace qlab::app
