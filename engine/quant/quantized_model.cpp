// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quantized_model.h"

#include "engine/core/aligned.h"
#include "engine/kernels/inference.h"
#include "engine/quant/input_range.h"
#include "engine/quant/row_widths.h"

#include <algorithm>
#include <span>

namespace qlab {

namespace {

using kernels::InputQuantization;

/// Images mapped at a time: 50 KB of bytes, so that they are still in the cache when the kernel reads them.
constexpr std::size_t kBlock = 64;

using PixelValues = std::array<float, 256>;

/// What quantizing the normalised input makes of pixels. It depends on the pixel alone, so 256 values tell everything:
/// same bytes, same sums and same logits as quantizing every float, without making the floats.
struct PixelBytes {
    InputQuantization quantization;
    std::array<std::uint8_t, 256> bytes{}; ///< of each pixel value
    bool arePixels = true; ///< as 8 bits have it whenever black and white occur: only the zero point is off then

    PixelBytes(const PixelValues& values, const InputQuantization& by)
        : quantization(by)
    {
        kernels::quantizeInput(values.data(), values.size(), quantization, bytes.data());
        for (std::size_t i = 0; i < bytes.size(); ++i)
            arePixels = arePixels && bytes[i] == i;
    }
};

/// By the range of \p pixels, of which there is at least one.
InputQuantization dynamicQuantization(std::span<const std::uint8_t> pixels, const PixelValues& values, std::int32_t top)
{
    std::uint8_t darkest = 255; // a plain loop is vector code, std::minmax_element is not: 10 ms for MNIST
    std::uint8_t brightest = 0;
    for (const std::uint8_t pixel : pixels) {
        darkest = std::min(darkest, pixel);
        brightest = std::max(brightest, pixel);
    }
    const std::array<float, 2> ends = {values[darkest], values[brightest]};
    return kernels::chooseInputQuantization(kernels::inputRange(ends.data(), ends.size()), top);
}

/// Classifies images, their normalised input quantized, a batch at a time.
class BatchClassifier {
public:
    BatchClassifier(const QuantizedModel& model, const ImageSet& images, Evaluation& evaluation)
        : m_weights(model.packed())
        , m_values(normalizedPixels(model.normalization))
        , m_top(model.scheme.inputTop())
        , m_images(images)
        , m_evaluation(evaluation)
        , m_block(kBlock * kPixels + ImageSet::kReadablePadding, 0)
    {
    }

    /// Images \p first ... first + \p count - 1, by the range of them all. Precondition: count is above 0.
    void classifyByRange(std::size_t first, std::size_t count)
    {
        const std::uint8_t* const batch = m_images.pixels() + first * kPixels;
        classifyBy(dynamicQuantization({batch, count * kPixels}, m_values, m_top), first, count);
    }

    /// The same images by what was chosen beforehand.
    void classifyBy(const InputQuantization& quantization, std::size_t first, std::size_t count)
    {
        const std::uint8_t* const batch = m_images.pixels() + first * kPixels;
        const PixelBytes input(m_values, quantization);
        if (input.arePixels)
            return classify(batch, first, count, input.quantization);
        for (std::size_t done = 0; done < count; done += kBlock) {
            const std::size_t size = std::min(kBlock, count - done);
            const std::uint8_t* const pixels = batch + done * kPixels;
            std::transform(pixels, pixels + size * kPixels, m_block.begin(),
                [&input](std::uint8_t pixel) { return input.bytes[pixel]; });
            classify(m_block.data(), first + done, size, input.quantization);
        }
    }

private:
    void classify(
        const std::uint8_t* bytes, std::size_t first, std::size_t count, const InputQuantization& quantization)
    {
        kernels::classifyQuantizedInput(bytes, count, m_weights, quantization,
            m_evaluation.logits.data() + first * kClasses, m_evaluation.predictions.data() + first);
    }

    kernels::Int8Weights m_weights;
    PixelValues m_values;
    std::int32_t m_top;
    const ImageSet& m_images;
    Evaluation& m_evaluation;
    AlignedVector<std::uint8_t> m_block;
};

void classifyQuantized(const QuantizedModel& model, const ImageSet& images, Evaluation& evaluation)
{
    BatchClassifier classifier(model, images, evaluation);
    if (model.scheme.input == QuantScheme::Input::Static)
        return classifier.classifyBy(model.input, 0, images.size());
    const bool perRow = model.scheme.input == QuantScheme::Input::DynamicRow;
    const std::size_t batch = perRow ? 1 : images.size();
    for (std::size_t first = 0; first < images.size(); first += batch)
        classifier.classifyByRange(first, batch);
}

} // namespace

Status checkOnGrid(const QuantizedModel& model)
{
    if (model.widths && !fitBudget(*model.widths, model.scheme, model.steps.count()))
        return badInput("its rows are wider than its scheme lets them be");
    const auto features = static_cast<std::size_t>(model.steps.count());
    for (std::size_t k = 0; k < kClasses; ++k) {
        const QuantScheme scheme = model.schemeOf(static_cast<int>(k));
        const auto onGrid = [&](int q) {
            return q >= scheme.qmin() && q <= scheme.qmax() && (!scheme.isOdd() || q % 2 != 0);
        };
        const bool affine = scheme.zero == QuantScheme::Zero::Affine && scheme.bits > 1;
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
    const std::int32_t top = scheme.input == QuantScheme::Input::Pixels ? scheme.inputTop() : 255;
    return kernels::packInt8(q, scale, zeroPoint, {bias.data(), kClasses}, normalization.mean, normalization.std, top);
}

Evaluation evaluate(const QuantizedModel& model, const ImageSet& images)
{
    if (model.scheme.input == QuantScheme::Input::Float)
        return evaluate(model.dequantized(), images);
    Evaluation evaluation;
    evaluation.predictions.resize(images.size());
    evaluation.logits.resize(images.size() * kClasses);
    if (model.scheme.input == QuantScheme::Input::Pixels)
        kernels::classifyNarrowedU8I8(images.pixels(), images.size(), model.packed(), model.scheme.inputTop(),
            evaluation.logits.data(), evaluation.predictions.data());
    else
        classifyQuantized(model, images, evaluation);
    score(evaluation, images.labels());
    return evaluation;
}

} // namespace qlab
