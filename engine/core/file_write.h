// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace qlab {

/// Writes all of \p bytes to an open file, waits until they are on the disk and closes it, whatever happens. False with
/// the reason in errno.
bool writeAndClose(int descriptor, std::string_view bytes);

/// Waits until the names in a folder are on the disk. False with the reason in errno.
bool syncFolder(const std::filesystem::path& folder);

} // namespace qlab
