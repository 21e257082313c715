// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/batch_curve.h"

namespace qlab {
namespace {

/// Besides the whole set.
constexpr std::size_t kSizes[] = {1, 4, 16, 64, 256, kPieceImages, 4'000};

BatchPoint pointOf(
    std::size_t images, double calls, const Timing& original, const Timing& quantized, const MedianInterval& ratio)
{
    const double nsAnImage = 1e6 / (static_cast<double>(images) * calls);
    return {images, original.medianMs * nsAnImage, quantized.medianMs * nsAnImage, ratio};
}

/// What \p comparison says of calls of \p images from raw pixels with integer weights.
std::optional<BatchPoint> known(const Comparison& comparison, std::size_t images)
{
    const ModelFigures &original = comparison.original, &quantized = comparison.quantized;
    const auto figures = [&](Timing ModelFigures::*time, const MedianInterval& ratio, double calls) {
        return (original.*time).repetitions > 0
            ? std::optional(pointOf(images, calls, original.*time, quantized.*time, ratio))
            : std::nullopt;
    };
    if (images == 1)
        return figures(&ModelFigures::single, comparison.singleRatio, 1);
    if (images == comparison.imagesPerCall)
        return figures(&ModelFigures::batch, comparison.batchRatio,
            static_cast<double>(comparison.images) / static_cast<double>(images));
    if (images == comparison.images)
        return figures(&ModelFigures::streamed, comparison.streamedRatio, 1);
    return {};
}

} // namespace

BatchCurveRun::BatchCurveRun(const PathSubject& subject, const Comparison& comparison, const TimerOptions& options)
{
    std::vector<std::size_t> sizes;
    for (const std::size_t size : kSizes)
        if (size < comparison.images)
            sizes.push_back(size);
    sizes.push_back(comparison.images);
    for (const std::size_t size : sizes) {
        Size entry{size, {}, {}};
        if (subject.quantized->scheme.input == QuantScheme::Input::Pixels)
            entry.known = known(comparison, size);
        if (!entry.known)
            entry.timer.emplace(pathWorks(subject, {Path::F32Pixels, Path::PixelsI8}, size), options);
        m_sizes.push_back(std::move(entry));
    }
}

bool BatchCurveRun::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    for (std::size_t next = m_points.size(); next < m_sizes.size(); next = m_points.size()) {
        Size& size = m_sizes[next];
        if (size.timer) {
            if (size.timer->step(slice, stop))
                m_points.push_back(
                    pointOf(size.images, 1, size.timer->timing(0), size.timer->timing(1), size.timer->ratio(0, 1)));
            break;
        }
        m_points.push_back(*size.known);
    }
    return m_points.size() == m_sizes.size();
}

std::size_t BatchCurveRun::roundsDone() const
{
    std::size_t done = 0;
    for (const Size& size : m_sizes)
        done += size.timer ? size.timer->roundsDone() : 0;
    return done;
}

std::size_t BatchCurveRun::roundsPlanned() const
{
    std::size_t planned = 0;
    for (const Size& size : m_sizes)
        planned += size.timer ? size.timer->roundsPlanned() : 0;
    return planned;
}

TimingQuality BatchCurveRun::quality() const
{
    TimingQuality quality;
    for (const Size& size : m_sizes)
        if (size.timer)
            quality = together(quality, size.timer->quality());
    return quality;
}

std::optional<std::size_t> breakEven(const std::vector<BatchPoint>& points)
{
    std::optional<std::size_t> size;
    for (auto point = points.rbegin(); point != points.rend() && point->quantizedNs < point->originalNs; ++point)
        size = point->images;
    return size;
}

} // namespace qlab
