// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qlab {

/// Everything that decides how float weights become integers.
///
/// real = scale * (q - zeroPoint). With b bits, qmin = -2^(b-1), qmax = 2^(b-1) - 1 and Q = qmax (b = 1: q is -1 or
/// +1):
///   symmetric, restricted   scale = c / Q,             q = clamp(round(w / scale), -Q, Q)                zeroPoint 0
///   symmetric, full         scale = c / (Q + 1/2),     q = clamp(round(w / scale), qmin, qmax)           zeroPoint 0
///   affine                  lo = max(min(w, 0), -c), hi = min(max(w, 0), c), scale = (hi - lo) / (2^b - 1),
///                           zeroPoint = clamp(qmin - rne(lo / scale), qmin, qmax),
///                           q = clamp(round(w / scale) + zeroPoint, qmin, qmax)
///   symmetric, odd          scale = c / (2^b - 1),     q = the odd number next to w / scale, within +-(2^b - 1): no
///   zero fixed                   scale = 2^-exponent,       q = clamp(round(w / scale), qmin, qmax) zeroPoint 0
/// where c is the clipping limit that the range rule chooses, over the tensor or over each row. Scales are rounded to
/// float before the division, which is done in float; they are at least the smallest normal float. One bit, affine or
/// not: q = +1 for w >= 0, else -1; scale = mean |w| for LeastSquares (which it is), 2^-exponent for Fixed, that of
/// logit_range.h for LeastLogits, else c.
/// Wrapping, as a plain integer cast, knows no restricted grid: it always uses qmin ... qmax.
/// A codebook (isCodebook()) has 2^b integers of its own for the tensor or for each row, chosen from the weights
/// (codebook.h), each weight on the nearest: no clipping limit, no overflow, nothing to round.
/// Sources: the quantization specifications of PyTorch (torch.ao.quantization observers), TensorFlow Lite and ONNX.
struct QuantScheme {
    enum class Granularity { PerTensor, PerChannel };
    enum class Zero { Symmetric, Affine };
    enum class Levels {
        Restricted,
        Full,
        Odd,      ///< "mid-rise": 2^b levels on both sides of zero and none on it; like Full where it has no meaning,
                  ///< isOdd()
        Codebook, ///< the 2^b levels that optimal k-means finds, on the int8 grid (codebook.h); like Full where it has
                  ///< no meaning, isCodebook()
    };
    enum class Range {
        Fixed,        ///< scale 2^-exponent whatever the weights are: the lab report's way
        MinMax,       ///< c = max |w|: nothing is clipped
        Percentile,   ///< c = the given percentile of |w|, linear between order statistics
        LeastSquares, ///< c = g * max |w| for the g in 0.01 ... 1.00 (397 steps) with the least sum of squared errors
        Manual,       ///< c as given
        Sigmas,       ///< c = the given number of times the root mean square of w
        LeastLogits,  ///< c as LeastSquares, but with the least error of the logits on training images (logit_range.h)
    };
    enum class Overflow {
        Saturate,
        Wrap, ///< modulo 2^b, as a plain integer cast does: shown because it happens to people
    };
    enum class Rounding {
        NearestEven,
        NearestAway,
        TowardZero,
        Floor,
        Stochastic, ///< up with the probability of the fraction, by the seed: right in the mean (a sign: of (w/s + 1) /
                    ///< 2)
        DataAware,  ///< so that the answers on training images change least (data_aware.h); always saturates
    };
    enum class Input {
        Pixels,     ///< raw uint8 pixels u, exact: the normalization is folded into scale and bias; of fewer bits
                    ///< rne(u inputTop() / 255)
        Dynamic8,   ///< normalised floats, quantized to uint8 by each batch's own range (PyTorch qnnpack, ONNX Runtime)
        Dynamic7,   ///< the same to 0 ... 127 (PyTorch on x86: reduce_range)
        Float,      ///< normalised floats times the restored weights: what rounding the weights alone does
        DynamicRow, ///< as Dynamic8, but each image by its own range: no answer depends on the images beside it
        Static,     ///< the same by one range that training images span, chosen beforehand (input_range.h)
    };

    enum class Bias {
        Float,
        Int32, ///< on the scale of the products, as TensorFlow Lite, where it is known beforehand (bias_grid.h)
        Int16, ///< one symmetric grid for the ten of them, as the next
        Int8,
    };

    int bits = 8; ///< 1 ... 8
    Granularity granularity = Granularity::PerChannel;
    Zero zero = Zero::Symmetric;
    Levels levels = Levels::Restricted;
    Range range = Range::MinMax;
    int exponent = 7;         ///< Fixed: scale = 2^-exponent, -8 ... 16
    double percentile = 99.9; ///< Percentile: above 50, at most 100
    double clip = 1.0;        ///< Manual: above 0, in units of the weights
    double sigmas = 3.0;      ///< Sigmas: above 0, at most 100
    Overflow overflow = Overflow::Saturate;
    Rounding rounding = Rounding::NearestEven;
    int seed = 1; ///< Stochastic: 0 or more
    Input input = Input::Pixels;
    /// Bytes that the packed weights of all rows may take, 0 ... 7840: each row has a width of its own then, 1 ...
    /// bits, chosen by row_widths.h. 0: every row has the width `bits`. Counts where hasRowWidths().
    int budget = 0;
    int inputBits = 8;            ///< where hasInputBits(): 1 ... 8
    int calibrationImages = 1000; ///< Static: of the first training images, 1 or more; all, if there are fewer
    Bias bias = Bias::Float;

    bool operator==(const QuantScheme&) const = default;

    int qmin() const; ///< smallest integer of the grid: -Q if it is restricted
    int qmax() const; ///< largest integer of the grid
    /// The integers of the grid are odd: a sign, or Levels::Odd where it counts (2 to 7 bits, symmetric, saturating,
    /// no fixed scale).
    bool isOdd() const;
    /// Levels::Codebook where it counts: symmetric, 1 to 7 bits (eight have room for the whole int8 grid). Range,
    /// overflow and rounding have no say then, but for Rounding::DataAware. qmin and qmax are those of the int8 grid.
    bool isCodebook() const;
    /// One bit, and no codebook: -1 or +1.
    bool isSign() const { return bits == 1 && !isCodebook(); }
    /// Rows of different widths: with a budget, per channel, no fixed scale and no codebook. What the functions above
    /// say is true of rows of the full width then; ask that of the row's (rowScheme()).
    bool hasRowWidths() const;
    /// The input's width is inputBits: of all but Dynamic7, whose name says it, and Float.
    bool hasInputBits() const { return input != Input::Dynamic7 && input != Input::Float; }
    /// The highest level of the input, whose lowest is 0: 2^inputBits - 1, or 127 for Dynamic7. 255 for Float, which
    /// has none.
    std::int32_t inputTop() const;
};

/// All the rules beside the fields.
Status validate(const QuantScheme& scheme);

/// True if the model takes something from training images, which quantize() does not see. For quantizeOn() of
/// data_aware.h.
bool needsImages(const QuantScheme& scheme);
/// The costlier part of it, for which images are measured first (input_curvature.h): integers chosen with them in mind,
/// by data-aware rounding or the range LeastLogits, where there is one.
bool needsCurvature(const QuantScheme& scheme);

/// The same scheme at another width; a fixed scale of 2^(bits - 1) stays one, so that it goes on covering [-1, 1).
QuantScheme withBits(QuantScheme scheme, int bits);

/// What a row of so many bits follows: the scheme at that width, without a budget.
QuantScheme rowScheme(const QuantScheme& scheme, int bits);

/// A scheme with a name that the command line and the window share: "lab" (the report's), "dynamic" (PyTorch's),
/// "tensor", "channel", "affine", "4bit", "3bit", "ternary", "sign", "4bit-aware", "sign-aware".
struct SchemePreset {
    std::string_view key;
    QuantScheme scheme;
};
const std::vector<SchemePreset>& schemePresets();
/// The lab report's: what everything begins with.
QuantScheme defaultScheme();
/// The preset of that key; the error lists the keys.
Result<QuantScheme> parseScheme(const std::string& key);

/// The enumerators' names in files: "per-channel", "least-squares" ... and back.
std::string_view name(QuantScheme::Granularity value);
std::string_view name(QuantScheme::Zero value);
std::string_view name(QuantScheme::Levels value);
std::string_view name(QuantScheme::Range value);
std::string_view name(QuantScheme::Overflow value);
std::string_view name(QuantScheme::Rounding value);
std::string_view name(QuantScheme::Input value);
std::string_view name(QuantScheme::Bias value);

/// The whole scheme as "key=value" pairs separated by blanks, for files, in the order of the struct: every field up to
/// the input; of those that came later, the ones that differ from their default.
std::string schemeToText(const QuantScheme& scheme);
/// Reads that back, in any order; what is not there keeps its default. Fails on an unknown key or value and on a
/// scheme that validate() refuses.
Result<QuantScheme> schemeFromText(std::string_view text);

} // namespace qlab
