// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/source_choice.h"

#include "app/theme/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace qlab::app {
namespace {

constexpr int kHeight = 51;

/// One tile. Painted, because no stock radio button has two lines and a tag.
class SourceTile : public QAbstractButton {
public:
    explicit SourceTile(const QString& name)
    {
        setText(name);
        setCheckable(true);
        setAccessibleName(name);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(qRound(kHeight * fontFactor()));
        setCursor(Qt::PointingHandCursor);
    }
    QString line, ready;

    QSize sizeHint() const override { return {200, height()}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double border = isChecked() ? 1.5 : 1;
        painter.setPen(QPen(themeColor(isChecked() ? Token::Primary : Token::Line), border));
        painter.setBrush(underMouse() && !isChecked() ? themeColor(Token::Window) : themeColor(Token::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
        paintDot(painter, {18.5, 18.5});
        paintText(painter);
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    void paintDot(QPainter& painter, const QPointF& middle) const
    {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(themeColor(isChecked() ? Token::Primary : Token::Control), isChecked() ? 5 : 1.2));
        const double radius = isChecked() ? 5 : 7;
        painter.drawEllipse(middle, radius, radius);
    }
    void paintText(QPainter& painter) const
    {
        const QRect inside = rect().adjusted(34, 7, -10, -7);
        painter.setFont(textFont(TextRole::Body));
        painter.setPen(themeColor(Token::Text));
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop, text());
        painter.setFont(textFont(TextRole::Caption));
        painter.setPen(themeColor(Token::Text3));
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignBottom,
            painter.fontMetrics().elidedText(line, Qt::ElideRight, inside.width()));
        if (ready.isEmpty())
            return;
        const int width = painter.fontMetrics().horizontalAdvance(ready) + 12;
        const QRectF tag(inside.right() - width + 1, inside.top() - 1, width, painter.fontMetrics().height() + 3);
        painter.setPen(Qt::NoPen);
        painter.setBrush(themeColor(Token::GoodSoft));
        painter.drawRoundedRect(tag, 3, 3);
        painter.setPen(themeColor(Token::Good));
        painter.drawText(tag, Qt::AlignCenter, ready);
    }
};

SourceTile* tile(QButtonGroup* group, int index) { return static_cast<SourceTile*>(group->button(index)); }

} // namespace

SourceChoice::SourceChoice(const QStringList& names, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (int i = 0; i < names.size(); ++i) {
        auto* const button = new SourceTile(names[i]);
        m_group->addButton(button, i);
        layout->addWidget(button);
    }
    connect(m_group, &QButtonGroup::idClicked, this, &SourceChoice::chosen);
}

void SourceChoice::setLine(int index, const QString& line)
{
    tile(m_group, index)->line = line;
    tile(m_group, index)->setToolTip(line);
    tile(m_group, index)->update();
}

void SourceChoice::setReady(int index, const QString& word)
{
    tile(m_group, index)->ready = word;
    tile(m_group, index)->update();
}

void SourceChoice::setCurrent(int index) { tile(m_group, index)->setChecked(true); }

int SourceChoice::current() const { return m_group->checkedId(); }

} // namespace qlab::app
