// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/input_range.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace qlab {
namespace {

kernels::InputRange rangeOf(std::uint8_t darkest, std::uint8_t brightest, const Normalization& normalization)
{
    const std::array<float, 256> values = normalizedPixels(normalization);
    const std::array<float, 2> ends = {values[darkest], values[brightest]};
    return kernels::inputRange(ends.data(), ends.size());
}

} // namespace

std::array<float, 256> normalizedPixels(const Normalization& normalization)
{
    std::array<std::uint8_t, 256> pixels{};
    std::iota(pixels.begin(), pixels.end(), std::uint8_t{0});
    std::array<float, 256> values{};
    kernels::normalizePixels(pixels.data(), pixels.size(), normalization.mean, normalization.std, values.data());
    return values;
}

kernels::InputRange calibratedRange(const Dataset& data, const Normalization& normalization, int calibrationImages)
{
    assert(data.trainSize() > 0 && calibrationImages >= 1);
    const std::size_t images = std::min(static_cast<std::size_t>(calibrationImages), data.trainSize());
    const auto features = static_cast<std::size_t>(data.steps.count());
    std::uint8_t darkest = 255; // the normalised value grows with the pixel: its ends are those of the pixels
    std::uint8_t brightest = 0;
    for (std::size_t i = 0; i < images; ++i)
        for (const std::uint8_t pixel : data.trainSource->image(data.trainIndex[i]).first(features)) {
            darkest = std::min(darkest, pixel);
            brightest = std::max(brightest, pixel);
        }
    return rangeOf(darkest, brightest, normalization);
}

kernels::InputRange widestRange(const Normalization& normalization) { return rangeOf(0, 255, normalization); }

kernels::InputQuantization chosenInput(
    const QuantScheme& scheme, const Normalization& normalization, const Dataset* data)
{
    if (scheme.input != QuantScheme::Input::Static)
        return {};
    return kernels::chooseInputQuantization(
        data != nullptr ? calibratedRange(*data, normalization, scheme.calibrationImages) : widestRange(normalization),
        scheme.inputTop());
}

} // namespace qlab
