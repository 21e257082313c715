// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/comparison.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <array>
#include <optional>

namespace qlab::app {

/// The rows of the comparison: accuracy, size, and the times of the whole set from the cache, of one image, of the set
/// streamed from memory (if it is more than a piece) and from floats (if the others start at pixels).
class ComparisonTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Metric, Original, Quantized, Difference, IntervalColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    static constexpr int kUsualRows = 7; ///< one more where images go through input steps
    /// The widest that each column says.
    static QStringList widest();
    void setComparison(const std::optional<Comparison>& comparison, std::size_t compactBytes = 0);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::array<QString, ColumnCount>> m_rows;
    QStringList m_tips; ///< a row each
};

} // namespace qlab::app
