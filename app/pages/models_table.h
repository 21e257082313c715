// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lab/model_comparison.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <array>

namespace qlab::app {

/// Any two models on the same test images, row by row: accuracy, what only one of them gets right, how often and how
/// closely they agree, size, time.
class ModelsTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Metric, First, Second, Difference, IntervalColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// The widest that each column says.
    static QStringList widest();
    /// \p firstBytes, \p secondBytes: of the files. Null: the figures are on their way, all cells are dashes.
    void setComparison(const ModelComparison* comparison, std::size_t firstBytes, std::size_t secondBytes);

    static constexpr int kRows = 7;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : kRows; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::array<QString, ColumnCount>> m_rows;
};

} // namespace qlab::app
