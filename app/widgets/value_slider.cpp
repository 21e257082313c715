// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/value_slider.h"

#include "app/theme/theme.h"
#include "app/widgets/wheel_guard.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace qlab::app {
namespace {

// Finer than any slider is long on a screen.
constexpr int kPositions = 1000;

} // namespace

ValueSlider::ValueSlider(const SpinBox::Range& range, Scale scale, const QString& unit, QWidget* parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_spin(new SpinBox(range, unit, this))
    , m_scale(scale)
{
    Q_ASSERT(scale == Scale::Linear || range.minimum > 0);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_spin);
    m_spin->setFixedWidth(std::max(scaled(74), m_spin->minimumSizeHint().width()));
    m_slider->setMinimumWidth(40);
    m_slider->setRange(0, kPositions);
    m_slider->setPageStep(kPositions / 10);
    const double stepShare = range.step / (range.maximum - range.minimum);
    m_slider->setSingleStep(
        scale == Scale::Linear ? std::max(1, static_cast<int>(std::lround(stepShare * kPositions))) : kPositions / 50);
    guardWheel(*m_slider);
    setFocusProxy(m_slider); // the first of the two for Tab; with the second one Tab would pass the slider over
    connect(m_slider, &QSlider::valueChanged, this, &ValueSlider::sliderMoved);
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(positionOf(value));
        Q_EMIT valueChanged(value);
    });
    setValue(m_spin->value());
}

double ValueSlider::value() const { return m_spin->value(); }

void ValueSlider::setValue(double value)
{
    const QSignalBlocker quietSpin(m_spin);
    const QSignalBlocker quietSlider(m_slider);
    m_spin->setValue(value);
    m_slider->setValue(positionOf(m_spin->value()));
}

void ValueSlider::setRange(double minimum, double maximum)
{
    const double kept = value();
    const QSignalBlocker quiet(m_spin);
    m_spin->setRange(minimum, maximum);
    setValue(kept);
}

void ValueSlider::sliderMoved(int position)
{
    const double before = m_spin->value();
    {
        const QSignalBlocker quiet(m_spin);
        m_spin->setValue(valueAt(position));
    }
    // Several positions may round to one value of the field.
    if (m_spin->value() != before)
        Q_EMIT valueChanged(m_spin->value());
}

int ValueSlider::positionOf(double value) const
{
    const double low = m_spin->minimum();
    const double high = m_spin->maximum();
    if (high <= low)
        return 0;
    const double share =
        m_scale == Scale::Linear ? (value - low) / (high - low) : std::log(value / low) / std::log(high / low);
    return static_cast<int>(std::lround(share * kPositions));
}

double ValueSlider::valueAt(int position) const
{
    const double low = m_spin->minimum();
    const double high = m_spin->maximum();
    const double share = static_cast<double>(position) / kPositions;
    return m_scale == Scale::Linear ? low + share * (high - low) : low * std::pow(high / low, share);
}

} // namespace qlab::app
