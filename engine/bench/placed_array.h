// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/core/random.h"

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

namespace qlab {

/// An array that begins at a random cache line of a block of memory of its own: where a buffer lies in its pages and in
/// the sets of the caches moves times by some percent, so a benchmark draws it again and again.
template <typename T> class PlacedArray {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kAlignment);

public:
    PlacedArray() = default;
    /// \p count zeroed elements; \p layout draws the place.
    PlacedArray(std::size_t count, Random& layout)
        : m_count(count)
    {
        const std::size_t offset = layout.below(kSpread / kAlignment) * kAlignment;
        m_block.resize(offset + count * sizeof(T));
        std::uninitialized_value_construct_n(reinterpret_cast<T*>(m_block.data() + offset), count);
        m_first = reinterpret_cast<T*>(m_block.data() + offset);
    }

    T* data() { return m_first; }
    const T* data() const { return m_first; }
    T& operator[](std::size_t index) { return m_first[index]; }
    const T& operator[](std::size_t index) const { return m_first[index]; }
    std::span<const T> view() const { return {m_first, m_count}; }
    std::size_t size() const { return m_count; }
    bool empty() const { return m_count == 0; }

private:
    /// Enough to move what lies in the sets of a second-level cache.
    static constexpr std::size_t kSpread = 64 * 1024;

    AlignedVector<std::byte> m_block;
    T* m_first = nullptr;
    std::size_t m_count = 0;
};

} // namespace qlab
