// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/epoch_table.h"

#include "app/widgets/number_text.h"

namespace qlab::app {
namespace {

/// Never wider than "999.9 ms".
QString durationText(double seconds)
{
    if (seconds < 1)
        return EpochTable::tr("%1 ms").arg(numberText(seconds * 1000, 1));
    return EpochTable::tr("%1 s").arg(numberText(seconds, seconds < 100 ? 2 : 0));
}

} // namespace

QStringList EpochTable::widest()
{
    const QString loss = numberText(88.8888, 4), accuracy = percentText(1, 2);
    return {countText(1000), loss, loss, accuracy, accuracy, numberText(8.8888, 4), durationText(0.8888)};
}

void EpochTable::setEpochs(const std::vector<EpochRecord>& epochs)
{
    const bool longer =
        epochs.size() > m_epochs.size() && !m_epochs.empty() && epochs.front().seconds == m_epochs.front().seconds;
    if (!longer && epochs.size() == m_epochs.size()
        && (epochs.empty() || epochs.front().seconds == m_epochs.front().seconds))
        return;
    if (!longer) { // another run
        beginResetModel();
        m_epochs = epochs;
        endResetModel();
        return;
    }
    beginInsertRows({}, 0, static_cast<int>(epochs.size() - m_epochs.size()) - 1);
    m_epochs = epochs;
    endInsertRows();
}

int EpochTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_epochs.size());
}

int EpochTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant EpochTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    const EpochRecord& epoch = m_epochs[m_epochs.size() - 1 - static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case Epoch:
        return QString::number(epoch.epoch);
    case TrainLoss:
        return numberText(epoch.trainLoss, 4);
    case TestLoss:
        return numberText(epoch.testLoss, 4);
    case TrainAccuracy:
        return percentText(epoch.trainAccuracy, 2);
    case TestAccuracy:
        return percentText(epoch.testAccuracy, 2);
    case LearningRate:
        return numberText(epoch.learningRate, 4);
    case Time:
        return durationText(epoch.seconds);
    default:
        return {};
    }
}

QVariant EpochTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("epoch"), tr("train loss"), tr("test loss"), tr("train accuracy"), tr("test accuracy"),
        tr("rate"), tr("time")};
    return section >= 0 && section < ColumnCount ? names[section] : QVariant();
}

} // namespace qlab::app
