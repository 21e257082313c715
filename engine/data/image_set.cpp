// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/image_set.h"

#include <cstring>

namespace qlab {

ImageSet::ImageSet(std::size_t count)
    : m_pixels(count * kPixels + kReadablePadding)
    , m_labels(count)
{
    std::memset(m_pixels.data(), 0, m_pixels.size());
}

} // namespace qlab
