// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/service/messages.h"

namespace qlab {

/// Judges \p quantized, made of the request's model, on the whole test set.
QuantReport makeQuantReport(const PreviewRequest& request, QuantizedModel quantized);

} // namespace qlab
