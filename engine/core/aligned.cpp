// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/aligned.h"

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace qlab {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::align_val_t alignmentFor(std::size_t bytes)
{
    return std::align_val_t{bytes >= 2 * kHugePage ? kHugePage : kAlignment};
}

} // namespace

void* allocateAligned(std::size_t bytes)
{
    void* const block = ::operator new(bytes, alignmentFor(bytes));
#ifdef MADV_HUGEPAGE
    // Whole pages only: what shares the last one with other blocks stays as it is. A refusal costs nothing but time.
    if (bytes >= 2 * kHugePage)
        ::madvise(block, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
    return block;
}

void freeAligned(void* block, std::size_t bytes) { ::operator delete(block, alignmentFor(bytes)); }

} // namespace qlab
