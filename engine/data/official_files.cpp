// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/official_files.h"

#include "engine/core/file_error.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qlab {
namespace {

namespace fs = std::filesystem;

/// A data set that comes in four files.
struct Family {
    std::string_view train; ///< what the names of each half begin with
    std::string_view test;
    PixelOrder order;
};
constexpr std::array<Family, 3> kFamilies{{
    {"train", "t10k", PixelOrder::Rows},
    {"emnist-digits-train", "emnist-digits-test", PixelOrder::Columns},
    {"emnist-mnist-train", "emnist-mnist-test", PixelOrder::Columns},
}};

/// The name by which the authors publish the file, and where it lies in the folder: empty if it is missing.
struct Member {
    std::string name;
    fs::path path;
};

Member findMember(const fs::path& folder, std::string_view half, std::string_view items, std::string_view dimension)
{
    const std::string stem = std::string(half).append("-").append(items);
    const std::string end = std::string(dimension).append("-ubyte");
    const std::string name = stem + "-" + end;
    const std::string dotted = stem + "." + end;
    for (const std::string& candidate : {name, dotted, name + ".gz", dotted + ".gz"}) {
        std::error_code ignored;
        if (fs::is_regular_file(folder / candidate, ignored))
            return {name, folder / candidate};
    }
    return {name, {}};
}

struct Members {
    PixelOrder order = PixelOrder::Rows;
    std::array<Member, 4> files; ///< training images and labels, test images and labels

    std::size_t missing() const
    {
        return static_cast<std::size_t>(
            std::count_if(files.begin(), files.end(), [](const Member& file) { return file.path.empty(); }));
    }
};

/// The family with the most files in the folder; MNIST itself if there is none of any.
Members findMembers(const fs::path& folder)
{
    std::array<Members, kFamilies.size()> found;
    std::transform(kFamilies.begin(), kFamilies.end(), found.begin(), [&folder](const Family& family) {
        return Members{family.order,
            {{findMember(folder, family.train, "images", "idx3"), findMember(folder, family.train, "labels", "idx1"),
                findMember(folder, family.test, "images", "idx3"), findMember(folder, family.test, "labels", "idx1")}}};
    });
    return *std::min_element(
        found.begin(), found.end(), [](const Members& a, const Members& b) { return a.missing() < b.missing(); });
}

Error missingFiles(const fs::path& folder, const Members& members)
{
    std::string names;
    for (const Member& file : members.files) {
        if (file.path.empty())
            names += (names.empty() ? "" : ", ") + file.name;
    }
    const bool none = members.missing() == members.files.size();
    return notFound(folder.string() + (none ? " holds none of the four data files: " : " lacks ") + names
        + " (raw or .gz); put them there or choose another folder");
}

} // namespace

Result<OfficialFiles> readOfficialFiles(const fs::path& folder, const std::stop_token& stop)
{
    if (const Status isFolder = requireFolder(folder); !isFolder)
        return Error{isFolder.error().code, isFolder.error().message + ": pass the folder of the four data files"};
    std::error_code failure;
    const fs::directory_iterator opened(folder, failure);
    if (failure)
        return fileError("read", folder, failure.value());
    const Members members = findMembers(folder);
    if (members.missing() > 0)
        return missingFiles(folder, members);
    const auto train = readIdx(members.files[0].path, members.files[1].path, stop, members.order);
    if (!train)
        return train.error();
    const auto test = readIdx(members.files[2].path, members.files[3].path, stop, members.order);
    if (!test)
        return test.error();
    return OfficialFiles{*train, *test};
}

bool hasOfficialFiles(const fs::path& folder) { return findMembers(folder).missing() == 0; }

} // namespace qlab
