// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/step_rail.h"

#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/step_button.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace qlab::app {
namespace {

constexpr int kWidth = 148;
constexpr int kMarginTop = 10;
constexpr int kMarginSide = 8;
constexpr int kGap = 2;

} // namespace

StepRail::StepRail(QWidget* parent)
    : QWidget(parent)
{
    keepTextColumn(*this, kWidth);
    setAccessibleName(tr("Steps"));
    auto* layout = new QVBoxLayout(this);
    // One more at the right for the hairline.
    layout->setContentsMargins(kMarginSide, kMarginTop, kMarginSide + 1, kMarginTop);
    layout->setSpacing(kGap);
    layout->addStretch(1);
}

void StepRail::setSteps(const QStringList& titles)
{
    qDeleteAll(m_steps);
    m_steps.clear();
    auto* column = static_cast<QVBoxLayout*>(layout());
    for (const QString& title : titles) {
        const int index = count();
        auto* step = new StepButton(index + 1, title, this);
        step->installEventFilter(this);
        connect(step, &QAbstractButton::clicked, this, [this, index] {
            if (m_steps[static_cast<std::size_t>(index)]->status() != Status::Blocked)
                Q_EMIT activated(index);
        });
        column->insertWidget(index, step);
        m_steps.push_back(step);
    }
    setCurrent(m_current);
}

void StepRail::setStep(int index, Status status, const QString& state)
{
    m_steps[static_cast<std::size_t>(index)]->setStep(status, state);
}

void StepRail::setCurrent(int index)
{
    m_current = index;
    for (int i = 0; i < count(); ++i)
        m_steps[static_cast<std::size_t>(i)]->setCurrent(i == index);
}

QSize StepRail::sizeHint() const { return {textColumn(kWidth), 2 * kMarginTop + count() * (scaled(52) + kGap)}; }

void StepRail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeColor(Token::Window));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), themeColor(Token::Line));
}

void StepRail::moveFocus(int from, int step)
{
    const int target = from + step;
    if (target >= 0 && target < count())
        m_steps[static_cast<std::size_t>(target)]->setFocus(step > 0 ? Qt::TabFocusReason : Qt::BacktabFocusReason);
}

bool StepRail::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto found = std::find(m_steps.begin(), m_steps.end(), watched);
    if (found == m_steps.end())
        return false;
    const int index = static_cast<int>(found - m_steps.begin());
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
        moveFocus(index, -1);
        return true;
    case Qt::Key_Down:
        moveFocus(index, 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        (*found)->click();
        return true;
    default:
        return false;
    }
}

} // namespace qlab::app
