// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/image_set.h"

#include <filesystem>
#include <stop_token>

namespace qlab {

/// Reads images as text: a line an image, its label and then its 784 pixels 0 ... 255, between commas, semicolons, tabs
/// or blanks, with or without a heading (as Kaggle and others have MNIST). CR LF, blanks and quotes around numbers are
/// fine; where no pixel is above 1, and some lie between, they are shares of 255. Plain or gzipped, at most 1 GB of
/// text. The error names file and line.
Result<ImagesPtr> readCsv(const std::filesystem::path& file, const std::stop_token& stop = {});

} // namespace qlab
