// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/bias_grid.h"

#include "engine/quant/grid.h"
#include "engine/quant/input_range.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

namespace qlab {
namespace {

using Bias = QuantScheme::Bias;
using Input = QuantScheme::Input;

bool knowsInputScale(const QuantScheme& scheme)
{
    return scheme.input == Input::Pixels || scheme.input == Input::Static;
}

/// What one step of the input stands for, in normalised units.
double inputScale(const QuantizedModel& model)
{
    return model.scheme.input == Input::Static
        ? static_cast<double>(model.input.scale)
        : 1 / (model.scheme.inputTop() * static_cast<double>(model.normalization.std));
}

/// In double, where the product may leave the floats; then within them.
float usable(double scale)
{
    constexpr double kMost = std::numeric_limits<float>::max();
    return usableScale(static_cast<float>(std::min(scale, kMost)));
}

std::int32_t steps(float bias, float scale, std::int32_t most)
{
    const double whole = std::nearbyint(static_cast<double>(bias) / static_cast<double>(scale));
    return static_cast<std::int32_t>(std::clamp<double>(whole, -most, most));
}

} // namespace

std::int32_t mostBias(Bias bias)
{
    assert(bias != Bias::Float);
    return bias == Bias::Int32 ? std::numeric_limits<std::int32_t>::max()
        : bias == Bias::Int16  ? std::numeric_limits<std::int16_t>::max()
                               : std::numeric_limits<std::int8_t>::max();
}

bool hasBiasScales(const QuantScheme& scheme)
{
    return scheme.bias == Bias::Int32 && knowsInputScale(scheme)
        && scheme.granularity == QuantScheme::Granularity::PerChannel;
}

float restoredBias(float scale, std::int32_t q)
{
    constexpr double kMost = std::numeric_limits<float>::max();
    return static_cast<float>(std::clamp(static_cast<double>(scale) * q, -kMost, kMost));
}

void setBias(QuantizedModel& model, const BiasVector& bias)
{
    model.bias = bias;
    if (model.scheme.bias == Bias::Float)
        return;
    const std::int32_t most = mostBias(model.scheme.bias);
    const bool ofProducts = model.scheme.bias == Bias::Int32 && knowsInputScale(model.scheme);
    const float common = usable(static_cast<double>(bias.cwiseAbs().maxCoeff()) / most);
    for (std::size_t k = 0; k < kClasses; ++k) {
        const auto row = static_cast<Eigen::Index>(k);
        model.biasScale[k] = ofProducts ? usable(inputScale(model) * static_cast<double>(model.scale[k])) : common;
        model.biasQ[k] = steps(bias[row], model.biasScale[k], most);
        model.bias[row] = restoredBias(model.biasScale[k], model.biasQ[k]);
    }
}

void setInputAndBias(QuantizedModel& model, const BiasVector& bias, const Dataset* data)
{
    model.input = chosenInput(model.scheme, model.normalization, data);
    setBias(model, bias);
}

} // namespace qlab
