// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/atomic_file.h"

namespace qlab::app {

/// The folder for the results, made before the work so that a wrong path costs no time; what was made of it is taken
/// away again if the run fails and nothing is in it.
class OutputFolder {
public:
    OutputFolder() = default;
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;
    ~OutputFolder();
    /// Fails if the folder cannot be made or written to.
    Status prepare(const std::filesystem::path& path);

private:
    std::vector<std::filesystem::path> m_made; ///< outermost first
};

/// The results of a run, in place of those of an older run: what that wrote and this does not goes too.
Status writeResultFiles(const std::filesystem::path& folder, const std::vector<NamedBytes>& files);

} // namespace qlab::app
