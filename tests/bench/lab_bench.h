// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/block_timer.h"
#include "engine/data/data_source.h"
#include "engine/data/split.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quantized_model.h"

#include <filesystem>
#include <string>
#include <vector>

/// What the parts of lab_bench share. All of it runs on the main thread.
namespace qlab::lab_bench {

/// The lab as the benchmarks find it: data in the official split, a model trained by the default recipe, and its
/// integers by the lab scheme.
struct Lab {
    DataSource source;
    DatasetPtr data;
    LinearModel model;
    QuantizedModel quantized;
};

/// A line of figures: what, then median and the 10th to 90th percentile.
void printHeading(const std::string& title);
void printLine(const std::string& what, const Timing& timing, const std::string& unit = "ms", double perMs = 1);
void printNote(const std::string& what, const std::string& text);

/// Every way from images to digits, an epoch of training and single images, on each target of this CPU.
void benchTargets(const Lab& lab);
/// A step of a slider: requantize the weights and classify 12,000 images, without and with what the window wants.
void benchSlider(const Lab& lab);
/// Reading the data.
void benchLoading(const Lab& lab);

/// What a number of images takes; times in ms.
struct Growth {
    std::size_t images = 0;
    double loadMs = 0, trainMs = 0, floatMs = 0, integerMs = 0;
    double residentMb = 0; ///< held by the process afterwards
};
/// From 1,000 to \p most images, shifted copies of the data; files go to \p scratch and are removed.
std::vector<Growth> benchScaling(const Lab& lab, std::size_t most, const std::filesystem::path& scratch);
/// A picture of their times, both axes in decades, as an SVG file. Precondition: at least two points.
Status saveGrowthChart(const std::vector<Growth>& points, const std::string& path);

} // namespace qlab::lab_bench
