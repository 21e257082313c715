// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace qlab {

/// The size of a cache line and of the widest vector register that the kernels use.
inline constexpr std::size_t kAlignment = 64;

/// \p bytes of memory that starts on a cache line. Big blocks ask for huge pages, where the system has them on request:
/// 55 MB of pixels then cost 27 page faults instead of 13,000. Throws std::bad_alloc.
void* allocateAligned(std::size_t bytes);
/// \p bytes as they were asked for.
void freeAligned(void* block, std::size_t bytes);

/// Allocator whose blocks start on a cache line and whose elements are left uninitialised when resized.
template <typename T> struct AlignedAllocator {
    using value_type = T;

    AlignedAllocator() = default;
    template <typename U> AlignedAllocator(const AlignedAllocator<U>&) { }

    T* allocate(std::size_t count) { return static_cast<T*>(allocateAligned(count * sizeof(T))); }
    void deallocate(T* block, std::size_t count) { freeAligned(block, count * sizeof(T)); }

    template <typename U> void construct(U* place) { ::new (static_cast<void*>(place)) U; }
    template <typename U, typename... Args> void construct(U* place, Args&&... args)
    {
        ::new (static_cast<void*>(place)) U(static_cast<Args&&>(args)...);
    }

    template <typename U> bool operator==(const AlignedAllocator<U>&) const { return true; }
};

template <typename T> using AlignedVector = std::vector<T, AlignedAllocator<T>>;

} // namespace qlab
