// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qlab {

/// What one IDX file holds, images or not.
struct IdxFacts {
    std::uint32_t magic = 0;
    std::string type; ///< "uint8", "int32", ...
    std::vector<std::uint32_t> sizes;
    bool gzipped = false;
    std::uint64_t values = 0;                ///< that are really there
    bool whole = false;                      ///< as many as the sizes say, no more
    std::array<std::uint64_t, 256> counts{}; ///< of each value; of uint8 only
};

/// None if the file does not begin as IDX files do (two zeros, a type, 1 to 4 dimensions), raw or gzipped. Reads all of
/// it, a piece at a time.
Result<std::optional<IdxFacts>> idxFacts(const std::filesystem::path& file);

} // namespace qlab
