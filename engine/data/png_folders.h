// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/image_set.h"

#include <filesystem>
#include <stop_token>

namespace qlab {

/// A data set of PNG pictures of 28 x 28 pixels in folders named by their digits: train/0 ... train/9 and test/0 ...
/// test/9 (or training, testing, valid, validation, t10k), or the ten folders alone.
struct PngFolders {
    std::filesystem::path train, test; ///< the folders above the ten; no test: the set is in one piece
};

/// Empty paths if \p folder is not laid out so.
PngFolders findPngFolders(const std::filesystem::path& folder);

/// All pictures below the ten folders of \p folder, each class in the order of its files' names. Colours become grey
/// by their luminance, transparency black. The error names the picture that is damaged or of another size.
Result<ImagesPtr> readPngFolder(const std::filesystem::path& folder, const std::stop_token& stop = {});

} // namespace qlab
