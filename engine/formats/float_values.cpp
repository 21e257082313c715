// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/float_values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace qlab {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are copied as they lie in memory");

/// IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 of fraction.
float fromHalf(std::uint16_t bits)
{
    const int exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
    float size = 0;
    if (exponent == 0x1f)
        size = fraction == 0 ? INFINITY : NAN;
    else if (exponent == 0)
        size = std::ldexp(static_cast<float>(fraction), -24);
    else
        size = std::ldexp(static_cast<float>(fraction + 0x400), exponent - 25);
    return (bits & 0x8000) != 0 ? -size : size;
}

/// bfloat16: the upper half of a float.
float fromBrain(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

template <typename Stored, typename Convert> std::vector<float> converted(const std::string& bytes, Convert convert)
{
    std::vector<float> values(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
        values[i] = convert(stored);
    }
    return values;
}

} // namespace

std::string describeTensor(const Tensor& tensor)
{
    std::string text;
    for (const std::size_t extent : tensor.shape)
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return tensor.type + " [" + text + "]";
}

Result<std::vector<float>> floatValues(const Tensor& tensor)
{
    std::vector<float> values;
    if (tensor.type == "F32")
        values = converted<float>(tensor.bytes, [](float value) { return value; });
    else if (tensor.type == "F64")
        values = converted<double>(tensor.bytes, [](double value) { return static_cast<float>(value); });
    else if (tensor.type == "F16")
        values = converted<std::uint16_t>(tensor.bytes, fromHalf);
    else if (tensor.type == "BF16")
        values = converted<std::uint16_t>(tensor.bytes, fromBrain);
    else
        return unsupported("tensor \"" + tensor.name + "\" is " + describeTensor(tensor)
            + ": F32, F64, F16 or BF16 are wanted, and integers only in a quantized model written by this lab");
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        return badInput(
            "tensor \"" + tensor.name + "\" holds values that are not finite numbers: the training had diverged");
    return values;
}

} // namespace qlab
