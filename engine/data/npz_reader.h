// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/official_files.h"

namespace qlab {

/// Reads Keras' mnist.npz: a zip archive of the NumPy arrays x_train, y_train, x_test and y_test, images as uint8
/// [n, 28, 28] or [n, 784], labels as integers of 1, 2, 4 or 8 bytes, all in C order. The error names file and array.
/// Format: NumPy Enhancement Proposal 1.
Result<OfficialFiles> readNpz(const std::filesystem::path& file, const std::stop_token& stop = {});

} // namespace qlab
