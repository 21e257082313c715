// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lab/run_record.h"

namespace qlab::test {

/// A complete record of a small made-up run: 200 test images, a random model, quantized by \p scheme. Times and epochs
/// are invented, so that tests know them; accuracies, sizes and predictions are computed.
RunRecord sampleRecord(const QuantScheme& scheme = {});

} // namespace qlab::test
