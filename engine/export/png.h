// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qlab {

using Rgb = std::array<std::uint8_t, 3>;

/// A grey PNG, 8 bits a pixel, row-major (https://www.w3.org/TR/png). Precondition: width * height pixels.
std::string encodeGreyPng(std::span<const std::uint8_t> pixels, int width);
/// A PNG whose pixels are indices into at most 256 colours; index 0 is transparent, whatever its colour.
std::string encodePalettePng(std::span<const std::uint8_t> pixels, int width, const std::vector<Rgb>& palette);

/// Base64 with padding (RFC 4648).
std::string base64(std::string_view bytes);
/// "data:image/png;base64,..."
std::string pngDataUri(std::string_view png);

} // namespace qlab
