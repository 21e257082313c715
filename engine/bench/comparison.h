// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/paired_timer.h"
#include "engine/data/image_set.h"
#include "engine/kernels/byte_cost.h"
#include "engine/model/evaluation.h"
#include "engine/model/statistics.h"
#include "engine/quant/quantized_model.h"

#include <optional>
#include <string>
#include <vector>

namespace qlab {

/// One model's figures.
struct ModelFigures {
    std::size_t correct = 0;
    Interval accuracy95;   ///< Wilson, proportions
    std::size_t bytes = 0; ///< of the file as written
    Timing batch;          ///< the whole test set in one call, from raw pixels to digits, ms
    Timing single;         ///< one image a call, warm, ms
};

/// The table of the lab: original and quantized on the same images. Times start at raw pixels for both models, but for
/// a scheme that quantizes its input dynamically, which starts at normalised floats: so does its original then.
struct Comparison {
    std::size_t images = 0;
    bool fromFloats = false; ///< the times of both models start at normalised floats, not at raw pixels
    ModelFigures original, quantized;
    McNemar accuracy;          ///< first = original, second = quantized
    MedianInterval batchRatio; ///< original time / quantized time from the pairs: above 1 the quantized is faster
    MedianInterval singleRatio;
    /// The report's way, from normalised floats: f32 against dynamic int8.
    Timing floatInputOriginal, floatInputQuantized;
    MedianInterval floatInputRatio;
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
};

/// Makes a Comparison a slice at a time: evaluates both models, then times three pairs (whole set, single image, from
/// normalised floats). Runs on the caller's thread; nothing else should run meanwhile.
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
    struct Pair;
    Comparison m_result;
    std::vector<Pair> m_pairs;
};

/// The whole of it at once.
Comparison compare(const ComparisonInput& input, const TimerOptions& options, std::stop_token stop = {});

/// The comparison in words: a headline of a few words and a sentence with the figures. A difference in accuracy with
/// p >= 0.05 is no real change; a ratio of times whose interval contains 1 is "as fast".
struct Verdict {
    enum class Tone { Good, Mixed, Bad };
    Tone tone = Tone::Good;
    std::string headline; ///< "Smaller, faster, as accurate"
    std::string sentence;
    std::vector<std::string> figures; ///< the parts of the sentence to set in bold, in order
};
Verdict verdict(const Comparison& comparison);

} // namespace qlab
