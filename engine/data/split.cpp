// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/split.h"

#include "engine/core/random.h"
#include "engine/core/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <new>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>

namespace qlab {
namespace {

constexpr std::string_view kAll = "all:";

using Indices = std::vector<std::uint32_t>;

bool isShare(double fraction) { return fraction > 0.0 && fraction < 1.0; }

Indices counted(std::size_t count)
{
    Indices indices(count);
    std::iota(indices.begin(), indices.end(), 0u);
    return indices;
}

Indices shuffled(std::size_t count, std::uint64_t seed)
{
    Indices indices = counted(count);
    Random random(seed);
    shuffle(indices, random);
    return indices;
}

/// Rounded down, but 0.29 of 100 is 29 although the double nearest to 0.29 lies below it.
std::size_t trainShare(double fraction, std::size_t count)
{
    return static_cast<std::size_t>(std::floor(fraction * static_cast<double>(count) + 1e-6));
}

std::size_t sizeOf(const ImagesPtr& images) { return images ? images->size() : 0; }

/// Copies the images that the indices name, counted through both halves, the training half first.
ImagesPtr picked(const OfficialFiles& files, std::span<const std::uint32_t> indices)
{
    auto images = std::make_shared<ImageSet>(indices.size());
    const std::size_t trainSize = sizeOf(files.train);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const bool fromTrain = indices[i] < trainSize;
        const ImageSet& source = fromTrain ? *files.train : *files.test;
        const std::size_t index = fromTrain ? indices[i] : indices[i] - trainSize;
        std::copy_n(source.image(index).begin(), kPixels, images->mutableImage(i).begin());
        images->mutableLabels()[i] = source.labels()[index];
    }
    return images;
}

Error tooFew(const std::string& name, std::size_t count, const SplitSpec& spec)
{
    return badInput("the split " + splitText(spec) + " of the " + groupedText(static_cast<std::int64_t>(count))
            + " images of " + name + " leaves one side empty: choose another share or more images",
        "split");
}

Result<DatasetPtr> officialHalves(RawData raw, const SplitSpec& spec)
{
    const std::size_t trainSize = sizeOf(raw.files.train), testSize = sizeOf(raw.files.test);
    if (trainSize == 0 || testSize == 0)
        return tooFew(raw.name, trainSize + testSize, spec);
    Dataset data{std::move(raw.name), spec, std::move(raw.files.train), counted(trainSize), std::move(raw.files.test)};
    return std::make_shared<const Dataset>(std::move(data));
}

Result<DatasetPtr> shuffledShares(RawData raw, const SplitSpec& spec)
{
    const bool all = spec.kind == SplitSpec::Kind::AllImages;
    if (!isShare(spec.trainFraction))
        return badInput(
            "the training share " + exactText(spec.trainFraction) + " must lie between 0 and 1, such as 0.8", "split");
    const std::size_t total = sizeOf(raw.files.train) + (all ? sizeOf(raw.files.test) : 0);
    const std::size_t share = trainShare(spec.trainFraction, total);
    if (share == 0 || share == total)
        return tooFew(raw.name, total, spec);
    Indices train = shuffled(total, spec.seed);
    const Indices test(train.begin() + static_cast<std::ptrdiff_t>(share), train.end());
    train.resize(share);
    Dataset data{std::move(raw.name), spec, {}, {}, picked(raw.files, test)};
    // Two halves make no single source, so they are copied into one; the training file alone needs no copy.
    data.trainSource = all ? picked(raw.files, train) : std::move(raw.files.train);
    data.trainIndex = all ? counted(share) : std::move(train);
    return std::make_shared<const Dataset>(std::move(data));
}

} // namespace

Result<SplitSpec> parseSplit(const std::string& text)
{
    SplitSpec spec;
    if (text == "official")
        return spec;
    const bool all = text.starts_with(kAll);
    spec.kind = all ? SplitSpec::Kind::AllImages : SplitSpec::Kind::TrainFile;
    const std::string_view number = std::string_view(text).substr(all ? kAll.size() : 0);
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), spec.trainFraction);
    if (failure != std::errc() || end != number.data() + number.size() || !isShare(spec.trainFraction))
        return badInput("\"" + text
                + "\" is no split: write official, the share of the training file to train on, such as "
                  "0.8, or all:0.8 for a share of both files",
            "split");
    return spec;
}

std::string splitText(const SplitSpec& spec)
{
    switch (spec.kind) {
    case SplitSpec::Kind::Official:
        return "official";
    case SplitSpec::Kind::TrainFile:
        return exactText(spec.trainFraction);
    case SplitSpec::Kind::AllImages:
        return std::string(kAll) + exactText(spec.trainFraction);
    }
    return {};
}

Result<DatasetPtr> splitData(RawData raw, const SplitSpec& spec)
try {
    if (spec.kind == SplitSpec::Kind::Official)
        return officialHalves(std::move(raw), spec);
    return shuffledShares(std::move(raw), spec);
} catch (const std::bad_alloc&) {
    return ioError("not enough memory to split the images: use the official split or fewer images");
}

} // namespace qlab
