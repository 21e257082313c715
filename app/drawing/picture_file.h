// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <QImage>

#include <filesystem>

namespace qlab::app {

/// Longer sides are scaled down to this: a pen of 3 mm on a sheet of A4 is still 9 pixels wide, and a look for ink
/// takes a tenth of a second.
constexpr int kWorkSide = 924;

/// Reads a file of any format Qt has a plugin for (animations: the first frame), turned upright as its EXIF data say;
/// SVG is drawn at kWorkSide. Whatever the file is called, it is a file. Fails with the file's name and a reason: what
/// cannot be read, is no picture, breaks off, is damaged, or needs more memory than a picture should.
Result<QImage> readPicture(const std::filesystem::path& path);

/// Writes a PNG in one piece: either the whole new file is there or what was there before.
Status writePng(const QImage& picture, const QString& path);

} // namespace qlab::app
