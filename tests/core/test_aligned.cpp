// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/aligned.h"

#include "tests/support.h"

#include <cstdint>

using namespace qlab;

TEST_CASE("aligned vectors start on a cache line and keep what is in them, at every size", "[core]")
{
    constexpr std::size_t kMega = std::size_t{1} << 20;
    for (const std::size_t size : {std::size_t{1}, std::size_t{63}, kMega, 4 * kMega - 1, 4 * kMega, 9 * kMega + 17}) {
        INFO(size << " bytes");
        AlignedVector<std::uint8_t> values(size, 0xA5);
        CHECK(reinterpret_cast<std::uintptr_t>(values.data()) % kAlignment == 0);
        values.back() = 7;
        const AlignedVector<std::uint8_t> copy = values;
        values.resize(2 * size); // across the size from which pages are huge
        CHECK(values[size - 1] == 7);
        CHECK((size == 1 || values.front() == 0xA5));
        CHECK(copy == AlignedVector<std::uint8_t>(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(size)));
    }
}
