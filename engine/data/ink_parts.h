// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/grey_picture.h"

#include <cstdint>
#include <vector>

namespace qlab {

/// Where there is ink: 1, elsewhere 0.
using InkMask = GreyPicture;

/// A connected part of the ink (neighbours across corners count).
struct InkPart {
    std::size_t area = 0; ///< pixels
    PixelBox box;
};

struct InkParts {
    std::vector<InkPart> parts;
    std::vector<std::int32_t> partOf; ///< for each pixel: index into parts, or -1 without ink
};
InkParts connectedParts(const InkMask& mask);

/// Takes out the lines of ruled or squared paper: straight, thin, from border to border. Ink that crosses one stays.
void removeRuledLines(InkMask& mask);

/// Which parts are a frame or a box around others, or its remains; true = frame. Hollow, large, with something inside.
std::vector<bool> findFrames(const InkMask& mask, const InkParts& parts);

/// Takes the four sides off a box that the digit inside touches; false if no part is one.
bool peelBox(InkMask& mask, const InkParts& parts);

} // namespace qlab
