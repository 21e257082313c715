// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/step_rail.h"

#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/step_delegate.h"

#include <QKeyEvent>
#include <QStandardItemModel>

namespace qlab::app {
namespace {

constexpr int kWidth = 148;
constexpr int kMarginTop = 10;
constexpr int kMarginSide = 8;

} // namespace

StepRail::StepRail(QWidget* parent)
    : QListView(parent)
    , m_steps(new QStandardItemModel(this))
    , m_delegate(new StepDelegate(this))
{
    keepTextColumn(*this, kWidth);
    setAccessibleName(tr("Steps"));
    setModel(m_steps);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false); // Tab leaves the rail
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportMargins(kMarginSide, kMarginTop, kMarginSide, kMarginTop);
    setProperty("role", QStringLiteral("rail"));
    setProperty("focusRing", QStringLiteral("none")); // the step has it
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    connect(this, &QListView::clicked, this, &StepRail::request);
}

void StepRail::setSteps(const QStringList& titles)
{
    m_steps->clear();
    for (const QString& title : titles)
        m_steps->appendRow(new QStandardItem(title));
    for (int index = 0; index < count(); ++index)
        setStep(index, Status::Open, {});
}

int StepRail::count() const { return m_steps->rowCount(); }

void StepRail::setStep(int index, Status status, const QString& state)
{
    m_steps->item(index)->setData(static_cast<int>(status), StepDelegate::StatusRole);
    m_steps->item(index)->setData(state, StepDelegate::StateRole);
    describe(index);
}

StepRail::Status StepRail::status(int index) const
{
    return static_cast<Status>(m_steps->item(index)->data(StepDelegate::StatusRole).toInt());
}

void StepRail::setShown(int index)
{
    m_shown = index;
    for (int step = 0; step < count(); ++step) {
        m_steps->item(step)->setData(step == index, StepDelegate::ShownRole);
        describe(step);
    }
}

void StepRail::describe(int index)
{
    QStandardItem& step = *m_steps->item(index);
    const QString state = step.data(StepDelegate::StateRole).toString();
    const QString how = index == m_shown   ? tr("current")
        : status(index) == Status::Done    ? tr("done")
        : status(index) == Status::Blocked ? tr("not yet possible")
                                           : QString();
    step.setAccessibleText(tr("%1, %2").arg(index + 1).arg(step.text()));
    step.setAccessibleDescription(how.isEmpty() ? state : tr("%1, %2").arg(how, state));
    const bool cut = StepDelegate::roomForWords(viewport()->width())
        < QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(state);
    step.setToolTip(cut ? state : QString());
}

QSize StepRail::sizeHint() const { return {textColumn(kWidth), 2 * kMarginTop + count() * StepDelegate::height()}; }

void StepRail::request(const QModelIndex& step)
{
    if (step.isValid() && status(step.row()) != Status::Blocked)
        Q_EMIT stepRequested(step.row());
}

void StepRail::keyPressEvent(QKeyEvent* event)
{
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    m_delegate->setRinged(true);
    if (opens)
        request(currentIndex());
    else
        QListView::keyPressEvent(event);
}

/// Begins at the step that is shown.
void StepRail::focusInEvent(QFocusEvent* event)
{
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey)
        setCurrentIndex(m_steps->index(std::max(0, m_shown), 0));
    m_delegate->setRinged(byKey);
    QListView::focusInEvent(event);
}

void StepRail::mousePressEvent(QMouseEvent* event)
{
    m_delegate->setRinged(false);
    QListView::mousePressEvent(event);
}

} // namespace qlab::app
