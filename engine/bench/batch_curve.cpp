// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/batch_curve.h"

namespace qlab {
namespace {

constexpr std::size_t kSizes[] = {1, 4, 16, 64, 256, 1'000, 4'000, 10'000};

} // namespace

BatchCurveRun::BatchCurveRun(
    const LinearModel& model, const QuantizedModel& quantized, const ImagesPtr& images, const TimerOptions& options)
{
    for (std::size_t size : kSizes) {
        if (size > images->size())
            break;
        const auto inputs = std::make_shared<BenchInputs>(images, size, model.normalization);
        m_sizes.push_back({size,
            PairedTimer({PathWork(Path::F32Pixels, model, quantized, inputs),
                            PathWork(Path::PixelsI8, model, quantized, inputs)},
                options)});
    }
}

bool BatchCurveRun::step(std::chrono::nanoseconds slice, std::stop_token stop)
{
    for (Size& size : m_sizes) {
        if (size.finished)
            continue;
        size.finished = size.timer.step(slice, stop);
        if (size.finished) {
            const double nsAnImage = 1e6 / static_cast<double>(size.images);
            m_points.push_back({size.images, size.timer.timing(0).medianMs * nsAnImage,
                size.timer.timing(1).medianMs * nsAnImage, size.timer.ratio(0, 1)});
        }
        return m_points.size() == m_sizes.size();
    }
    return true;
}

std::size_t BatchCurveRun::roundsDone() const
{
    std::size_t done = 0;
    for (const Size& size : m_sizes)
        done += size.finished ? size.timer.roundsPlanned() : size.timer.roundsDone();
    return done;
}

std::size_t BatchCurveRun::roundsPlanned() const
{
    std::size_t planned = 0;
    for (const Size& size : m_sizes)
        planned += size.timer.roundsPlanned();
    return planned;
}

std::optional<std::size_t> breakEven(const std::vector<BatchPoint>& points)
{
    std::optional<std::size_t> size;
    for (auto point = points.rbegin(); point != points.rend() && point->quantizedNs < point->originalNs; ++point)
        size = point->images;
    return size;
}

} // namespace qlab
