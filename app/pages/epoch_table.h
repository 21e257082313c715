// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/trainer.h"

#include <QAbstractTableModel>

namespace qlab::app {

/// The log of finished epochs, newest first.
class EpochTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Epoch, TrainLoss, TestLoss, TrainAccuracy, TestAccuracy, LearningRate, Time, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// The widest that each column says.
    static QStringList widest();
    void setEpochs(const std::vector<EpochRecord>& epochs);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<EpochRecord> m_epochs; ///< oldest first
};

} // namespace qlab::app
