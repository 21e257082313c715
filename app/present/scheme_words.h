// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quant_scheme.h"

#include <string>

namespace qlab::app {

/// "8 bits, per channel", "8 bits, fixed 2⁷" ...: a few words for captions.
std::string schemeText(const QuantScheme& scheme);

} // namespace qlab::app
