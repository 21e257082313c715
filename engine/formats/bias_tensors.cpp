// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/bias_tensors.h"

#include "engine/quant/bias_grid.h"

#include <algorithm>
#include <array>

namespace qlab {
namespace {

constexpr const char* kBias = "bias";
constexpr const char* kScale = "bias_scale";

using Bias = QuantScheme::Bias;
using Integers = std::array<std::int32_t, kClasses>;

Shape biasShape() { return {kClasses}; }
Shape scaleShape(const QuantScheme& scheme) { return {hasBiasScales(scheme) ? kClasses : std::size_t{1}}; }

template <typename T> Tensor narrowed(const Integers& q)
{
    std::array<T, kClasses> values{};
    std::ranges::transform(q, values.begin(), [](std::int32_t value) { return static_cast<T>(value); });
    return makeTensor(kBias, biasShape(), values.data());
}

Tensor integerTensor(const QuantizedModel& model)
{
    switch (model.scheme.bias) {
    case Bias::Int16:
        return narrowed<std::int16_t>(model.biasQ);
    case Bias::Int8:
        return narrowed<std::int8_t>(model.biasQ);
    default:
        return makeTensor(kBias, biasShape(), model.biasQ.data());
    }
}

template <typename T> Status take(const Result<std::vector<T>>& values, Integers& q)
{
    if (!values)
        return values.error();
    std::ranges::copy(*values, q.begin());
    return {};
}

Status readIntegers(const TensorReader& reader, Bias bias, Integers& q)
{
    switch (bias) {
    case Bias::Int16:
        return take(reader.signedShorts(kBias, biasShape()), q);
    case Bias::Int8:
        return take(reader.signedBytes(kBias, biasShape()), q);
    default:
        return take(reader.signedWords(kBias, biasShape()), q);
    }
}

} // namespace

void writeBias(const QuantizedModel& model, TensorFile& file)
{
    if (model.scheme.bias == Bias::Float) {
        file.tensors.push_back(makeTensor(kBias, biasShape(), model.bias.data()));
        return;
    }
    file.tensors.push_back(makeTensor(kScale, scaleShape(model.scheme), model.biasScale.data()));
    file.tensors.push_back(integerTensor(model));
}

Status readBias(const TensorReader& reader, QuantizedModel& model)
{
    if (model.scheme.bias == Bias::Float) {
        const auto bias = reader.floats(kBias, biasShape());
        if (!bias)
            return bias.error();
        model.bias = BiasVector::Map(bias->data());
        return {};
    }
    if (Status read = readIntegers(reader, model.scheme.bias, model.biasQ); !read)
        return read;
    const std::int32_t most = mostBias(model.scheme.bias);
    if (std::ranges::any_of(model.biasQ, [most](std::int32_t q) { return q < -most; }))
        return badInput("tensor \"bias\" holds an integer below its grid, which ends at -" + std::to_string(most));
    const auto scales = reader.floats(kScale, scaleShape(model.scheme));
    if (!scales)
        return scales.error();
    if (std::ranges::any_of(*scales, [](float scale) { return !(scale > 0); }))
        return badInput("tensor \"bias_scale\" holds a scale that is not above 0");
    for (std::size_t k = 0; k < kClasses; ++k) {
        model.biasScale[k] = (*scales)[scales->size() == 1 ? 0 : k];
        model.bias[static_cast<Eigen::Index>(k)] = restoredBias(model.biasScale[k], model.biasQ[k]);
    }
    return {};
}

std::vector<std::string_view> biasTensors(const QuantScheme& scheme)
{
    return scheme.bias == Bias::Float ? std::vector<std::string_view>{kBias}
                                      : std::vector<std::string_view>{kBias, kScale};
}

} // namespace qlab
