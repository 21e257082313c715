// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/fact_line.h"

#include "app/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace qlab::app {
namespace {

constexpr int kLeastGap = 8; ///< between columns
constexpr int kRowGap = 2;

int widthOf(const FactLine::Fact& fact)
{
    return QFontMetrics(textFont(TextRole::DirectLabel)).horizontalAdvance(fact.number + QLatin1Char(' '))
        + QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(fact.words);
}

} // namespace

FactLine::FactLine(std::vector<Fact> widest, QWidget* parent)
    : QWidget(parent)
    , m_widest(std::move(widest))
    , m_facts(m_widest.size())
    , m_tips(m_widest.size())
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void FactLine::setFacts(std::vector<Fact> facts)
{
    Q_ASSERT(facts.size() == m_widest.size());
    m_facts = std::move(facts);
    QStringList words;
    for (const Fact& fact : m_facts)
        words += fact.text();
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

void FactLine::setToolTips(std::vector<QString> tips) { m_tips = std::move(tips); }

std::vector<int> FactLine::columnWidths(int columns) const
{
    std::vector<int> widths(static_cast<std::size_t>(columns), 0);
    for (std::size_t i = 0; i < m_widest.size(); ++i) {
        int& width = widths[i % widths.size()];
        width = std::max(width, widthOf(m_widest[i]));
    }
    return widths;
}

int FactLine::columnsFor(int width) const
{
    for (const int columns : {count(), (count() + 1) / 2}) {
        const std::vector<int> widths = columnWidths(columns);
        if (std::accumulate(widths.begin(), widths.end(), (columns - 1) * kLeastGap) <= width)
            return columns;
    }
    return 1;
}

int FactLine::columns() const { return columnsFor(width()); }

int FactLine::heightOf(int columns) const
{
    const int rows = (count() + columns - 1) / columns;
    return rows * (lineHeight(TextRole::Caption) + kRowGap) - kRowGap;
}

QSize FactLine::minimumSizeHint() const { return {columnWidths(1)[0], heightOf(columns())}; }

QSize FactLine::sizeHint() const { return minimumSizeHint(); }

/// What is left of the width is shared between the columns.
std::vector<QRect> FactLine::places() const
{
    const std::vector<int> widths = columnWidths(columns());
    const int used = std::accumulate(widths.begin(), widths.end(), 0);
    const auto gaps = static_cast<int>(widths.size()) - 1;
    const int gap = gaps > 0 ? (width() - used) / gaps : 0;
    std::vector<QRect> result;
    int x = 0, y = 0;
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        const std::size_t column = i % widths.size();
        if (i > 0 && column == 0) {
            x = 0;
            y += lineHeight(TextRole::Caption) + kRowGap;
        }
        result.emplace_back(x, y, widths[column], lineHeight(TextRole::Caption));
        x += widths[column] + gap;
    }
    return result;
}

bool FactLine::event(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::vector<QRect> rects = places();
    for (std::size_t i = 0; i < rects.size(); ++i)
        if (rects[i].contains(help->pos())) {
            QToolTip::showText(help->globalPos(), m_tips[i], this, rects[i]);
            return true;
        }
    QToolTip::hideText();
    return true;
}

void FactLine::resizeEvent(QResizeEvent*)
{
    if (columns() != m_columns)
        updateGeometry();
    m_columns = columns();
}

void FactLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const std::vector<QRect> rects = places();
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        QRect rect = rects[i];
        // A number that is shorter than its room leaves the room at the outer side: the last column ends at the edge.
        const bool last = rect.right() >= width() - 2 && columns() == count();
        if (last)
            rect.setLeft(rect.right() + 1 - widthOf(m_facts[i]));
        painter.setFont(textFont(TextRole::DirectLabel));
        painter.setPen(themeColor(Token::Text));
        const QString number = m_facts[i].number + QLatin1Char(' ');
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, number);
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(number));
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(themeColor(Token::Text2));
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, m_facts[i].words);
    }
}

} // namespace qlab::app
