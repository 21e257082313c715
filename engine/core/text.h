// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace qlab {

/// Numbers as text, independent of the locale: a dot as the decimal mark. For files, and the base of what is shown.

/// Fixed decimals: fixedText(0.5, 2) = "0.50".
std::string fixedText(double value, int decimals);
/// The shortest text that reads back as the same double.
std::string exactText(double value);
/// Thousands separated by commas: groupedText(10000) = "10,000".
std::string groupedText(std::int64_t value);

} // namespace qlab
