// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/paired_timer.h"
#include "engine/data/image_set.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quantized_model.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qlab {

/// The ways to get from images to digits that the benchmark knows.
enum class Path {
    F32,       ///< "f32": normalised floats, float weights
    F32Pixels, ///< "f32-u8": raw pixels, float weights with the normalization folded in
    DynamicI8, ///< "dynamic-int8": normalised floats, quantized by the block's range, int8 weights
    PixelsI8,  ///< "u8-int8": raw pixels, integer weights
    EigenF32,  ///< "eigen-f32": normalised floats through Eigen's matrix product, as a yardstick
};
std::string_view pathName(Path path);  ///< the name in qlab bench --json
std::string_view pathInput(Path path); ///< "f32" or "u8"

/// One measured row.
struct BenchRow {
    Path path = Path::F32;
    Timing timing;       ///< from the prepared input in memory to digits (logits and argmax), one thread
    double accuracy = 0; ///< of what was timed, 0 ... 1
};

/// The work of one path, prepared: inputs made, weights packed, outputs allocated. Shares the images.
class PathWork {
public:
    PathWork(Path path, const LinearModel& model, const QuantizedModel& quantized, ImagesPtr images, std::size_t count);
    Path path() const { return m_path; }
    /// Classifies the \p count images once.
    void operator()();
    /// Of the digits found by the last call, 0 ... 1.
    double accuracy() const;

private:
    struct Buffers;
    Path m_path;
    std::shared_ptr<Buffers> m_buffers;
};

/// Times the given paths interleaved on the first \p count images.
std::vector<BenchRow> runPaths(const LinearModel& model, const QuantizedModel& quantized, ImagesPtr images,
    std::size_t count, const std::vector<Path>& paths, const TimerOptions& options, std::stop_token stop = {});

} // namespace qlab
