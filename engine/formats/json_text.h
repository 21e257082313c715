// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace qlab {

using OrderedJson = nlohmann::ordered_json;

/// JSON for people: what holds only scalars stands on one line, the rest is indented by two blanks. Ends with a line
/// break. Text that is not UTF-8 gets replacement characters; numbers that are not finite become null.
std::string jsonText(const OrderedJson& value);

/// The double nearest to the shortest decimal of \p value: 0.01f becomes 0.01, not 0.0099999998.
double decimal(float value);

} // namespace qlab
