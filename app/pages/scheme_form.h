// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/shape.h"
#include "engine/quant/quant_scheme.h"

#include <QWidget>

class QVBoxLayout;

namespace qlab::app {

class ComboBox;
class FormRow;
class SegmentedControl;
class ValueSlider;

/// The whole quantization scheme as a form. Every control reports at once, also while it is dragged.
class SchemeForm : public QWidget {
    Q_OBJECT
public:
    explicit SchemeForm(QWidget* parent = nullptr);

    /// Without a signal.
    void setScheme(const QuantScheme& scheme);
    /// The largest weight: the end of the clip slider.
    void setLargestWeight(double largest);
    /// Of the model: they tell what weights take.
    void setFeatures(int features);
    /// The end of the calibration slider.
    void setTrainImages(std::size_t images);
    /// Settings that differ from the lab report's scheme.
    int changedCount() const;

Q_SIGNALS:
    void schemeChanged(const qlab::QuantScheme& scheme);

private:
    FormRow* addRow(QVBoxLayout& layout, const QString& label, QWidget* field, const QString& toolTip);
    void buildShape(QVBoxLayout& layout);
    void buildRange(QVBoxLayout& layout);
    void buildArithmetic(QVBoxLayout& layout);
    void buildInput(QVBoxLayout& layout);
    void show();
    /// That all weights take at so many bits.
    int bytesAt(int bits) const;
    void showBlocked();
    template <typename Change> void change(Change change);

    QuantScheme m_scheme;
    int m_features = kPixels;
    ComboBox* m_preset = nullptr;
    SegmentedControl *m_bits = nullptr, *m_inputBits = nullptr, *m_granularity = nullptr, *m_overflow = nullptr;
    ComboBox *m_grid = nullptr, *m_range = nullptr, *m_rounding = nullptr, *m_input = nullptr, *m_bias = nullptr;
    ValueSlider *m_budget = nullptr, *m_exponent = nullptr, *m_percentile = nullptr, *m_clip = nullptr,
                *m_sigmas = nullptr, *m_seed = nullptr, *m_calibration = nullptr;
    FormRow *m_budgetRow = nullptr, *m_exponentRow = nullptr, *m_percentileRow = nullptr, *m_clipRow = nullptr,
            *m_sigmasRow = nullptr, *m_seedRow = nullptr, *m_calibrationRow = nullptr;
    std::vector<FormRow*> m_rows;
};

} // namespace qlab::app
