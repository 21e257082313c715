// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/data_source.h"
#include "engine/features/input_steps.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace qlab {

/// How images are divided into training and test set.
struct SplitSpec {
    enum class Kind {
        Official,  ///< the source's own halves
        TrainFile, ///< a seeded shuffle of the training file; the test file is not used (the report's way)
        AllImages, ///< a seeded shuffle of both files together
    };
    Kind kind = Kind::Official;
    double trainFraction = 0.8; ///< above 0, below 1; the training share is rounded down
    std::uint64_t seed = 1;

    bool operator==(const SplitSpec&) const = default;
};

/// Reads "official", a fraction ("0.8": of the training file) or "all:0.8" (of both files together).
Result<SplitSpec> parseSplit(const std::string& text);
/// The text that parseSplit reads.
std::string splitText(const SplitSpec& spec);

/// The images a run works on. Training images are picked by index from their source, so that a million of them need
/// no second copy; test images are contiguous, because the kernels run over them as one block.
struct Dataset {
    std::string name; ///< of the source
    SplitSpec split;
    ImagesPtr trainSource;
    std::vector<std::uint32_t> trainIndex; ///< into trainSource, in the order of the split
    ImagesPtr test;
    InputSteps steps{};                      ///< that the images have gone through
    std::shared_ptr<const Dataset> before{}; ///< the same without them; null where there are none

    std::size_t trainSize() const { return trainIndex.size(); }
    std::size_t testSize() const { return test->size(); }
};
using DatasetPtr = std::shared_ptr<const Dataset>;

/// \p data as they are without input steps.
inline const DatasetPtr& withoutSteps(const DatasetPtr& data) { return data->before ? data->before : data; }

/// Fails if either side would be empty. The source's halves may be released afterwards.
Result<DatasetPtr> splitData(RawData raw, const SplitSpec& spec);

} // namespace qlab
