// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/image_time.h"
#include "engine/data/split.h"
#include "engine/lab/sweep_plan.h"
#include "engine/model/statistics.h"
#include "engine/quant/quantized_model.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace qlab {

/// One model of a sweep, judged on the whole test set.
struct SweepPoint {
    SweepConfiguration configuration;
    LinearModelPtr original; ///< the float model that it was rounded from, or trained on from
    QuantizedModelPtr model; ///< as its compact file gives it back
    std::size_t correct = 0; ///< of the test images
    std::size_t images = 0;
    std::size_t bytes = 0; ///< of the compact file (compact_file.h), header included
    Interval accuracy95;   ///< Wilson's, a proportion
    McNemar against;       ///< first = the sweep's original model, second = this one
    ImageTime time;        ///< that its input takes
    double seconds = 0;    ///< that quantizing or training and judging took

    double accuracy() const { return static_cast<double>(correct) / static_cast<double>(images); }
};
using SweepPointPtr = std::shared_ptr<const SweepPoint>;

/// A kind of input and its float model.
struct SweepInput {
    LinearModelPtr model; ///< its steps say which input
    std::size_t correct = 0, images = 0;
    ImageTime time;

    double accuracy() const { return static_cast<double>(correct) / static_cast<double>(images); }
};

/// Makes and judges every model of a plan, a slice at a time on the caller's thread. Same data, original and options:
/// the same points, but for the times.
class Sweep {
public:
    /// \p data: without steps. \p original: trained on them; models of other inputs train their own, and so do the
    /// pixels as they are if the original has steps.
    Sweep(DatasetPtr data, LinearModelPtr original, const SweepOptions& options);
    ~Sweep();

    /// Runs for about \p budget. True when all points are there. A slice holds at most one rounding: some milliseconds,
    /// data-aware ones some tens.
    bool step(std::chrono::nanoseconds budget, const std::stop_token& stop = {});

    std::size_t planned() const; ///< models in all
    /// Points and inputs so far, in the order in which they were made. Valid until the next step.
    const std::vector<SweepPointPtr>& points() const;
    const std::vector<SweepInput>& inputs() const;

private:
    struct Work;
    std::unique_ptr<Work> m_work;
};

} // namespace qlab
