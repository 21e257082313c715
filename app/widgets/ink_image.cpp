// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/ink_image.h"

#include "app/widgets/stroke_history.h"
#include "engine/core/shape.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>
#include <QPainter>
#include <QSaveFile>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace qlab::app {
namespace {

/// Less contrast than this between ground and ink is an empty sheet, in grey levels.
constexpr int kLeastContrast = 16;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(InkImage)
};

QImage fitted(const QImage& picture)
{
    if (picture.size() == QSize(kSide, kSide) || std::max(picture.width(), picture.height()) == kSheetSide)
        return picture;
    const QSize size = picture.size().scaled(kSheetSide, kSheetSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
    return picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

/// Mean brightness of what is not transparent, 0 ... 255.
double inkBrightness(const QImage& picture)
{
    double light = 0;
    double total = 0;
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x) {
            light += qGray(line[x]) * qAlpha(line[x]);
            total += qAlpha(line[x]);
        }
    }
    return total > 0 ? light / total : 0;
}

QImage grey(const QImage& picture)
{
    if (!picture.hasAlphaChannel())
        return picture.convertToFormat(QImage::Format_Grayscale8);
    const QImage source = picture.convertToFormat(QImage::Format_ARGB32);
    QImage flat(source.size(), QImage::Format_RGB32);
    flat.fill(inkBrightness(source) > 127 ? Qt::black : Qt::white);
    QPainter(&flat).drawImage(0, 0, source);
    return flat.convertToFormat(QImage::Format_Grayscale8);
}

std::vector<int> borderPixels(const QImage& grey)
{
    std::vector<int> border;
    for (int x = 0; x < grey.width(); ++x)
        for (const int y : {0, grey.height() - 1})
            border.push_back(grey.constScanLine(y)[x]);
    for (int y = 0; y < grey.height(); ++y)
        for (const int x : {0, grey.width() - 1})
            border.push_back(grey.constScanLine(y)[x]);
    return border;
}

/// The value that a share of the others does not exceed.
int quantile(std::vector<int> values, double share)
{
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

/// What each grey level means as ink, judged from the border, which is mostly ground.
std::array<uchar, 256> inkLevels(const QImage& grey)
{
    int darkest = 255;
    int lightest = 0;
    for (int y = 0; y < grey.height(); ++y) {
        const auto [low, high] = std::minmax_element(grey.constScanLine(y), grey.constScanLine(y) + grey.width());
        darkest = std::min<int>(darkest, *low);
        lightest = std::max<int>(lightest, *high);
    }
    std::vector<int> border = borderPixels(grey);
    const int ground = quantile(border, 0.5);
    const bool darkInk = ground - darkest > lightest - ground;
    for (int& level : border)
        level = std::abs(level - ground);
    const int noise = quantile(border, 0.9);
    const int strongest = (darkInk ? ground - darkest : lightest - ground) - noise;

    std::array<uchar, 256> ink{};
    if (strongest < kLeastContrast)
        return ink;
    for (int level = 0; level < 256; ++level) {
        const int above = (darkInk ? ground - level : level - ground) - noise;
        ink[static_cast<std::size_t>(level)] = static_cast<uchar>(std::clamp(above * 255 / strongest, 0, 255));
    }
    return ink;
}

Error readError(const QString& path, const QString& reason)
{
    return badInput(Words::tr("%1: %2").arg(QFileInfo(path).fileName(), reason).toStdString());
}

} // namespace

QImage inkFromImage(const QImage& picture)
{
    if (picture.isNull())
        return {};
    const QImage source = grey(fitted(picture));
    const std::array<uchar, 256> levels = inkLevels(source);
    const int side = std::max(source.width(), source.height());
    QImage ink(side, side, QImage::Format_Grayscale8);
    ink.fill(0);
    const int left = (side - source.width()) / 2;
    const int top = (side - source.height()) / 2;
    for (int y = 0; y < source.height(); ++y) {
        const uchar* from = source.constScanLine(y);
        std::transform(
            from, from + source.width(), ink.scanLine(top + y) + left, [&](uchar level) { return levels[level]; });
    }
    return ink;
}

Result<QImage> readPicture(const QString& path)
{
    if (!QFileInfo(path).isFile())
        return notFound(Words::tr("%1: there is no such file").arg(path).toStdString());
    QImageReader reader(path);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    const bool drawn = reader.format().startsWith("svg");
    if (size.isValid() && (drawn || std::max(size.width(), size.height()) > kSheetSide))
        reader.setScaledSize(size.scaled(kSheetSide, kSheetSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    QImage picture = reader.read();
    if (picture.isNull())
        return readError(path, Words::tr("not a picture that can be read (%1)").arg(reader.errorString()));
    return picture;
}

Status writePng(const QImage& picture, const QString& path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return ioError(Words::tr("%1 cannot be written: %2").arg(path, file.errorString()).toStdString());
    QImageWriter writer(&file, "png");
    if (!writer.write(picture))
        return ioError(Words::tr("%1 cannot be written: %2").arg(path, writer.errorString()).toStdString());
    if (!file.commit())
        return ioError(Words::tr("%1 cannot be written: %2").arg(path, file.errorString()).toStdString());
    return {};
}

} // namespace qlab::app
