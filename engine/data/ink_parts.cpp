// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/ink_parts.h"

#include <algorithm>

namespace qlab {

InkParts connectedParts(const InkMask& mask)
{
    InkParts found;
    found.partOf.assign(mask.pixels.size(), -1);
    std::vector<std::pair<int, int>> open;
    const auto visit = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= mask.width || y >= mask.height)
            return;
        const std::size_t at = mask.at(x, y);
        if (mask.pixels[at] == 0 || found.partOf[at] >= 0)
            return;
        found.partOf[at] = static_cast<std::int32_t>(found.parts.size());
        open.emplace_back(x, y);
    };
    for (int startY = 0; startY < mask.height; ++startY)
        for (int startX = 0; startX < mask.width; ++startX) {
            visit(startX, startY);
            if (open.empty())
                continue;
            std::size_t area = 0;
            int left = startX, right = startX, bottom = startY;
            while (!open.empty()) {
                const auto [x, y] = open.back();
                open.pop_back();
                ++area;
                left = std::min(left, x);
                right = std::max(right, x);
                bottom = std::max(bottom, y);
                for (int i = 0; i < 9; ++i)
                    visit(x + i % 3 - 1, y + i / 3 - 1);
            }
            found.parts.push_back({area, {left, startY, right - left + 1, bottom - startY + 1}});
        }
    return found;
}

} // namespace qlab
