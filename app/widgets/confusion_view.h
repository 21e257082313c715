// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/confusion_model.h"

#include <QTableView>

class QLabel;

namespace qlab::app {

/// Which digits are taken for which: counts on a logarithmic grey scale, right answers on the diagonal in the
/// original's blue. A table view with square cells and the digits at the left and below; cells of 24 px and more carry
/// their count. Arrow keys choose a cell, Return or a click activates it.
class ConfusionView : public QTableView {
    Q_OBJECT
public:
    explicit ConfusionView(QWidget* parent = nullptr);

    void setCounts(const std::optional<ConfusionCounts>& counts); ///< nothing: the empty state
    void setEmptyText(const QString& text);

    int cellSide() const; ///< logical pixels, including the gap to the next
    /// All mistakes carry their count or none does; the right answers, which have more digits, likewise.
    bool showsCount(int truth, int predicted) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void cellActivated(int truth, int predicted);

protected:
    void updateGeometries() override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void activate(const QModelIndex& cell);

    ConfusionModel* m_counts;
    QLabel* m_axes;
    QString m_emptyText;
};

} // namespace qlab::app
