// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/aligned.h"
#include "engine/core/shape.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace qlab {

/// Grey images with their labels, immutable once shared. Pixels stay as they were stored: uint8, 0 = background,
/// 255 = full ink, row-major, 784 bytes an image, one image after the other.
class ImageSet {
public:
    /// The kernels read whole vectors: this many bytes after the last image are readable (and zero).
    static constexpr std::size_t kReadablePadding = 64;

    /// \p count black images with label 0, to be filled through mutableImage() and mutableLabel() before sharing.
    explicit ImageSet(std::size_t count);

    std::size_t size() const { return m_labels.size(); }
    /// size() x 784 bytes, 64-byte aligned, followed by kReadablePadding zero bytes.
    const std::uint8_t* pixels() const { return m_pixels.data(); }
    std::span<const std::uint8_t, kPixels> image(std::size_t index) const
    {
        return std::span<const std::uint8_t, kPixels>(m_pixels.data() + index * kPixels, kPixels);
    }
    /// Classes 0 ... 9, one an image.
    std::span<const std::uint8_t> labels() const { return m_labels; }

    std::uint8_t* mutablePixels() { return m_pixels.data(); }
    std::span<std::uint8_t, kPixels> mutableImage(std::size_t index)
    {
        return std::span<std::uint8_t, kPixels>(m_pixels.data() + index * kPixels, kPixels);
    }
    std::span<std::uint8_t> mutableLabels() { return m_labels; }

private:
    AlignedVector<std::uint8_t> m_pixels;
    std::vector<std::uint8_t> m_labels;
};

using ImagesPtr = std::shared_ptr<const ImageSet>;

} // namespace qlab
