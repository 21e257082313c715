// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace qlab {

/// True if the bytes of a PNG, JPEG, GIF, BMP or WebP file stop before its picture does. Readers are lenient here:
/// most give the part that is there and leave the rest black or grey. Of other formats, nothing is known: false.
/// Sources: PNG (ISO 15948) 5.3, JPEG (ITU T.81) B.1, GIF89a 20-27, BITMAPINFOHEADER, RFC 9649 2.4.
bool breaksOff(std::span<const std::uint8_t> file);

} // namespace qlab
