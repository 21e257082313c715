// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemDelegate>
#include <QHeaderView>

namespace qlab::app {

class ConfusionModel;
class ConfusionView;

/// Paints a cell of a ConfusionView.
class ConfusionDelegate : public QAbstractItemDelegate {
    Q_OBJECT
public:
    ConfusionDelegate(ConfusionView& view, const ConfusionModel& counts);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QColor colorOf(const QModelIndex& index) const;

    const ConfusionView& m_view;
    const ConfusionModel& m_counts;
};

/// The digits at the left of a ConfusionView, or below it.
class ConfusionHeader : public QHeaderView {
    Q_OBJECT
public:
    ConfusionHeader(Qt::Orientation orientation, QWidget* parent);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

} // namespace qlab::app
