// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/confusion_delegate.h"

#include "app/theme/theme.h"
#include "app/widgets/confusion_view.h"
#include "app/widgets/pixel_image.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

constexpr int kHeaderGap = 6; ///< between a digit at the left and its row

/// Share of the scale for a count: 0 for none, 1 for the most.
double logShare(std::uint32_t count, std::uint32_t most)
{
    return most == 0 ? 0 : std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most));
}

/// Relative luminance of sRGB (WCAG 2).
double luminance(const QColor& color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

/// Whichever of the theme's two inks is easier to read on a colour.
QColor inkOn(const QColor& ground)
{
    const QColor text = themeColor(Token::Text);
    const QColor surface = themeColor(Token::Surface);
    return contrast(text, ground) >= contrast(surface, ground) ? text : surface;
}

} // namespace

ConfusionDelegate::ConfusionDelegate(ConfusionView& view, const ConfusionModel& counts)
    : QAbstractItemDelegate(&view)
    , m_view(view)
    , m_counts(counts)
{
}

QColor ConfusionDelegate::colorOf(const QModelIndex& index) const
{
    if (index.row() == index.column())
        return themeColor(Token::Original);
    const double share = logShare(m_counts.count(index.row(), index.column()), m_counts.mostWrong());
    return QColor(sequentialColor(Theme::instance().table(), share));
}

void ConfusionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (m_counts.isEmpty())
        return;
    const QRectF rect = snapped(*painter, QRectF(option.rect).adjusted(0, 0, -1, -1));
    const QColor color = colorOf(index);
    painter->fillRect(rect, color);
    if (m_view.showsCount(index.row(), index.column())) {
        painter->setFont(textFont(TextRole::Caption));
        painter->setPen(inkOn(color));
        painter->drawText(rect, Qt::AlignCenter | Qt::TextDontClip, index.data().toString());
    }
    if (option.state & (QStyle::State_HasFocus | QStyle::State_MouseOver))
        paintFrame(*painter, rect, 2, 0, themeColor(Token::Text));
}

QSize ConfusionDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {m_view.cellSide(), m_view.cellSide()};
}

ConfusionHeader::ConfusionHeader(Qt::Orientation orientation, QWidget* parent)
    : QHeaderView(orientation, parent)
{
    setSectionResizeMode(Fixed);
    setMinimumSectionSize(1);
    setHighlightSections(false);
}

void ConfusionHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    painter->save();
    painter->setFont(textFont(TextRole::Caption));
    painter->setPen(themeColor(Token::Text3));
    const QString digit = QString::number(section);
    if (orientation() == Qt::Vertical)
        painter->drawText(rect.adjusted(0, 0, -kHeaderGap, -1), Qt::AlignRight | Qt::AlignVCenter, digit);
    else
        painter->drawText(rect.adjusted(0, 0, -1, 0), Qt::AlignCenter, digit);
    painter->restore();
}

} // namespace qlab::app
