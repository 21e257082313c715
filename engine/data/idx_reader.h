// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/image_set.h"

#include <filesystem>
#include <stop_token>

namespace qlab {

/// Reads images and labels in the IDX format of MNIST (magic 0x00000803 and 0x00000801, big-endian counts,
/// http://yann.lecun.com/exdb/mnist), raw or gzipped; which one is told by the content, not by the name.
/// Any number of images from 1 on; 28 x 28 pixels, labels 0 ... 9 and equal counts are required, nothing may follow
/// the data. The pixels are read straight into their final place. Cancelled by \p stop: an error saying so.
Result<ImagesPtr> readIdx(
    const std::filesystem::path& imageFile, const std::filesystem::path& labelFile, std::stop_token stop = {});

/// The two halves of a data set as its authors divided it.
struct OfficialFiles {
    ImagesPtr train;
    ImagesPtr test;
};

/// Reads the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
/// t10k-labels-idx1-ubyte (each also accepted with .gz, and with a dot in place of the dash before "idx", as some
/// archives name them) from \p folder. EMNIST-digits' names (emnist-digits-train-images-idx3-ubyte ...) work too.
Result<OfficialFiles> readOfficialFiles(const std::filesystem::path& folder, std::stop_token stop = {});

/// True if \p folder holds all four files, without reading them.
bool hasOfficialFiles(const std::filesystem::path& folder);

} // namespace qlab
