// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/block_timer.h"
#include "engine/bench/placed_array.h"
#include "engine/data/image_set.h"
#include "engine/model/linear_model.h"
#include "engine/quant/any_model.h"

#include <memory>
#include <string_view>
#include <vector>

namespace qlab {

/// The ways to get from images to digits that the benchmark knows, and the stages of the quantized ones that can be
/// timed alone.
enum class Path {
    F32,         ///< "f32": normalised floats, float weights
    F32Pixels,   ///< "f32-u8": raw pixels, float weights with the normalization folded in
    DynamicI8,   ///< "dynamic-int8": normalised floats, quantized by the block's range or each by its own, int8 weights
    PixelsI8,    ///< "u8-int8": raw pixels, narrowed if the scheme takes pixels of fewer bits, integer weights
    EigenF32,    ///< "eigen-f32": normalised floats through Eigen's matrix product, as a yardstick
    RestoredF32, ///< raw pixels, the quantized weights as floats
    NarrowedI8,  ///< PixelsI8 from pixels that have as many bits as the scheme says already
    PixelSums,   ///< the integer sums of NarrowedI8 alone
    StaticI8,    ///< DynamicI8 with the range known beforehand
    QuantizedI8, ///< StaticI8 from floats that are bytes already
    QuantizedSums ///< the integer sums of QuantizedI8 alone
};
std::string_view pathName(Path path);  ///< the name in qlab bench --json
std::string_view pathInput(Path path); ///< "f32" or "u8"

/// From what the model takes in to digits: raw pixels (behind the steps), but normalised floats for a scheme that
/// quantizes them, dynamically or by a range known beforehand, and for a float model beside one.
Path pathBeside(const AnyModel& model, const AnyModel& other);

/// About so many images go into one call where the test set is worked through from the cache: 784 kB of pixels or
/// 3.1 MB of floats.
inline constexpr std::size_t kPieceImages = 1000;

/// The images that several works share, copied to a place that is drawn anew. Normalised floats are made when a path
/// first wants them, and only once: for 10,000 images they take 31 MB.
class BenchInputs {
public:
    /// Images \p first ... first + \p count - 1 of \p images (as far as there are any).
    BenchInputs(const ImageSet& images, std::size_t first, std::size_t count, const Normalization& normalization,
        Random& layout);

    std::size_t count() const { return m_labels.size(); }
    const std::uint8_t* pixels() const { return m_pixels.data(); }
    std::span<const std::uint8_t> labels() const { return m_labels; }
    const float* floats(Random& layout);

private:
    std::vector<std::uint8_t> m_labels;
    Normalization m_normalization;
    PlacedArray<std::uint8_t> m_pixels;
    PlacedArray<float> m_floats;
};
using BenchInputsPtr = std::shared_ptr<BenchInputs>;

/// The work of one path, prepared: weights packed, outputs allocated, at places of its own. A call classifies all
/// images of its inputs once. Copies share their buffers.
class PathWork {
public:
    PathWork(
        Path path, const LinearModel& model, const QuantizedModel& quantized, BenchInputsPtr inputs, Random& layout);
    Path path() const { return m_path; }
    void operator()();
    /// Of the digits found by the last call, 0 ... 1.
    double accuracy() const;
    /// Where the images, the weights and the logits lie.
    std::array<const void*, 3> addresses() const;

private:
    struct Buffers;
    Path m_path;
    std::shared_ptr<Buffers> m_buffers;
};

/// What a PathTimer works on.
struct PathSubject {
    LinearModelPtr model;
    QuantizedModelPtr quantized;
    ImagesPtr images;
};

/// Works of \p paths for a BlockTimer, in this order: each block takes the next \p imagesPerCall images (all, if there
/// are fewer), the same for all paths, and lays everything out anew.
BlockTimer::Factory pathWorks(PathSubject subject, std::vector<Path> paths, std::size_t imagesPerCall);

} // namespace qlab
