// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/train_config.h"

#include <QWidget>

namespace qlab::app {

class ComboBox;
class FormRow;
class SpinBox;

/// The training settings as a form. Shows what differs from the default; the normalization belongs to the Data page and
/// passes through unchanged.
class RecipeForm : public QWidget {
    Q_OBJECT
public:
    explicit RecipeForm(QWidget* parent = nullptr);

    /// Without a signal.
    void setConfig(const TrainConfig& config);
    /// Shows the reason beside the field it is about; an ok status clears it.
    void showError(const Status& status);
    int changedCount() const;

Q_SIGNALS:
    void configChanged(const qlab::TrainConfig& config);
    void presetChosen(const QString& key);

private:
    /// \p name: the setting's name in files, by which an Error finds the row.
    SpinBox* addNumber(const char* name, const QString& label, double low, double high, double step, int decimals,
        const QString& unit, const QString& toolTip);
    void read();
    void markChanged();

    TrainConfig m_config;
    ComboBox* m_preset;
    void addSchedule();

    ComboBox* m_schedule = nullptr;
    FormRow* m_scheduleRow = nullptr;
    SpinBox *m_epochs, *m_batch, *m_rate, *m_warmUp, *m_momentum, *m_decay, *m_average, *m_patience, *m_seed;
    std::vector<FormRow*> m_rows; ///< in the order of the fields
};

} // namespace qlab::app
