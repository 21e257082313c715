// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/features/input_steps.h"

#include <QWidget>

namespace qlab::app {

class ComboBox;

/// What happens to an image before a model sees it, as two choices: how it is aligned, and what is taken of it.
class StepsForm : public QWidget {
    Q_OBJECT
public:
    explicit StepsForm(QWidget* parent = nullptr);

    /// Without a signal. Features that are not among the choices become one.
    void setSteps(const InputSteps& steps);
    /// As they are chosen; not calibrated.
    InputSteps steps() const;

Q_SIGNALS:
    void chosen();

private:
    ComboBox *m_align = nullptr, *m_features = nullptr;
};

} // namespace qlab::app
