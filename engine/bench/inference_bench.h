// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/paired_timer.h"
#include "engine/data/image_set.h"
#include "engine/model/linear_model.h"
#include "engine/quant/quantized_model.h"

#include <memory>
#include <stop_token>
#include <string_view>
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

/// The images that several works share. Normalised floats are made when a path first wants them, and only once: for
/// 10,000 images they take 31 MB.
class BenchInputs {
public:
    /// The first \p count of \p images (all, if there are fewer).
    BenchInputs(ImagesPtr images, std::size_t count, const Normalization& normalization);

    std::size_t count() const { return m_count; }
    const std::uint8_t* pixels() const { return m_images->pixels(); }
    const std::uint8_t* labels() const { return m_images->labels().data(); }
    const float* floats();

private:
    ImagesPtr m_images;
    std::size_t m_count;
    Normalization m_normalization;
    AlignedVector<float> m_floats;
};
using BenchInputsPtr = std::shared_ptr<BenchInputs>;

/// The work of one path, prepared: weights packed, outputs allocated. A call classifies all images of its inputs once.
/// Copies share their buffers.
class PathWork {
public:
    PathWork(Path path, const LinearModel& model, const QuantizedModel& quantized, BenchInputsPtr inputs);
    Path path() const { return m_path; }
    void operator()();
    /// Of the digits found by the last call, 0 ... 1.
    double accuracy() const;

private:
    struct Buffers;
    Path m_path;
    std::shared_ptr<Buffers> m_buffers;
};

/// Times several paths interleaved on the same images.
class BenchRun {
public:
    BenchRun(const LinearModel& model, const QuantizedModel& quantized, const BenchInputsPtr& inputs,
        const std::vector<Path>& paths, const TimerOptions& options);

    void run(std::stop_token stop = {}) { m_timer.run(stop); }
    /// One row a path, in the order given.
    std::vector<BenchRow> rows() const;
    /// Time of \p slow / time of \p fast within each round. Precondition: both were given.
    MedianInterval ratio(Path slow, Path fast) const;

private:
    std::size_t indexOf(Path path) const;

    std::vector<PathWork> m_works;
    PairedTimer m_timer;
};

} // namespace qlab
