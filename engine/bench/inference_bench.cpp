// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/inference_bench.h"

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
};

const PathFacts& facts(Path path)
{
    return *std::find_if(std::begin(kPaths), std::end(kPaths), [&](const PathFacts& row) { return row.path == path; });
}

} // namespace

std::string_view pathName(Path path) { return facts(path).name; }

std::string_view pathInput(Path path) { return facts(path).input; }

BenchInputs::BenchInputs(ImagesPtr images, std::size_t count, const Normalization& normalization)
    : m_images(std::move(images))
    , m_count(std::min(count, m_images->size()))
    , m_normalization(normalization)
{
}

const float* BenchInputs::floats()
{
    if (m_floats.empty() && m_count > 0) {
        m_floats.resize(m_count * kPixels);
        kernels::normalizePixels(pixels(), m_floats.size(), m_normalization.mean, m_normalization.std, m_floats.data());
    }
    return m_floats.data();
}

struct PathWork::Buffers {
    BenchInputsPtr inputs;
    const float* floats = nullptr; ///< of the inputs, where the path wants floats
    kernels::FloatWeights floatWeights{};
    kernels::Int8Weights intWeights{};
    std::int32_t top = 255; ///< of dynamically quantized inputs
    LinearModel model;      ///< for Eigen
    EigenYardstick eigen = nullptr;
    AlignedVector<float> logits;
    std::vector<std::uint8_t> digits;
};

PathWork::PathWork(Path path, const LinearModel& model, const QuantizedModel& quantized, BenchInputsPtr inputs)
    : m_path(path)
    , m_buffers(std::make_shared<Buffers>())
{
    auto& work = *m_buffers;
    work.inputs = std::move(inputs);
    work.logits.resize(work.inputs->count() * kClasses);
    work.digits.resize(work.inputs->count());
    if (facts(path).input == "f32")
        work.floats = work.inputs->floats();
    const std::span<const float> weights(model.weights.data(), kClasses * kPixels);
    const std::span<const float> bias(model.bias.data(), kClasses);
    if (path == Path::F32)
        work.floatWeights = kernels::packFloat(weights, bias);
    if (path == Path::F32Pixels)
        work.floatWeights =
            kernels::packFloatForPixels(weights, bias, model.normalization.mean, model.normalization.std);
    if (path == Path::EigenF32) {
        work.model = model;
        work.eigen = eigenYardstick();
    }
    if (path == Path::DynamicI8 || path == Path::PixelsI8)
        work.intWeights = quantized.packed();
    if (quantized.scheme.input == QuantScheme::Input::Dynamic7)
        work.top = 127;
}

void PathWork::operator()()
{
    auto& work = *m_buffers;
    const std::size_t count = work.inputs->count();
    float* const logits = work.logits.data();
    std::uint8_t* const digits = work.digits.data();
    switch (m_path) {
    case Path::F32:
        kernels::classifyF32(work.floats, count, work.floatWeights, logits, digits);
        break;
    case Path::F32Pixels:
        kernels::classifyU8F32(work.inputs->pixels(), count, work.floatWeights, logits, digits);
        break;
    case Path::DynamicI8:
        kernels::classifyDynamicI8(
            work.floats, count, work.intWeights, kernels::DynamicRange::PerTensor, work.top, logits, digits);
        break;
    case Path::PixelsI8:
        kernels::classifyU8I8(work.inputs->pixels(), count, work.intWeights, logits, digits);
        break;
    case Path::EigenF32:
        work.eigen(work.floats, count, work.model.weights.data(), work.model.bias.data(), logits, digits);
        break;
    }
}

double PathWork::accuracy() const
{
    const auto& work = *m_buffers;
    if (work.digits.empty())
        return 0;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < work.digits.size(); ++i)
        correct += work.digits[i] == work.inputs->labels()[i];
    return static_cast<double>(correct) / static_cast<double>(work.digits.size());
}

namespace {

std::vector<PathWork> makeWorks(const LinearModel& model, const QuantizedModel& quantized, const BenchInputsPtr& inputs,
    const std::vector<Path>& paths)
{
    std::vector<PathWork> works;
    for (Path path : paths)
        works.emplace_back(path, model, quantized, inputs);
    return works;
}

} // namespace

BenchRun::BenchRun(const LinearModel& model, const QuantizedModel& quantized, const BenchInputsPtr& inputs,
    const std::vector<Path>& paths, const TimerOptions& options)
    : m_works(makeWorks(model, quantized, inputs, paths))
    , m_timer({m_works.begin(), m_works.end()}, options)
{
}

std::vector<BenchRow> BenchRun::rows() const
{
    std::vector<BenchRow> rows;
    for (std::size_t i = 0; i < m_works.size(); ++i)
        rows.push_back({m_works[i].path(), m_timer.timing(i), m_works[i].accuracy()});
    return rows;
}

std::size_t BenchRun::indexOf(Path path) const
{
    const auto same = [path](const PathWork& work) { return work.path() == path; };
    return static_cast<std::size_t>(std::find_if(m_works.begin(), m_works.end(), same) - m_works.begin());
}

MedianInterval BenchRun::ratio(Path slow, Path fast) const { return m_timer.ratio(indexOf(slow), indexOf(fast)); }

} // namespace qlab
