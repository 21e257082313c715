// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/block_timer.h"
#include "engine/data/image_set.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quantized_model.h"

namespace qlab {

/// What lies between the pixels of one image and its digit, microseconds of CPU time on one thread; many images at a
/// time.
struct ImageTime {
    double steps = 0;    ///< the input steps; 0 where there are none
    double original = 0; ///< float weights on raw pixels
    double integers = 0; ///< integer weights: the same for every width, whose integers are bytes to the kernel

    double ofOriginal() const { return steps + original; }
    double ofIntegers() const { return steps + integers; }
    bool measured() const { return integers > 0; }
};

/// Works for a BlockTimer: one image through the steps in each call, the next one each time; each block looks at other
/// images. Precondition: there is an image.
BlockTimer::Factory stepsWork(ImagesPtr images, const InputSteps& steps);

/// Measures it in some hundredths of a second, a step at a time on the caller's thread.
class ImageTimer {
public:
    /// \p raw: the images before the steps of \p model, \p stepped behind them. Precondition: there is an image.
    ImageTimer(const ImagesPtr& raw, const ImagesPtr& stepped, const LinearModelPtr& model);
    /// True when done.
    bool step(std::chrono::nanoseconds slice, const std::stop_token& stop = {});
    ImageTime time() const;

private:
    bool m_hasSteps;
    double m_images; ///< in a call of the models
    BlockTimer m_timer;
};

} // namespace qlab
