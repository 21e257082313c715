// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace qlab {

/// The size of a cache line and of the widest vector register that the kernels use.
inline constexpr std::size_t kAlignment = 64;

/// Allocator whose blocks start on a cache line and whose elements are left uninitialised when resized.
template <typename T> struct AlignedAllocator {
    using value_type = T;

    AlignedAllocator() = default;
    template <typename U> AlignedAllocator(const AlignedAllocator<U>&) { }

    T* allocate(std::size_t count)
    {
        return static_cast<T*>(::operator new (count * sizeof(T), std::align_val_t{kAlignment}));
    }
    void deallocate(T* block, std::size_t) { ::operator delete (block, std::align_val_t{kAlignment}); }

    template <typename U> void construct(U* place) { ::new (static_cast<void*>(place)) U; }
    template <typename U, typename... Args> void construct(U* place, Args&&... args)
    {
        ::new (static_cast<void*>(place)) U(static_cast<Args&&>(args)...);
    }

    template <typename U> bool operator==(const AlignedAllocator<U>&) const { return true; }
};

template <typename T> using AlignedVector = std::vector<T, AlignedAllocator<T>>;

} // namespace qlab
