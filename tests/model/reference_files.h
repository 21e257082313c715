// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/atomic_file.h"
#include "engine/data/official_files.h"
#include "engine/model/linear_model.h"
#include "tests/support.h"

#include <cstring>
#include <optional>
#include <string>
#include <vector>

/// What the tests of model, train and quant share: the vectors of tests/data/reference and MNIST, if it is there.
namespace qlab::test {

/// The raw array in tests/data/reference/\p name.
template <typename T> std::vector<T> readReference(const std::string& name)
{
    const auto bytes = readWholeFile(referenceFolder() / name);
    INFO(name);
    REQUIRE(bytes.ok());
    REQUIRE(bytes->size() % sizeof(T) == 0);
    std::vector<T> values(bytes->size() / sizeof(T));
    std::memcpy(values.data(), bytes->data(), bytes->size());
    return values;
}

/// The model in NAME_w.f32 and NAME_b.f32: "init" or "float".
inline LinearModel referenceModel(const std::string& name)
{
    const auto weights = readReference<float>(name + "_w.f32");
    const auto bias = readReference<float>(name + "_b.f32");
    LinearModel model;
    REQUIRE(weights.size() == static_cast<std::size_t>(model.weights.size()));
    REQUIRE(bias.size() == kClasses);
    std::copy(weights.begin(), weights.end(), model.weights.data());
    std::copy(bias.begin(), bias.end(), model.bias.data());
    return model;
}

/// Both halves of MNIST, from mnistFolder().
inline std::optional<OfficialFiles> mnist()
{
    const auto folder = mnistFolder();
    if (!folder)
        return std::nullopt;
    static const Result<OfficialFiles> files = readOfficialFiles(*folder);
    REQUIRE(files.ok());
    return *files;
}

/// Images of random ink on a black ground with random labels: not digits, but with MNIST's share of ink.
inline ImagesPtr randomImages(std::size_t count, std::uint64_t seed)
{
    Random random(seed);
    auto images = std::make_shared<ImageSet>(count);
    for (std::size_t i = 0; i < count; ++i) {
        images->mutableLabels()[i] = static_cast<std::uint8_t>(random.below(kClasses));
        for (std::uint8_t& pixel : images->mutableImage(i))
            pixel = random.uniform() < 0.2 ? static_cast<std::uint8_t>(random.below(256)) : std::uint8_t{0};
    }
    return images;
}

inline std::size_t differences(const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& second)
{
    REQUIRE(first.size() == second.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < first.size(); ++i)
        count += first[i] != second[i];
    return count;
}

/// Largest difference between \p expected and as many of the first values of \p values; a NaN counts as infinite.
inline double largestDifference(const std::vector<float>& values, const std::vector<float>& expected)
{
    REQUIRE(values.size() >= expected.size());
    double largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double difference = std::abs(static_cast<double>(values[i]) - expected[i]);
        largest = difference <= largest ? largest : (difference > largest ? difference : HUGE_VAL);
    }
    return largest;
}

} // namespace qlab::test
