// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <string>

namespace qlab {

/// What the model does to a pixel p (0 ... 255) before it multiplies: x = (p / 255 - mean) / std, in float.
/// A property of the model, folded into weights and bias wherever raw pixels go in.
struct Normalization {
    float mean = 0.1307f;
    float std = 0.3081f; ///< above 0

    float apply(std::uint8_t pixel) const { return (static_cast<float>(pixel) / 255.0f - mean) / std; }
    bool operator==(const Normalization&) const = default;

    static Normalization mnist() { return {0.1307f, 0.3081f}; } ///< mean and deviation of MNIST's training pixels
    static Normalization half() { return {0.5f, 0.5f}; }        ///< to [-1, 1], as the report
    static Normalization unit() { return {0.0f, 1.0f}; }        ///< to [0, 1]
};

/// Reads "mnist", "half", "unit" or "MEAN/STD" as numbers ("0.2/0.35"; STD above 0).
Result<Normalization> parseNormalization(const std::string& text);
/// The text that parseNormalization reads back as the same value: a name where there is one.
std::string normalizationText(const Normalization& normalization);

} // namespace qlab
