// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/features/feature_maker.h"

#include <chrono>
#include <stop_token>

namespace qlab {

/// \p steps with the strength that the training images give: 255 stands for the 99.95th percentile of their features.
/// Steps without gradients come back as they are. \p sample: images looked at, spread evenly.
InputSteps calibrated(InputSteps steps, const Dataset& data, std::size_t sample = 1000);

/// Puts the images of a data set through steps, a slice at a time on the caller's thread: training images in the order
/// of the split, then the test images.
class SteppedDataMaker {
public:
    /// Precondition: validate(steps) was ok, and \p data have gone through no steps.
    SteppedDataMaker(DatasetPtr data, const InputSteps& steps);
    /// True when all are there.
    bool step(std::chrono::nanoseconds slice, const std::stop_token& stop = {});
    /// Precondition: step() was true. Once.
    DatasetPtr take();

private:
    DatasetPtr m_data;
    FeatureMaker m_maker;
    std::shared_ptr<ImageSet> m_train, m_test;
    std::size_t m_done = 0; ///< of both
};

/// All at once. Null if stopped. With steps that are none(), \p data itself.
DatasetPtr withSteps(const DatasetPtr& data, const InputSteps& steps, const std::stop_token& stop = {});

} // namespace qlab
