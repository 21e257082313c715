// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/path_work.h"

#include "engine/bench/eigen_yardstick.h"
#include "engine/kernels/inference.h"

#include <algorithm>
#include <utility>

namespace qlab {
namespace {

struct PathFacts {
    Path path;
    std::string_view name, input;
};
constexpr PathFacts kPaths[] = {
    {Path::F32, "f32", "f32"},
    {Path::F32Pixels, "f32-u8", "u8"},
    {Path::DynamicI8, "dynamic-int8", "f32"},
    {Path::PixelsI8, "u8-int8", "u8"},
    {Path::EigenF32, "eigen-f32", "f32"},
    {Path::RestoredF32, "restored-f32-u8", "u8"},
    {Path::NarrowedI8, "narrowed-int8", "u8"},
    {Path::PixelSums, "u8-int8-sums", "u8"},
    {Path::StaticI8, "static-int8", "f32"},
    {Path::QuantizedI8, "quantized-int8", "f32"},
    {Path::QuantizedSums, "quantized-int8-sums", "f32"},
};

const PathFacts& facts(Path path)
{
    return *std::find_if(std::begin(kPaths), std::end(kPaths), [&](const PathFacts& row) { return row.path == path; });
}

kernels::FloatWeights packPixels(const LinearModel& model)
{
    const auto& [mean, std] = model.normalization;
    return kernels::packFloatForPixels(
        {model.weights.data(), std::size_t{kClasses} * kPixels}, {model.bias.data(), kClasses}, mean, std);
}

bool has(const AnyModel& model, QuantScheme::Input input)
{
    return model.quantized && model.quantized->scheme.input == input;
}

/// Normalised floats go in, which it quantizes.
bool takesFloats(const AnyModel& model)
{
    using Input = QuantScheme::Input;
    return has(model, Input::Dynamic8) || has(model, Input::Dynamic7) || has(model, Input::DynamicRow)
        || has(model, Input::Static);
}

} // namespace

std::string_view pathName(Path path) { return facts(path).name; }

std::string_view pathInput(Path path) { return facts(path).input; }

Path pathBeside(const AnyModel& model, const AnyModel& other)
{
    if (takesFloats(model))
        return has(model, QuantScheme::Input::Static) ? Path::StaticI8 : Path::DynamicI8;
    if (model.original)
        return takesFloats(other) ? Path::F32 : Path::F32Pixels;
    return has(model, QuantScheme::Input::Float) ? Path::RestoredF32 : Path::PixelsI8;
}

BenchInputs::BenchInputs(
    const ImageSet& images, std::size_t first, std::size_t count, const Normalization& normalization, Random& layout)
    : m_normalization(normalization)
{
    first = std::min(first, images.size());
    count = std::min(count, images.size() - first);
    m_labels.assign(images.labels().begin() + static_cast<std::ptrdiff_t>(first),
        images.labels().begin() + static_cast<std::ptrdiff_t>(first + count));
    m_pixels = PlacedArray<std::uint8_t>(count * kPixels + ImageSet::kReadablePadding, layout);
    std::copy_n(images.pixels() + first * kPixels, count * kPixels, m_pixels.data());
}

const float* BenchInputs::floats(Random& layout)
{
    if (m_floats.empty() && count() > 0) {
        m_floats = PlacedArray<float>(count() * kPixels, layout);
        kernels::normalizePixels(pixels(), m_floats.size(), m_normalization.mean, m_normalization.std, m_floats.data());
    }
    return m_floats.data();
}

struct PathWork::Buffers {
    BenchInputsPtr inputs;
    const float* floats = nullptr; ///< of the inputs, where the path wants floats
    PlacedArray<kernels::FloatWeights> floatWeights;
    PlacedArray<kernels::Int8Weights> intWeights;
    std::int32_t top = 255;      ///< of quantized floats
    std::int32_t pixelTop = 255; ///< of narrowed pixels
    kernels::DynamicRange range = kernels::DynamicRange::PerTensor;
    kernels::InputQuantization quantization{}; ///< chosen beforehand
    PlacedArray<std::uint8_t> bytes;           ///< the floats, quantized by it, or the narrowed pixels
    PlacedArray<float> eigenWeights;           ///< [10][784], then the bias [10]
    EigenYardstick eigen = nullptr;
    PlacedArray<std::int32_t> sums;
    PlacedArray<float> logits;
    PlacedArray<std::uint8_t> digits;

    void setWeights(const kernels::FloatWeights& weights, Random& layout)
    {
        floatWeights = PlacedArray<kernels::FloatWeights>(1, layout);
        floatWeights[0] = weights;
    }
    void setWeights(const kernels::Int8Weights& weights, Random& layout)
    {
        intWeights = PlacedArray<kernels::Int8Weights>(1, layout);
        intWeights[0] = weights;
    }
    void setEigen(const LinearModel& model, Random& layout)
    {
        eigen = eigenYardstick();
        eigenWeights = PlacedArray<float>(kClasses * kPixels + kClasses, layout);
        std::copy_n(model.weights.data(), kClasses * kPixels, eigenWeights.data());
        std::copy_n(model.bias.data(), kClasses, eigenWeights.data() + kClasses * kPixels);
    }
    void narrowBeforehand(Random& layout)
    {
        const std::size_t values = inputs->count() * kPixels;
        bytes = PlacedArray<std::uint8_t>(values + ImageSet::kReadablePadding, layout);
        kernels::narrowPixels(inputs->pixels(), values, pixelTop, bytes.data());
    }
    /// By the model's own quantization, or by the range of these very floats.
    void quantizeBeforehand(const QuantizedModel& quantized, Random& layout)
    {
        const std::size_t values = inputs->count() * kPixels;
        quantization = quantized.scheme.input == QuantScheme::Input::Static
            ? quantized.input
            : kernels::chooseInputQuantization(kernels::inputRange(floats, values), top);
        bytes = PlacedArray<std::uint8_t>(values + ImageSet::kReadablePadding, layout);
        kernels::quantizeInput(floats, values, quantization, bytes.data());
    }
};

PathWork::PathWork(
    Path path, const LinearModel& model, const QuantizedModel& quantized, BenchInputsPtr inputs, Random& layout)
    : m_path(path)
    , m_buffers(std::make_shared<Buffers>())
{
    auto& work = *m_buffers;
    work.inputs = std::move(inputs);
    work.logits = PlacedArray<float>(work.inputs->count() * kClasses, layout);
    work.digits = PlacedArray<std::uint8_t>(work.inputs->count(), layout);
    if (facts(path).input == "f32")
        work.floats = work.inputs->floats(layout);
    (quantized.scheme.input == QuantScheme::Input::Pixels ? work.pixelTop : work.top) = quantized.scheme.inputTop();
    if (quantized.scheme.input == QuantScheme::Input::DynamicRow)
        work.range = kernels::DynamicRange::PerRow;
    switch (path) {
    case Path::F32:
        work.setWeights(
            kernels::packFloat({model.weights.data(), kClasses * kPixels}, {model.bias.data(), kClasses}), layout);
        break;
    case Path::F32Pixels:
        work.setWeights(packPixels(model), layout);
        break;
    case Path::RestoredF32:
        work.setWeights(packPixels(quantized.dequantized()), layout);
        break;
    case Path::EigenF32:
        work.setEigen(model, layout);
        break;
    case Path::PixelSums:
    case Path::QuantizedSums:
        work.sums = PlacedArray<std::int32_t>(work.inputs->count() * kClasses, layout);
        [[fallthrough]];
    default:
        work.setWeights(quantized.packed(), layout);
    }
    if (path == Path::StaticI8 || path == Path::QuantizedI8 || path == Path::QuantizedSums)
        work.quantizeBeforehand(quantized, layout);
    if (work.pixelTop < 255 && (path == Path::NarrowedI8 || path == Path::PixelSums))
        work.narrowBeforehand(layout);
}

void PathWork::operator()()
{
    auto& work = *m_buffers;
    const std::size_t count = work.inputs->count();
    const std::uint8_t* const pixels = work.inputs->pixels();
    const std::uint8_t* const narrowed = work.pixelTop < 255 ? work.bytes.data() : pixels;
    float* const logits = work.logits.data();
    std::uint8_t* const digits = work.digits.data();
    switch (m_path) {
    case Path::F32:
        return kernels::classifyF32(work.floats, count, work.floatWeights[0], logits, digits);
    case Path::F32Pixels:
    case Path::RestoredF32:
        return kernels::classifyU8F32(pixels, count, work.floatWeights[0], logits, digits);
    case Path::DynamicI8:
        return kernels::classifyDynamicI8(work.floats, count, work.intWeights[0], work.range, work.top, logits, digits);
    case Path::PixelsI8:
        return kernels::classifyNarrowedU8I8(pixels, count, work.intWeights[0], work.pixelTop, logits, digits);
    case Path::NarrowedI8:
        return kernels::classifyU8I8(narrowed, count, work.intWeights[0], logits, digits);
    case Path::EigenF32:
        return work.eigen(work.floats, count, work.eigenWeights.data(), work.eigenWeights.data() + kClasses * kPixels,
            logits, digits);
    case Path::PixelSums:
        return kernels::sumsU8I8(narrowed, count, work.intWeights[0], work.sums.data());
    case Path::StaticI8:
        return kernels::classifyStaticI8(work.floats, count, work.intWeights[0], work.quantization, logits, digits);
    case Path::QuantizedI8:
        return kernels::classifyQuantizedInput(
            work.bytes.data(), count, work.intWeights[0], work.quantization, logits, digits);
    case Path::QuantizedSums:
        return kernels::sumsU8I8(work.bytes.data(), count, work.intWeights[0], work.sums.data());
    }
}

double PathWork::accuracy() const
{
    const auto digits = m_buffers->digits.view();
    if (digits.empty())
        return 0;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < digits.size(); ++i)
        correct += digits[i] == m_buffers->inputs->labels()[i];
    return static_cast<double>(correct) / static_cast<double>(digits.size());
}

std::array<const void*, 3> PathWork::addresses() const
{
    const auto& work = *m_buffers;
    const void* const images = work.floats ? static_cast<const void*>(work.floats) : work.inputs->pixels();
    const void* const weights = !work.floatWeights.empty() ? static_cast<const void*>(work.floatWeights.data())
        : !work.intWeights.empty()                         ? static_cast<const void*>(work.intWeights.data())
                                                           : work.eigenWeights.data();
    return {images, weights, work.logits.data()};
}

BlockTimer::Factory pathWorks(PathSubject subject, std::vector<Path> paths, std::size_t imagesPerCall)
{
    return [subject = std::move(subject), paths = std::move(paths), imagesPerCall](std::size_t block, Random& layout) {
        const std::size_t places = subject.images->size() / std::max<std::size_t>(imagesPerCall, 1);
        const std::size_t first = places > 1 ? block % places * imagesPerCall : 0;
        const auto inputs =
            std::make_shared<BenchInputs>(*subject.images, first, imagesPerCall, subject.model->normalization, layout);
        BlockTimer::Works works;
        for (const Path path : paths)
            works.emplace_back(PathWork(path, *subject.model, *subject.quantized, inputs, layout));
        return works;
    };
}

} // namespace qlab
