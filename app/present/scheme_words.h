// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quant_scheme.h"

#include <QString>

#include <string>

namespace qlab::app {

/// "4 bits"; of rows with widths of their own "up to 4 bits in 2,000 B".
QString bitsText(const QuantScheme& scheme);

/// "8 bits, per channel", "8 bits, fixed 2⁷" ...: a few words for captions.
std::string schemeText(const QuantScheme& scheme);

} // namespace qlab::app
