// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/scale_bar.h"

#include "app/theme/theme.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

constexpr int kBarWidth = 108;
constexpr int kBarHeight = 9;
constexpr int kGap = 7;
constexpr int kBelowGap = 3;
constexpr int kSteps = 21; ///< odd: zero has a step of its own

int textWidth(const QString& text) { return QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(text); }

} // namespace

ScaleBar::ScaleBar(Labels labels, QWidget* parent)
    : QWidget(parent)
    , m_labels(labels)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setLimit(1);
}

void ScaleBar::setLimit(double limit)
{
    const int decimals =
        limit >= 0.01 ? 2 : std::min(9, 1 - static_cast<int>(std::floor(std::log10(std::max(limit, 1e-8)))));
    setEnds(signedText(-limit, decimals), signedText(limit, decimals));
}

void ScaleBar::setEnds(const QString& low, const QString& high)
{
    if (low == m_low && high == m_high)
        return;
    m_low = low;
    m_high = high;
    setAccessibleName(tr("Colour scale from %1 to %2").arg(low, high));
    setToolTip(tr("Purple is %1, green is %2, the middle is zero").arg(low, high));
    updateGeometry();
    update();
}

/// The zero stands in the middle, and either end keeps its distance from it.
int ScaleBar::widthBelow() const
{
    return 2 * std::max(textWidth(m_low), textWidth(m_high)) + textWidth(QStringLiteral("0")) + 2 * kGap;
}

QSize ScaleBar::sizeHint() const
{
    const int line = lineHeight(TextRole::Caption);
    if (m_labels == Labels::Below)
        return {std::max(kBarWidth, widthBelow()), kBarHeight + kBelowGap + line};
    return {textWidth(m_low) + kGap + kBarWidth + kGap + textWidth(m_high), line};
}

QRectF ScaleBar::bar() const
{
    if (m_labels == Labels::Below)
        return {0.0, 0.0, static_cast<double>(width()), static_cast<double>(kBarHeight)};
    return {static_cast<double>(textWidth(m_low) + kGap), (height() - kBarHeight) / 2.0, static_cast<double>(kBarWidth),
        static_cast<double>(kBarHeight)};
}

void ScaleBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRectF area = snapped(painter, bar());
    const ThemeTable& table = Theme::instance().table();
    const double step = area.width() / kSteps;
    for (int i = 0; i < kSteps; ++i) {
        const double value = 2.0 * i / (kSteps - 1) - 1;
        painter.fillRect(snapped(painter, QRectF(area.left() + i * step, area.top(), step, area.height())),
            QColor(divergingColor(table, value)));
    }
    paintFrame(painter, area, 1, 0, table[Token::Line]);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(table[Token::Text3]);
    const QRectF all = m_labels == Labels::Below ? rect().adjusted(0, kBarHeight + kBelowGap, 0, 0) : rect();
    painter.drawText(all, Qt::AlignLeft | Qt::AlignVCenter, m_low);
    painter.drawText(all, Qt::AlignRight | Qt::AlignVCenter, m_high);
    if (m_labels == Labels::Below)
        painter.drawText(all, Qt::AlignHCenter | Qt::AlignVCenter, QStringLiteral("0"));
}

void ScaleBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace qlab::app
