// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/breakdown.h"
#include "engine/bench/path_work.h"
#include "engine/bench/timing_quality.h"
#include "engine/kernels/byte_cost.h"
#include "engine/model/divergence.h"
#include "engine/model/evaluation.h"
#include "engine/model/statistics.h"

#include <optional>
#include <vector>

namespace qlab {

/// One model's figures.
struct ModelFigures {
    std::size_t correct = 0;
    Interval accuracy95;   ///< Wilson, proportions
    std::size_t bytes = 0; ///< of the file as written
    Timing batch;          ///< as many images as the test set has, in pieces that the caches hold, to digits, ms
    Timing single;         ///< one image a call, the same again and again, ms
    Timing streamed;       ///< the whole test set in one call, read from the last cache or from memory, ms
};

/// The table of the lab: original and quantized on the same images. Times start at raw pixels for both models, but for
/// a scheme that quantizes its normalised input, which starts at those floats: so does its original then.
struct Comparison {
    std::size_t images = 0;
    std::size_t imagesPerCall = 0; ///< of the batch times
    bool fromFloats = false;       ///< the times of both models start at normalised floats, not at raw pixels
    ModelFigures original, quantized;
    McNemar accuracy;          ///< first = original, second = quantized
    Divergence divergence;     ///< of the quantized from the original
    MedianInterval batchRatio; ///< original time / quantized time: above 1 the quantized is faster
    MedianInterval singleRatio;
    MedianInterval streamedRatio; ///< unmeasured where one piece is the whole test set
    /// The report's way, from normalised floats: f32 against dynamic int8 (static int8 for a static input), in pieces.
    /// The batch times, if fromFloats.
    Timing floatInputOriginal, floatInputQuantized;
    MedianInterval floatInputRatio;
    /// What one image takes to go through the input steps, ms, the same for both models and in none of the times above.
    /// Not measured where there are no steps.
    Timing steps;
    std::optional<Breakdown> breakdown;           ///< once both its halves are measured
    TimingQuality quality;                        ///< of all times together
    std::optional<kernels::ByteCost> withoutVnni; ///< where the integer products miss it

    double originalAccuracy() const { return static_cast<double>(original.correct) / static_cast<double>(images); }
    double quantizedAccuracy() const { return static_cast<double>(quantized.correct) / static_cast<double>(images); }
    double sizeRatio() const { return static_cast<double>(original.bytes) / static_cast<double>(quantized.bytes); }
};

struct ComparisonInput {
    LinearModelPtr model;
    QuantizedModelPtr quantized;
    ImagesPtr test;
    std::size_t originalBytes = 0, quantizedBytes = 0; ///< of the files as written
    ImagesPtr beforeSteps{}; ///< the same test images as they were before the model's input steps; null without steps
};

/// Makes a Comparison a slice at a time: evaluates both models, then times them from pixels, from normalised floats,
/// one image at a time, and streaming the whole set. Table and breakdown take their figures from the same rounds. Runs
/// on the caller's thread; nothing else should run meanwhile.
class ComparisonRun {
public:
    ComparisonRun(ComparisonInput input, const TimerOptions& options);
    ~ComparisonRun();
    /// Goes on for about \p slice; true when all is measured.
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {});
    /// What is known so far: accuracies and sizes from the start, each timing from its first rounds on.
    const Comparison& result() const { return m_result; }
    std::size_t roundsDone() const;
    std::size_t roundsPlanned() const;

private:
    struct Group;
    void publish(const Group& group);

    Comparison m_result;
    Breakdown m_breakdown; ///< as far as it is measured
    std::vector<Group> m_groups;
};

/// The whole of it at once.
Comparison compare(const ComparisonInput& input, const TimerOptions& options, std::stop_token stop = {});

} // namespace qlab
