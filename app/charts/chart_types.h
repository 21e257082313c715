// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace qlab::app {

/// A closed interval of values, low <= high.
struct Range {
    double low = 0, high = 1;

    double span() const { return high - low; }
    double middle() const { return low + span() / 2; }
    bool contains(double value) const { return value >= low && value <= high; }
    bool operator==(const Range&) const = default;
};

inline Range united(const Range& a, const Range& b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }

/// What a line, bar or point stands for. It decides colour, dash, marker and hatch everywhere (chart_theme.h).
enum class SeriesRole {
    Original,
    Quantized,
    Test, ///< the test set of the same run
    Run1,
    Run2,
    Run3,
    Run4,
    HeldOut, ///< training images of the same run that no step has seen
};

} // namespace qlab::app
