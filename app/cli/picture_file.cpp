// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/picture_file.h"

#include <QFileInfo>
#include <QImageReader>

#include <algorithm>

namespace qlab::app {
namespace {

/// Ink is what differs from the paper, and paper is what the border shows.
bool lightBackground(const GreyPicture& picture)
{
    long sum = 0, count = 0;
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            if (x == 0 || y == 0 || x == picture.width - 1 || y == picture.height - 1) {
                sum += picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
                ++count;
            }
    return count > 0 && sum > 127 * count;
}

} // namespace

Result<GreyPicture> readPicture(const std::string& path)
{
    const QString name = QString::fromStdString(path);
    if (!QFileInfo::exists(name))
        return notFound(path + " does not exist");
    QImageReader reader(name);
    reader.setAutoTransform(true);
    QImage image = reader.read();
    if (image.isNull())
        return badInput(path + " is not a picture that can be read: " + reader.errorString().toStdString());
    if (image.hasAlphaChannel()) { // transparent paper is white paper
        QImage paper(image.size(), QImage::Format_RGB32);
        paper.fill(Qt::white);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor ink = image.pixelColor(x, y);
                const int white = 255 - ink.alpha();
                paper.setPixel(x, y,
                    qRgb(white + ink.red() * ink.alpha() / 255, white + ink.green() * ink.alpha() / 255,
                        white + ink.blue() * ink.alpha() / 255));
            }
        image = paper;
    }
    image = image.convertToFormat(QImage::Format_Grayscale8);
    GreyPicture picture{image.width(), image.height(), {}};
    for (int y = 0; y < image.height(); ++y)
        picture.pixels.insert(picture.pixels.end(), image.constScanLine(y), image.constScanLine(y) + image.width());
    if (lightBackground(picture))
        for (std::uint8_t& pixel : picture.pixels)
            pixel = static_cast<std::uint8_t>(255 - pixel);
    return picture;
}

Result<DigitImage> digitFromPicture(const GreyPicture& picture, const std::string& name)
{
    if (picture.width == kSide && picture.height == kSide) {
        DigitImage image;
        std::copy(picture.pixels.begin(), picture.pixels.end(), image.begin());
        return image;
    }
    const NormalizedDigit digit = normalizeDigit(picture);
    if (digit.empty)
        return badInput(name + " shows no ink: a digit must stand out from its background");
    return digit.image;
}

} // namespace qlab::app
