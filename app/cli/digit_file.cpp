// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/digit_file.h"

#include "app/drawing/ink_image.h"
#include "app/drawing/picture_file.h"

#include <algorithm>

namespace qlab::app {

Result<DigitImage> digitFromFile(const std::filesystem::path& path)
{
    const auto picture = readPicture(path);
    if (!picture)
        return picture.error();
    const auto ink = inkFromImage(*picture);
    if (!ink)
        return Error{ink.error().code, path.string() + " " + ink.error().message};
    GreyPicture grey{ink->width(), ink->height(), {}};
    for (int y = 0; y < ink->height(); ++y)
        grey.pixels.insert(grey.pixels.end(), ink->constScanLine(y), ink->constScanLine(y) + ink->width());
    if (grey.width != kSide)
        return normalizeDigit(grey).image;
    DigitImage image;
    std::copy(grey.pixels.begin(), grey.pixels.end(), image.begin());
    return image;
}

} // namespace qlab::app
