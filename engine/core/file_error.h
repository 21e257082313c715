// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace qlab {

/// What an error number of the system (errno) means to a person: "permission denied", "its links run in a loop".
std::string systemReason(int number);

/// A path as messages show it: one of thousands of characters is shortened in the middle.
std::string shownPath(const std::filesystem::path& path);

/// "cannot read PATH: permission denied", with \p number from errno at once after the call that failed. Nothing there
/// is NotFound ("PATH does not exist") if \p verb is "read"; all else is Io.
Error fileError(std::string_view verb, const std::filesystem::path& path, int number);

/// What stands at a path, links followed.
enum class PathKind { File, Folder, Pipe, Device };

/// Fails, with the true reason, if nothing is there or if it cannot be looked at: a folder on the way that may not be
/// entered, a link to itself, a name that is too long. Never throws, as std::filesystem does.
Result<PathKind> kindOf(const std::filesystem::path& path);

/// Success if \p path is a folder; else says what it is, or why that cannot be told.
Status requireFolder(const std::filesystem::path& path);

} // namespace qlab
