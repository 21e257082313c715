// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/spin_box.h"

class QSlider;

namespace qlab::app {

/// A slider and a number field that always show the same value.
class ValueSlider : public QWidget {
    Q_OBJECT
public:
    /// Logarithmic: equal distances are equal ratios; the minimum must be above 0.
    enum class Scale { Linear, Logarithmic };
    ValueSlider(const SpinBox::Range& range, Scale scale, const QString& unit = {}, QWidget* parent = nullptr);

    double value() const;
    /// Without a signal. Clamped to the range.
    void setValue(double value);
    void setRange(double minimum, double maximum);
    SpinBox* spinBox() const { return m_spin; }
    QSlider* slider() const { return m_slider; }

Q_SIGNALS:
    /// Only when the user moved the slider or changed the field.
    void valueChanged(double value);

private:
    void sliderMoved(int position);
    int positionOf(double value) const;
    double valueAt(int position) const;

    QSlider* m_slider = nullptr;
    SpinBox* m_spin = nullptr;
    Scale m_scale;
};

} // namespace qlab::app
