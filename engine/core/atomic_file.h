// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qlab {

/// Writes \p bytes to a temporary file beside \p path, flushes it to the disk and renames it over \p path: a reader
/// sees the old file or the whole new one, and a failure leaves no file behind. The folder must exist.
Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// A file to be written: its name inside a folder, and its bytes.
struct NamedBytes {
    std::string name;
    std::string bytes;
};

/// Writes all files into \p folder, which must exist, and deletes those named in \p obsolete: if any cannot be written,
/// none of them appears and none is deleted. All else in the folder stays. The folder changes as a whole, by one rename
/// (folder_exchange.h); where that cannot be, file after file is renamed when all are on the disk.
Status writeFilesAtomically(const std::filesystem::path& folder, const std::vector<NamedBytes>& files,
    const std::vector<std::string>& obsolete = {});

/// The whole file, or all that a stream such as /dev/stdin gives (input_file.h); the error names it. Refuses what has
/// more than \p limit bytes.
Result<std::string> readWholeFile(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 30);

} // namespace qlab
