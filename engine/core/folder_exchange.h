// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/atomic_file.h"

#include <optional>
#include <utility>

namespace qlab {

/// The next state of a folder, built whole beside it and put in its place by a single rename, so that whoever looks,
/// and whatever ends the program at whatever time, finds all old files or all new ones.
class FolderExchange {
public:
    /// Writes \p files to the disk in a new folder beside \p folder, and links whatever else \p folder holds into it,
    /// but for the names in \p obsolete. None if the folder had better stay what it is: a mount point, the folder that
    /// one works in, one of another owner, one with folders or very many files in it, a disk without links.
    static Result<std::optional<FolderExchange>> prepare(const std::filesystem::path& folder,
        const std::vector<NamedBytes>& files, const std::vector<std::string>& obsolete);

    FolderExchange(FolderExchange&& other) noexcept
        : m_folder(std::exchange(other.m_folder, {}))
        , m_other(std::exchange(other.m_other, {}))
        , m_replaced(std::move(other.m_replaced))
        , m_exchanged(other.m_exchanged)
    {
    }
    FolderExchange& operator=(FolderExchange&&) = delete;
    /// Takes away what lies beside the folder: the new state before exchange(), the old one after it. What others have
    /// put into the old one meanwhile goes back to the folder.
    ~FolderExchange();

    /// The one rename. False, and nothing is changed, if the system cannot do it.
    bool exchange();

private:
    FolderExchange(std::filesystem::path folder, std::filesystem::path other, std::vector<std::string> replaced);
    Status writeFiles(const std::vector<NamedBytes>& files) const;
    bool linkOthers(const std::vector<std::string>& others) const;
    void takeAway(const std::string& name) const;

    std::filesystem::path m_folder;
    std::filesystem::path m_other;       ///< the sibling; empty when moved from
    std::vector<std::string> m_replaced; ///< names that are written anew or obsolete, sorted
    bool m_exchanged = false;
};

} // namespace qlab
