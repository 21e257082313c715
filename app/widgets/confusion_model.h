// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"

#include <QAbstractTableModel>

#include <array>
#include <cstdint>
#include <optional>

namespace qlab::app {

/// Rows are true classes, columns predicted ones (the engine's Confusion).
using ConfusionCounts = std::array<std::array<std::uint32_t, kClasses>, kClasses>;

/// The counts of a confusion matrix as ten rows and columns; without counts its cells are empty and disabled.
class ConfusionModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setCounts(const std::optional<ConfusionCounts>& counts);
    bool isEmpty() const { return !m_counts; }
    std::uint32_t count(int truth, int predicted) const;    ///< 0 without counts
    std::uint32_t mostRight() const { return m_mostRight; } ///< largest count on the diagonal
    std::uint32_t mostWrong() const { return m_mostWrong; } ///< largest count off the diagonal

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    /// Display: the count; tool tip and accessible text: a sentence.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QString sentence(int truth, int predicted) const;

    std::optional<ConfusionCounts> m_counts;
    std::uint32_t m_mostRight = 0;
    std::uint32_t m_mostWrong = 0;
};

} // namespace qlab::app
