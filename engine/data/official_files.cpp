// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/official_files.h"

#include "engine/core/file_error.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
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
constexpr std::array<Family, 4> kFamilies{{
    {"train", "t10k", PixelOrder::Rows},
    {"qmnist-train", "qmnist-test", PixelOrder::Rows},
    {"emnist-digits-train", "emnist-digits-test", PixelOrder::Columns},
    {"emnist-mnist-train", "emnist-mnist-test", PixelOrder::Columns},
}};

/// The name by which the authors publish the file, and where it lies in the folder: empty if it is missing.
struct Member {
    std::string name;
    fs::path path;
};

/// The file of that name: itself, or inside a folder that an unpacker named after it.
fs::path fileNamed(const fs::path& folder, const std::string& name)
{
    std::error_code ignored;
    const fs::path plain = folder / name;
    if (fs::is_regular_file(plain, ignored))
        return plain;
    return fs::is_regular_file(plain / name, ignored) ? plain / name : fs::path();
}

/// \p ends: how names go on behind "train-images", as published first ("idx3-ubyte").
Member findMember(
    const fs::path& folder, std::string_view half, std::string_view items, std::initializer_list<std::string_view> ends)
{
    const std::string stem = std::string(half).append("-").append(items);
    const Member published{stem + "-" + std::string(*ends.begin()), {}};
    for (const std::string_view end : ends) {
        const std::string name = stem + "-" + std::string(end), dotted = stem + "." + std::string(end);
        for (const std::string& candidate : {name, dotted, name + ".gz", dotted + ".gz"})
            if (const fs::path path = fileNamed(folder, candidate); !path.empty())
                return {published.name, path};
        std::error_code ignored;
        if (fs::is_regular_file(folder / name / dotted, ignored))
            return {published.name, folder / name / dotted};
    }
    return published;
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
            {{findMember(folder, family.train, "images", {"idx3-ubyte"}),
                findMember(folder, family.train, "labels", {"idx1-ubyte", "idx2-int"}),
                findMember(folder, family.test, "images", {"idx3-ubyte"}),
                findMember(folder, family.test, "labels", {"idx1-ubyte", "idx2-int"})}}};
    });
    return *std::min_element(
        found.begin(), found.end(), [](const Members& a, const Members& b) { return a.missing() < b.missing(); });
}

/// The folder itself, or the one below it where unpackers and torchvision put the files.
fs::path dataFolder(const fs::path& folder)
{
    for (const char* below : {"", "raw", "MNIST/raw", "mnist/raw", "MNIST", "mnist", "QMNIST/raw", "EMNIST/raw"}) {
        const fs::path place = *below == '\0' ? folder : folder / below;
        if (findMembers(place).missing() == 0)
            return place;
    }
    return folder;
}

constexpr std::array<std::string_view, 4> kLetterSets{"letters", "balanced", "byclass", "bymerge"};

/// EMNIST's other sets have letters among their classes.
std::optional<Error> lettersOnly(const fs::path& folder)
{
    for (const std::string_view set : kLetterSets) {
        const std::string half = "emnist-" + std::string(set) + "-train";
        if (findMember(folder, half, "images", {"idx3-ubyte"}).path.empty())
            continue;
        const std::string classes = set == "letters" ? "26" : set == "byclass" ? "62" : "47";
        return unsupported(folder.string() + " holds emnist-" + std::string(set) + ", which has " + classes
            + " classes, letters among them: the lab learns the 10 digits; take emnist-digits or emnist-mnist");
    }
    return std::nullopt;
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
    const Members members = findMembers(dataFolder(folder));
    if (members.missing() == members.files.size())
        if (const auto letters = lettersOnly(folder))
            return *letters;
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

bool hasOfficialFiles(const fs::path& folder) { return findMembers(dataFolder(folder)).missing() == 0; }

} // namespace qlab
