// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/confusion_model.h"

#include "app/widgets/number_text.h"

#include <algorithm>
#include <numeric>

namespace qlab::app {

void ConfusionModel::setCounts(const std::optional<ConfusionCounts>& counts)
{
    m_counts = counts;
    m_mostRight = 0;
    m_mostWrong = 0;
    for (int truth = 0; truth < kClasses; ++truth)
        for (int predicted = 0; predicted < kClasses; ++predicted) {
            std::uint32_t& most = truth == predicted ? m_mostRight : m_mostWrong;
            most = std::max(most, count(truth, predicted));
        }
    Q_EMIT dataChanged(index(0, 0), index(kClasses - 1, kClasses - 1));
}

std::uint32_t ConfusionModel::count(int truth, int predicted) const
{
    return m_counts ? (*m_counts)[static_cast<std::size_t>(truth)][static_cast<std::size_t>(predicted)] : 0;
}

QString ConfusionModel::sentence(int truth, int predicted) const
{
    const auto& row = (*m_counts)[static_cast<std::size_t>(truth)];
    const auto total = std::accumulate(row.begin(), row.end(), std::uint64_t{0});
    const std::uint32_t images = count(truth, predicted);
    const double share = total == 0 ? 0 : static_cast<double>(images) / static_cast<double>(total);
    return tr("Labelled %1, predicted %2: %Ln image(s), %3 of this label", nullptr, static_cast<int>(images))
        .arg(truth)
        .arg(predicted)
        .arg(percentText(share, 1));
}

int ConfusionModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kClasses; }
int ConfusionModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kClasses; }

QVariant ConfusionModel::data(const QModelIndex& index, int role) const
{
    if (!m_counts)
        return {};
    if (role == Qt::DisplayRole)
        return count(index.row(), index.column());
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return sentence(index.row(), index.column());
    return {};
}

QVariant ConfusionModel::headerData(int section, Qt::Orientation, int role) const
{
    return role == Qt::DisplayRole ? QVariant(section) : QVariant();
}

Qt::ItemFlags ConfusionModel::flags(const QModelIndex& index) const
{
    return m_counts ? QAbstractTableModel::flags(index) : Qt::NoItemFlags;
}

} // namespace qlab::app
