// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/image_time.h"

#include "engine/bench/path_work.h"
#include "engine/features/feature_maker.h"

#include <algorithm>
#include <iterator>

namespace qlab {
namespace {

constexpr std::size_t kStepsImages = 200;
/// Times here are seen on a logarithmic scale: a few percent more or less do not move a point.
TimerOptions brief()
{
    TimerOptions options;
    options.rounds = 40;
    options.blocks = 4;
    options.budget = std::chrono::milliseconds(60);
    return options;
}

QuantizedModelPtr inBytes(const LinearModel& model)
{
    return std::make_shared<QuantizedModel>(quantize(model, QuantScheme{}));
}

BlockTimer::Factory works(const ImagesPtr& raw, const ImagesPtr& stepped, const LinearModelPtr& model)
{
    auto models = pathWorks({model, inBytes(*model), stepped}, {Path::F32Pixels, Path::PixelsI8}, kPieceImages);
    if (model->steps.none())
        return models;
    return [models = std::move(models), steps = stepsWork(raw, model->steps)](std::size_t block, Random& layout) {
        BlockTimer::Works all = models(block, layout);
        std::ranges::move(steps(block, layout), std::back_inserter(all));
        return all;
    };
}

} // namespace

BlockTimer::Factory stepsWork(ImagesPtr images, const InputSteps& steps)
{
    return [images = std::move(images), maker = std::make_shared<FeatureMaker>(steps)](std::size_t block, Random&) {
        const std::size_t count = std::min(kStepsImages, images->size());
        const std::size_t first = block * count % (images->size() - count + 1);
        return BlockTimer::Works{[=, next = std::size_t{0}, features = std::array<std::uint8_t, kPixels>{}]() mutable {
            maker->make(images->image(first + next), features);
            next = (next + 1) % count;
        }};
    };
}

ImageTimer::ImageTimer(const ImagesPtr& raw, const ImagesPtr& stepped, const LinearModelPtr& model)
    : m_hasSteps(!model->steps.none())
    , m_images(static_cast<double>(std::min(kPieceImages, stepped->size())))
    , m_timer(works(raw, stepped, model), brief())
{
}

bool ImageTimer::step(std::chrono::nanoseconds slice, const std::stop_token& stop) { return m_timer.step(slice, stop); }

ImageTime ImageTimer::time() const
{
    constexpr double kMicroseconds = 1000; // a millisecond
    ImageTime time;
    if (!m_timer.hasFigures())
        return time;
    time.original = kMicroseconds * m_timer.timing(0).medianMs / m_images;
    time.integers = kMicroseconds * m_timer.timing(1).medianMs / m_images;
    time.steps = m_hasSteps ? kMicroseconds * m_timer.timing(2).medianMs : 0;
    return time;
}

} // namespace qlab
