// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace qlab {

/// Which numbers a setting takes.
struct NumberRange {
    double low = 0, high = 0;
    bool whole = false;                           ///< no fraction
    bool withoutLow = false, withoutHigh = false; ///< the end itself is left out

    /// False for what is not a number, too.
    bool holds(double value) const
    {
        return (withoutLow ? value > low : value >= low) && (withoutHigh ? value < high : value <= high);
    }
};

/// "from 1 to 10,000", "above 0, at most 100", "from 0 up to below 1"
std::string rangeText(const NumberRange& range);

} // namespace qlab
