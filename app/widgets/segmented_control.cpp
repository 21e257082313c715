// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/segmented_control.h"

#include "app/theme/theme.h"
#include "app/widgets/blocked.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <numeric>

namespace qlab::app {
namespace {

constexpr int kPadding = 10;
constexpr int kEqualPadding = 6;
constexpr int kTightPadding = 4;
constexpr double kRadius = 4;

/// Bold, because the choice must not move when it is made.
int widestText(const QString& text) { return QFontMetrics(textFont(TextRole::TableStrong)).horizontalAdvance(text); }

class Segment : public QAbstractButton {
public:
    Segment(const QString& text, QWidget* parent)
        : QAbstractButton(parent)
    {
        setText(text);
        setCheckable(true);
        setProperty("focusRing", QStringLiteral("parent"));
        setAttribute(Qt::WA_Hover);
    }
    QSize sizeHint() const override { return {widestText(text()) + 2 * kPadding, lineHeight(TextRole::Table)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const ThemeTable& table = Theme::instance().table();
        const bool marked = isChecked() && isEnabled();
        if (marked)
            fill(painter, table[Token::Primary]);
        else if (isDown() || (underMouse() && isEnabled()))
            fill(painter, mixed(table[Token::Surface], table[Token::Text], isDown() ? kPressedMix : kHoverMix));
        else if (isChecked())
            fill(painter, table[Token::Sunken]);
        const QFont font = textFont(isChecked() ? TextRole::TableStrong : TextRole::Table);
        painter.setFont(font);
        painter.setPen(table[marked ? Token::OnPrimary : isEnabled() ? Token::Text : Token::Text3]);
        painter.drawText(rect(), Qt::AlignCenter, QFontMetrics(font).elidedText(text(), Qt::ElideRight, width()));
    }

private:
    /// The first and the last segment share the rounded corners of the control's frame.
    void fill(QPainter& painter, const QColor& color) const
    {
        const QRectF inside = QRectF(parentWidget()->rect()).adjusted(1, 1, -1, -1).translated(-pos());
        QPainterPath frame;
        frame.addRoundedRect(inside, kRadius - 1, kRadius - 1);
        QPainterPath own;
        own.addRect(rect());
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(frame.intersected(own), color);
    }
};

} // namespace

SegmentedControl::SegmentedControl(const QStringList& segments, Height height, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_height(height)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    for (const QString& text : segments) {
        auto* segment = new Segment(text, this);
        m_group->addButton(segment, count());
        m_segments.push_back(segment);
    }
    setCurrent(0);
    if (!m_segments.empty())
        setFocusProxy(m_segments.front());
    connect(m_group, &QButtonGroup::idClicked, this, [this](int index) {
        setFocusProxy(m_segments[static_cast<std::size_t>(index)]);
        Q_EMIT currentChanged(index);
    });
}

int SegmentedControl::current() const { return m_group->checkedId(); }

void SegmentedControl::setCurrent(int index)
{
    if (auto* segment = m_group->button(index)) {
        segment->setChecked(true);
        setFocusProxy(segment);
    }
}

void SegmentedControl::setSegmentText(int index, const QString& text)
{
    m_group->button(index)->setText(text);
    updateGeometry();
    placeSegments();
}

QString SegmentedControl::segmentText(int index) const { return m_group->button(index)->text(); }
void SegmentedControl::setSegmentToolTip(int index, const QString& toolTip)
{
    m_group->button(index)->setToolTip(toolTip);
}
void SegmentedControl::setSegmentBlocked(int index, const QString& reason)
{
    setBlocked(*m_group->button(index), reason);
}

QSize SegmentedControl::hint(int padding) const
{
    int sum = 2 + count() - 1; // frame and dividers
    for (const QAbstractButton* segment : m_segments)
        sum += widestText(segment->text()) + 2 * padding;
    return {sum, scaled(m_height == Height::Small ? 22 : 26)};
}

QSize SegmentedControl::sizeHint() const { return hint(kPadding); }
QSize SegmentedControl::minimumSizeHint() const { return hint(kTightPadding); }

void SegmentedControl::placeSegments()
{
    if (m_segments.empty())
        return;
    const int room = width() - 2 - (count() - 1);
    std::vector<int> widths;
    for (const QAbstractButton* segment : m_segments)
        widths.push_back(widestText(segment->text()));
    // Equal segments look calm; only where that would squeeze a word do the others give way.
    if (*std::max_element(widths.begin(), widths.end()) + 2 * kEqualPadding <= room / count())
        std::fill(widths.begin(), widths.end(), room / count());
    const int rest = room - std::accumulate(widths.begin(), widths.end(), 0);
    int x = 1;
    for (int i = 0; i < count(); ++i) {
        const int share = rest * (i + 1) / count() - rest * i / count();
        const int segmentWidth = std::max(widths[static_cast<std::size_t>(i)] + share, 1);
        QRect slot(x, 1, segmentWidth, height() - 2);
        if (layoutDirection() == Qt::RightToLeft)
            slot.moveRight(width() - 1 - x);
        m_segments[static_cast<std::size_t>(i)]->setGeometry(slot);
        x += segmentWidth + 1;
    }
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const ThemeTable& table = Theme::instance().table();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(table[isEnabled() ? Token::Control : Token::Line]);
    painter.setBrush(table[isEnabled() ? Token::Surface : Token::Window]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 1; i < m_segments.size(); ++i) {
        const int x = m_segments[i]->x() - 1;
        painter.fillRect(QRect(x, 1, 1, height() - 2), table[Token::Line]);
    }
}

void SegmentedControl::resizeEvent(QResizeEvent*) { placeSegments(); }

void SegmentedControl::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateGeometry();
        placeSegments();
    }
    QWidget::changeEvent(event);
}

} // namespace qlab::app
