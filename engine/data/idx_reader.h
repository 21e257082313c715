// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/image_set.h"

#include <filesystem>
#include <stop_token>

namespace qlab {

/// How the pixels of an image follow each other in a file.
enum class PixelOrder {
    Rows,    ///< as everywhere else
    Columns, ///< as in EMNIST, whose images lie on their side; they are turned upright while reading
};

/// Reads images and labels in the IDX format of MNIST (magic 0x00000803 and 0x00000801, big-endian counts,
/// http://yann.lecun.com/exdb/mnist), raw or gzipped; which one is told by the content, not by the name.
/// Any number of images from 1 on; 28 x 28 pixels, labels 0 ... 9 and equal counts are required, nothing may follow
/// the data. The pixels are read straight into their final place, and no more memory is asked for than the files can
/// fill. Cancelled by \p stop: an error saying so.
Result<ImagesPtr> readIdx(const std::filesystem::path& imageFile, const std::filesystem::path& labelFile,
    const std::stop_token& stop = {}, PixelOrder order = PixelOrder::Rows);

} // namespace qlab
