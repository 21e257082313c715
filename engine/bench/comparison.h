// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/paired_timer.h"
#include "engine/data/image_set.h"
#include "engine/model/evaluation.h"
#include "engine/model/statistics.h"
#include "engine/quant/quantized_model.h"

#include <string>

namespace qlab {

/// One model's figures.
struct ModelFigures {
    std::size_t correct = 0;
    Interval accuracy95;   ///< Wilson, proportions
    std::size_t bytes = 0; ///< of the file as written
    Timing batch;          ///< the whole test set in one call, from raw pixels to digits, ms
    Timing single;         ///< one image a call, warm, ms
};

/// The table of the lab: original and quantized on the same images.
struct Comparison {
    std::size_t images = 0;
    ModelFigures original, quantized;
    McNemar accuracy;          ///< first = original, second = quantized
    MedianInterval batchRatio; ///< original time / quantized time from the pairs: above 1 the quantized is faster
    MedianInterval singleRatio;
    /// The report's way, from normalised floats: f32 against dynamic int8.
    Timing floatInputOriginal, floatInputQuantized;
    MedianInterval floatInputRatio;

    double originalAccuracy() const { return static_cast<double>(original.correct) / static_cast<double>(images); }
    double quantizedAccuracy() const { return static_cast<double>(quantized.correct) / static_cast<double>(images); }
    double sizeRatio() const { return static_cast<double>(original.bytes) / static_cast<double>(quantized.bytes); }
};

struct ComparisonInput {
    const LinearModel& model;
    const QuantizedModel& quantized;
    ImagesPtr test;
    std::size_t originalBytes = 0, quantizedBytes = 0; ///< of the files as written
};
/// Evaluates and times both models on all of \p input.test.
Comparison compare(const ComparisonInput& input, const TimerOptions& options, std::stop_token stop = {});

/// The comparison in words: a headline of a few words and one sentence with the figures.
struct Verdict {
    enum class Tone { Good, Mixed, Bad };
    Tone tone = Tone::Good;
    std::string headline; ///< "Smaller, faster, as accurate"
    std::string sentence;
};
Verdict verdict(const Comparison& comparison);

} // namespace qlab
