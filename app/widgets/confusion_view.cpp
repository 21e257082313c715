// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/confusion_view.h"

#include "app/theme/theme.h"
#include "app/widgets/confusion_delegate.h"
#include "app/widgets/labels.h"
#include "app/widgets/pixel_image.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kLeastSide = 16;
constexpr int kSideWithCount = 24;
constexpr int kCountMargin = 4;
constexpr int kLabelGap = 3;
constexpr int kCaptionGap = 5;

int labelWidth() { return scaled(16); }
int belowHeight() { return kLabelGap + lineHeight(TextRole::Caption) + kCaptionGap + lineHeight(TextRole::Caption); }

} // namespace

ConfusionView::ConfusionView(QWidget* parent)
    : QTableView(parent)
    , m_counts(new ConfusionModel(this))
{
    //: Axes of the confusion matrix: rows are what an image is, columns what the model took it for
    m_axes = makeLabel(LabelLook::Caption, tr("true ↓   predicted →"), this);
    m_axes->setAlignment(Qt::AlignCenter);
    setHorizontalHeader(new ConfusionHeader(Qt::Horizontal, this));
    setVerticalHeader(new ConfusionHeader(Qt::Vertical, this));
    setModel(m_counts);
    setItemDelegate(new ConfusionDelegate(*this, *m_counts));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    for (auto* const corner : findChildren<QAbstractButton*>(Qt::FindDirectChildrenOnly))
        corner->hide(); // where Qt's headers meet
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false); // Tab leaves the matrix, arrows move in it
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    viewport()->setCursor(Qt::ArrowCursor);
    setAccessibleName(tr("Confusion matrix"));
    connect(this, &QTableView::clicked, this, &ConfusionView::activate);
}

void ConfusionView::setCounts(const std::optional<ConfusionCounts>& counts)
{
    m_counts->setCounts(counts);
    viewport()->setCursor(counts ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!counts)
        setCurrentIndex({});
    viewport()->update();
}

void ConfusionView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

// -- Geometry ---------------------------------------------------------------------------------------------------------

int ConfusionView::cellSide() const
{
    return std::max(kLeastSide, std::min(width() - labelWidth(), height() - belowHeight()) / kClasses);
}

bool ConfusionView::showsCount(int truth, int predicted) const
{
    const std::uint32_t largest = truth == predicted ? m_counts->mostRight() : m_counts->mostWrong();
    const int widest = QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(QString::number(largest));
    return m_counts->count(truth, predicted) > 0 && cellSide() >= std::max(kSideWithCount, widest + kCountMargin);
}

QSize ConfusionView::sizeHint() const
{
    return {labelWidth() + kClasses * kLeastSide, kClasses * kLeastSide + belowHeight()};
}

/// The digits of the columns stand below, not above as Qt has them, and what is left of the room stays empty.
void ConfusionView::updateGeometries()
{
    const int side = cellSide(), all = kClasses * side, line = lineHeight(TextRole::Caption);
    for (QHeaderView* header : {horizontalHeader(), verticalHeader()})
        header->setDefaultSectionSize(side);
    const int rest = width() - labelWidth() - all; // at the far side of the digits
    const int left = isRightToLeft() ? rest : labelWidth();
    setViewportMargins(left, 0, width() - left - all, height() - all);
    verticalHeader()->setGeometry(isRightToLeft() ? rest + all : 0, 0, labelWidth(), all);
    horizontalHeader()->setGeometry(left, all + kLabelGap, all, line);
    m_axes->setGeometry(0, all + kLabelGap + line + kCaptionGap, width(), line);
    QAbstractItemView::updateGeometries();
}

void ConfusionView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    updateGeometries();
}

void ConfusionView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometries();
}

// -- Keys and clicks --------------------------------------------------------------------------------------------------

void ConfusionView::activate(const QModelIndex& cell)
{
    if (cell.isValid() && !m_counts->isEmpty())
        Q_EMIT cellActivated(cell.row(), cell.column());
}

void ConfusionView::keyPressEvent(QKeyEvent* event)
{
    const bool activates =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (activates && currentIndex().isValid())
        activate(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

/// What a pointer reads by resting on a cell, keys say at once.
void ConfusionView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (current.isValid() && hasFocus())
        QToolTip::showText(
            viewport()->mapToGlobal(visualRect(current).bottomRight()), current.data(Qt::ToolTipRole).toString(), this);
}

void ConfusionView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!m_counts->isEmpty())
        return;
    QPainter painter(viewport());
    const QRect matrix = viewport()->rect().adjusted(0, 0, -1, -1);
    paintFrame(painter, snapped(painter, matrix), 1, 0, themeColor(Token::Grid));
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text3));
    painter.drawText(matrix.adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

} // namespace qlab::app
