// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/input_tensors.h"

#include <cmath>

namespace qlab {
namespace {

constexpr const char* kScale = "input_scale";
constexpr const char* kZeroPoint = "input_zero_point";
/// No normalised input is as large, and its products with the largest weights stay finite.
constexpr float kMostInput = 1e18F;

bool hasInput(const QuantScheme& scheme) { return scheme.input == QuantScheme::Input::Static; }

} // namespace

void writeInput(const QuantizedModel& model, TensorFile& file)
{
    if (!hasInput(model.scheme))
        return;
    const auto zeroPoint = static_cast<std::uint8_t>(model.input.zeroPoint);
    file.tensors.push_back(makeTensor(kScale, {1}, &model.input.scale));
    file.tensors.push_back(makeTensor(kZeroPoint, {1}, &zeroPoint));
}

Status readInput(const TensorReader& reader, QuantizedModel& model)
{
    if (!hasInput(model.scheme))
        return {};
    const auto scale = reader.floats(kScale, {1});
    if (!scale)
        return scale.error();
    const auto zeroPoint = reader.unsignedBytes(kZeroPoint, {1});
    if (!zeroPoint)
        return zeroPoint.error();
    const std::int32_t top = model.scheme.inputTop();
    model.input = {scale->front(), zeroPoint->front(), top};
    // Written so that a value that is not a number fails.
    if (!(model.input.scale > 0 && std::isfinite(1 / model.input.scale)
            && model.input.scale * static_cast<float>(top) <= kMostInput))
        return badInput(std::string("tensor \"") + kScale + "\" is no scale that an input can have");
    if (model.input.zeroPoint > top)
        return badInput(std::string("tensor \"") + kZeroPoint + "\" is beyond its grid of 0 to " + std::to_string(top));
    return {};
}

std::vector<std::string_view> inputTensors(const QuantScheme& scheme)
{
    return hasInput(scheme) ? std::vector<std::string_view>{kScale, kZeroPoint} : std::vector<std::string_view>();
}

} // namespace qlab
