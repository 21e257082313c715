// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/card_header.h"

#include "app/theme/theme.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/labels.h"

#include <QEvent>
#include <QLayoutItem>
#include <QStyle>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kBetween = 8;
constexpr int kLineGap = 2;

int lineOf() { return scaled(24); }

QSize wanted(QWidget* widget) { return QWidgetItem(widget).sizeHint(); }

int widthOf(const std::vector<QWidget*>& widgets)
{
    int width = 0;
    for (QWidget* widget : widgets)
        width += (width > 0 ? kBetween : 0) + wanted(widget).width();
    return width;
}

} // namespace

CardHeader::CardHeader(QWidget* parent)
    : QWidget(parent)
    , m_title(makeLabel(LabelLook::Title, {}, this))
    , m_note(new ElidedLabel({}, this))
    , m_left{m_title, m_note}
{
    setLabelLook(*m_note, LabelLook::Caption);
    m_note->hide();
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void CardHeader::addAfterNote(QWidget* widget)
{
    m_left.push_back(widget);
    adopt(*widget);
}

void CardHeader::addAtEnd(QWidget* widget)
{
    m_right.push_back(widget);
    adopt(*widget);
}

void CardHeader::setMenuButton(QWidget* button)
{
    m_menu = button;
    adopt(*button);
}

void CardHeader::adopt(QWidget& widget)
{
    const bool hidden = widget.isHidden() && widget.testAttribute(Qt::WA_WState_ExplicitShowHide);
    widget.setParent(this);
    widget.setVisible(!hidden);
    arrange();
}

QSize CardHeader::minimumSizeHint() const
{
    const int menu = m_menu ? kBetween + wanted(m_menu).width() : 0;
    return {wanted(m_title).width() + menu, m_lines * (lineOf() + kLineGap) - kLineGap};
}

QSize CardHeader::sizeHint() const { return minimumSizeHint(); }

std::vector<QWidget*> CardHeader::visible(const std::vector<QWidget*>& widgets) const
{
    std::vector<QWidget*> shown;
    std::copy_if(widgets.begin(), widgets.end(), std::back_inserter(shown),
        [](const QWidget* widget) { return !widget->isHidden(); });
    return shown;
}

/// Empty if they do not fit.
std::vector<CardHeader::Place> CardHeader::inOneLine(int width) const
{
    const std::vector<QWidget*> left = visible(m_left);
    std::vector<QWidget*> right = visible(m_right);
    if (m_menu)
        right.push_back(m_menu);
    if (widthOf(left) + (right.empty() ? 0 : kBetween + widthOf(right)) > width)
        return {};
    std::vector<Place> result;
    int x = 0;
    const auto add = [&](QWidget* widget) {
        result.push_back({widget, 0, x, wanted(widget)});
        x += wanted(widget).width() + kBetween;
    };
    std::for_each(left.begin(), left.end(), add);
    x = width - widthOf(right);
    std::for_each(right.begin(), right.end(), add);
    return result;
}

/// The title and the menu keep the first line; all else follows from the left and goes on below.
std::vector<CardHeader::Place> CardHeader::inSeveral(int width) const
{
    std::vector<Place> result;
    int x = 0, line = 0, end = width;
    if (m_menu) {
        end -= wanted(m_menu).width();
        result.push_back({m_menu, 0, end, wanted(m_menu)});
        end -= kBetween;
    }
    std::vector<QWidget*> others = visible(m_left);
    const std::vector<QWidget*> right = visible(m_right);
    others.insert(others.end(), right.begin(), right.end());
    for (QWidget* widget : others) {
        const QSize size = wanted(widget).boundedTo(QSize(width, lineOf()));
        if (x > 0 && x + size.width() > end) {
            ++line;
            x = 0;
            end = width;
        }
        result.push_back({widget, line, x, size});
        x += size.width() + kBetween;
    }
    return result;
}

std::vector<CardHeader::Place> CardHeader::places(int width) const
{
    std::vector<Place> line = inOneLine(width);
    return line.empty() ? inSeveral(width) : line;
}

void CardHeader::arrange()
{
    int lines = 1;
    for (const Place& place : places(width())) {
        const int top = place.line * (lineOf() + kLineGap) + (lineOf() - place.size.height()) / 2;
        const QRect spot(QPoint(place.x, top), place.size);
        place.widget->setGeometry(QStyle::visualRect(layoutDirection(), rect(), spot));
        lines = std::max(lines, place.line + 1);
    }
    if (lines == m_lines)
        return;
    m_lines = lines;
    updateGeometry();
}

bool CardHeader::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Polish)
        arrange();
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::Show)
        arrange(); // what changed meanwhile did not ask for a place
    return QWidget::event(event);
}

void CardHeader::resizeEvent(QResizeEvent*) { arrange(); }

} // namespace qlab::app
