// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/random.h"
#include "engine/core/shape.h"
#include "engine/kernels/inference.h"
#include "engine/kernels/targets.h"
#include "tests/support.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <vector>

/// Inputs and comparisons that the kernel tests share.
namespace qlab::test {

constexpr std::size_t kImageSize = kPixels; ///< pixels in an image, as a size

/// Runs kernels on one target for as long as it lives.
class ForcedTarget {
public:
    explicit ForcedTarget(const std::string& name)
        : m_before(kernels::activeTarget().name)
    {
        REQUIRE(kernels::forceTarget(name).ok());
        REQUIRE(kernels::activeTarget().name == name);
    }
    ~ForcedTarget() { static_cast<void>(kernels::forceTarget(m_before).ok()); }
    ForcedTarget(const ForcedTarget&) = delete;
    ForcedTarget& operator=(const ForcedTarget&) = delete;

private:
    std::string m_before;
};

/// Calls \p check once for each target that this build has and this CPU can run.
template <typename Check> void onEveryTarget(Check check)
{
    for (const kernels::Target& target : kernels::availableTargets()) {
        INFO("target " << target.name);
        const ForcedTarget forced(target.name);
        check();
    }
}

/// Values that end exactly where their allocation ends, at an address of no special alignment: an address sanitizer
/// sees the first byte that is read too much.
template <typename T> class Block {
public:
    explicit Block(const std::vector<T>& values)
        : m_memory(new T[values.size() + kShift])
        , m_size(values.size())
    {
        std::copy(values.begin(), values.end(), m_memory.get() + kShift);
    }
    T* data() { return m_memory.get() + kShift; }
    const T* data() const { return m_memory.get() + kShift; }
    std::size_t size() const { return m_size; }

private:
    static constexpr std::size_t kShift = 1;
    std::unique_ptr<T[]> m_memory;
    std::size_t m_size;
};

/// The last \p count images of \p pixels with the 64 bytes that a kernel may read after them; not zeros, as results
/// must not depend on them.
inline Block<std::uint8_t> lastImages(const std::vector<std::uint8_t>& pixels, std::size_t count)
{
    std::vector<std::uint8_t> values(pixels.end() - static_cast<std::ptrdiff_t>(count * kPixels), pixels.end());
    values.resize(values.size() + 64, 0xFF);
    return Block<std::uint8_t>(values);
}

/// The last \p count images of floats, and nothing after them.
inline Block<float> lastImages(const std::vector<float>& values, std::size_t count)
{
    return Block<float>({values.end() - static_cast<std::ptrdiff_t>(count * kPixels), values.end()});
}

/// The last \p count rows of ten.
template <typename T> std::vector<T> lastRows(const std::vector<T>& values, std::size_t count, std::size_t row)
{
    return {values.end() - static_cast<std::ptrdiff_t>(count * row), values.end()};
}

/// Like digits: mostly background, some ink, and now and then an image that is all ink or all background. Half of them
/// have black ends, which kernels pass over, or a single pixel of ink just there.
inline std::vector<std::uint8_t> randomImages(std::size_t count, Random& random)
{
    std::vector<std::uint8_t> pixels(count * kPixels);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t kind = random.below(20);
        for (std::size_t j = 0; j < kPixels; ++j) {
            const std::uint64_t value = random.below(256);
            const bool framed = kind >= 10 && (j < 64 || j >= 768);
            const bool ink = kind == 0 || (kind > 1 && !framed && random.below(4) == 0);
            pixels[i * kPixels + j] = kind == 0 ? 255 : static_cast<std::uint8_t>(ink ? value : 0);
        }
        if (kind == 18)
            pixels[i * kPixels + 63] = 255;
        if (kind == 19)
            pixels[i * kPixels + 768] = 255;
    }
    return pixels;
}

inline std::vector<float> randomFloats(std::size_t count, double low, double high, Random& random)
{
    std::vector<float> values(count);
    for (float& value : values)
        value = static_cast<float>(random.uniform(low, high));
    return values;
}

/// The full range, -128 and 127 among them; row 0 is all -128 and row 1 all 127, where saturating products would show.
inline std::vector<std::int8_t> randomInt8(Random& random)
{
    std::vector<std::int8_t> values(std::size_t{kClasses} * kPixels);
    for (std::size_t j = 0; j < values.size(); ++j)
        values[j] = static_cast<std::int8_t>(j < kPixels ? -128
                : j < 2 * kImageSize                     ? 127
                                                         : static_cast<int>(random.below(256)) - 128);
    return values;
}

/// Symmetric about 0, none above \p most: what is left of the range where trained weights are scaled by a power of two.
inline std::vector<std::int8_t> smallInt8(int most, Random& random)
{
    std::vector<std::int8_t> values(std::size_t{kClasses} * kPixels);
    for (std::int8_t& value : values)
        value =
            static_cast<std::int8_t>(static_cast<int>(random.below(static_cast<std::uint64_t>(2 * most + 1))) - most);
    return values;
}

/// Ten images that drive the sums of each class as high, and ten that drive them as low, as its weights \p q allow:
/// ink of 255 wherever the sign fits.
inline std::vector<std::uint8_t> extremeImages(const std::vector<std::int8_t>& q)
{
    std::vector<std::uint8_t> pixels(2 * q.size());
    for (std::size_t j = 0; j < q.size(); ++j) {
        pixels[j] = q[j] > 0 ? 255 : 0;
        pixels[q.size() + j] = q[j] < 0 ? 255 : 0;
    }
    return pixels;
}

/// The lowest class with the highest logit.
inline int bestOf(const float* logits)
{
    int best = 0;
    for (int k = 1; k < kClasses; ++k)
        if (logits[k] > logits[best])
            best = k;
    return best;
}

/// Equal to the last bit, which also tells 0 from -0 and finds values that are not numbers.
template <typename T> bool sameBits(const T* a, const T* b, std::size_t count)
{
    return count == 0 || std::memcmp(a, b, count * sizeof(T)) == 0;
}

constexpr std::size_t kCounts[] = {0, 1, 2, 3, 5, 9, 10, 11, 101};

} // namespace qlab::test
