// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <QImage>
#include <QString>

namespace qlab::app {

/// Turns any picture into ink: a square Grayscale8 image, white ink on black, at most kSheetSide wide (a 28 x 28
/// picture keeps its pixels, all others come at kSheetSide, aspect kept). Dark ink on a light ground is inverted; the
/// ground becomes 0 with its noise (paper, JPEG), the strongest ink 255; a transparent ground is taken for the
/// opposite of its ink. White on pure black comes back byte for byte. A picture without ink is black; null stays null.
QImage inkFromImage(const QImage& picture);

/// Reads a file of any format Qt has a plugin for; SVG is drawn at the size of the sheet.
Result<QImage> readPicture(const QString& path);

/// Writes a PNG in one piece: either the whole new file is there or what was there before.
Status writePng(const QImage& picture, const QString& path);

} // namespace qlab::app
