// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quantized_model.h"

#include "engine/core/aligned.h"
#include "engine/kernels/inference.h"

#include <algorithm>
#include <span>

namespace qlab {

namespace {

using kernels::InputQuantization;

/// Images mapped at a time: 50 KB of bytes, so that they are still in the cache when the kernel reads them.
constexpr std::size_t kBlock = 64;

/// What dynamic quantization makes of pixels. The normalised input depends on the pixel alone, so 256 values tell
/// everything: same bytes, same sums and same logits as quantizing every float, without making the floats.
struct DynamicInput {
    InputQuantization quantization;
    std::array<std::uint8_t, 256> bytes{}; ///< of each pixel value
    bool bytesArePixels = false; ///< as 8 bits have it whenever black and white occur: only the zero point is off then
};

DynamicInput dynamicInput(const ImageSet& images, const Normalization& normalization, std::int32_t top)
{
    std::array<std::uint8_t, 256> pixels{};
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint8_t>(i);
    std::array<float, 256> values{};
    kernels::normalizePixels(pixels.data(), pixels.size(), normalization.mean, normalization.std, values.data());

    std::uint8_t darkest = 255; // a plain loop is vector code, std::minmax_element is not: 10 ms for MNIST
    std::uint8_t brightest = 0;
    for (const std::uint8_t pixel : std::span(images.pixels(), images.size() * kPixels)) {
        darkest = std::min(darkest, pixel);
        brightest = std::max(brightest, pixel);
    }
    const std::array<float, 2> ends = {values[darkest], values[brightest]};
    DynamicInput input;
    input.quantization = kernels::chooseInputQuantization(kernels::inputRange(ends.data(), ends.size()), top);
    kernels::quantizeInput(values.data(), values.size(), input.quantization, input.bytes.data());
    input.bytesArePixels = input.bytes == pixels;
    return input;
}

void classifyDynamic(
    const QuantizedModel& model, const kernels::Int8Weights& weights, const ImageSet& images, Evaluation& evaluation)
{
    if (images.size() == 0)
        return;
    const std::int32_t top = model.scheme.input == QuantScheme::Input::Dynamic7 ? 127 : 255;
    const DynamicInput input = dynamicInput(images, model.normalization, top);
    const auto classify = [&](const std::uint8_t* bytes, std::size_t first, std::size_t count) {
        kernels::classifyQuantizedInput(bytes, count, weights, input.quantization,
            evaluation.logits.data() + first * kClasses, evaluation.predictions.data() + first);
    };
    if (input.bytesArePixels)
        return classify(images.pixels(), 0, images.size());

    AlignedVector<std::uint8_t> block(kBlock * kPixels + ImageSet::kReadablePadding, 0);
    for (std::size_t first = 0; first < images.size(); first += kBlock) {
        const std::size_t count = std::min(kBlock, images.size() - first);
        const std::uint8_t* pixels = images.pixels() + first * kPixels;
        std::transform(pixels, pixels + count * kPixels, block.begin(),
            [&input](std::uint8_t pixel) { return input.bytes[pixel]; });
        classify(block.data(), first, count);
    }
}

} // namespace

Status checkOnGrid(const QuantizedModel& model)
{
    const QuantScheme& scheme = model.scheme;
    const auto onGrid = [&](int q) {
        return q >= scheme.qmin() && q <= scheme.qmax() && (!scheme.isOdd() || q % 2 != 0);
    };
    const bool affine = scheme.zero == QuantScheme::Zero::Affine && scheme.bits > 1;
    const auto features = static_cast<std::size_t>(model.steps.count());
    for (std::size_t k = 0; k < kClasses; ++k) {
        const auto row = std::span(model.q).subspan(k * kPixels, features);
        if (!std::ranges::all_of(row, onGrid) || (affine && !onGrid(model.zeroPoint[k])))
            return badInput("it holds an integer that is not on its grid of " + std::to_string(scheme.bits)
                + (scheme.bits == 1 ? " bit" : " bits"));
    }
    return {};
}

LinearModel QuantizedModel::dequantized() const
{
    LinearModel model;
    for (int row = 0; row < kClasses; ++row)
        for (int column = 0; column < kPixels; ++column)
            model.weights(row, column) = restored(row, column);
    model.bias = bias;
    model.normalization = normalization;
    model.steps = steps;
    return model;
}

kernels::Int8Weights QuantizedModel::packed() const
{
    return kernels::packInt8(q, scale, zeroPoint, {bias.data(), kClasses}, normalization.mean, normalization.std);
}

Evaluation evaluate(const QuantizedModel& model, const ImageSet& images)
{
    if (model.scheme.input == QuantScheme::Input::Float)
        return evaluate(model.dequantized(), images);
    const kernels::Int8Weights weights = model.packed();
    Evaluation evaluation;
    evaluation.predictions.resize(images.size());
    evaluation.logits.resize(images.size() * kClasses);
    if (model.scheme.input == QuantScheme::Input::Pixels)
        kernels::classifyU8I8(
            images.pixels(), images.size(), weights, evaluation.logits.data(), evaluation.predictions.data());
    else
        classifyDynamic(model, weights, images, evaluation);
    score(evaluation, images.labels());
    return evaluation;
}

} // namespace qlab
