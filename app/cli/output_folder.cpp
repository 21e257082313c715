// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_folder.h"

#include "engine/core/file_error.h"
#include "engine/formats/model_file.h"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace qlab::app {
namespace {

/// All that a run may write, and so all that may vanish.
constexpr const char* kResultFiles[] = {"comparison.csv", "comparison.png", "loss.csv", "loss.png", "samples.png",
    kOriginalFile, kQuantizedFile, "model-quantized.qlm", "run.json", "report.html"};
constexpr std::size_t kLargestRecord = std::size_t{1} << 28;

/// Files of these names, but by whom? Only a record of ours says that they are a run's.
bool holdsOthersFiles(const std::filesystem::path& folder)
{
    const auto record = readWholeFile(folder / "run.json", kLargestRecord);
    if (record && std::string_view(*record).substr(0, 100).find("\"Quantization Lab\"") != std::string_view::npos)
        return false;
    return std::any_of(std::begin(kResultFiles), std::end(kResultFiles),
        [&folder](const char* name) { return ::access((folder / name).c_str(), F_OK) == 0; });
}

} // namespace

OutputFolder::~OutputFolder()
{
    for (auto path = m_made.rbegin(); path != m_made.rend(); ++path)
        ::rmdir(path->c_str()); // fails, as it should, if anything is inside
}

Status OutputFolder::prepare(const std::filesystem::path& path)
{
    std::filesystem::path part;
    for (const std::filesystem::path& name : path) {
        part /= name;
        if (::mkdir(part.c_str(), 0777) == 0) {
            m_made.push_back(part);
            continue;
        }
        const int reason = errno;
        if (reason != EEXIST && !requireFolder(part))
            return fileError("make", path, reason);
    }
    if (const Status folder = requireFolder(path); !folder)
        return folder;
    return ::access(path.c_str(), W_OK | X_OK) == 0 ? Status() : Status(fileError("write to", path, errno));
}

Status writeResultFiles(const std::filesystem::path& folder, const std::vector<NamedBytes>& files)
{
    std::vector<std::string> obsolete;
    if (!holdsOthersFiles(folder))
        for (const char* name : kResultFiles)
            if (std::none_of(files.begin(), files.end(), [name](const NamedBytes& file) { return file.name == name; }))
                obsolete.emplace_back(name);
    return writeFilesAtomically(folder, files, obsolete);
}

} // namespace qlab::app
