// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/image_set.h"

#include <cstdint>
#include <memory>
#include <stop_token>

namespace qlab {

/// Draws \p count digits, labels 0 ... 9 in equal shares (each ten images in a row hold every digit once, in an order
/// shuffled by the seed). Each is a stroke template (digit_styles.h) bent at random, painted with an anti-aliased pen
/// and centred as MNIST's images are. The same seed gives the same bytes; image i does not depend on count. Takes some
/// 20 microseconds a digit. Null if stopped by \p stop.
ImagesPtr generateDigits(std::size_t count, std::uint64_t seed, const std::stop_token& stop = {});

/// The same digits, ten at a time, for those who have other things to do in between.
class DigitGenerator {
public:
    DigitGenerator(std::size_t count, std::uint64_t seed);

    bool finished() const { return m_next == m_images->size(); }
    /// Draws the next ten, or what is left. Precondition: not finished.
    void drawTen();
    /// Precondition: finished. Once.
    ImagesPtr take() { return std::move(m_images); }

private:
    std::shared_ptr<ImageSet> m_images;
    std::uint64_t m_seed, m_labelSeed;
    std::size_t m_next = 0;
};

} // namespace qlab
