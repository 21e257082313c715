// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_charts.h"

#include "app/charts/chart_export.h"
#include "app/present/compare_charts.h"
#include "app/present/train_charts.h"
#include "app/theme/theme.h"
#include "app/widgets/digit_grid.h"
#include "engine/quant/packing.h"

#include <QBuffer>

namespace qlab::app {
namespace {

constexpr QSize kCell{480, 320};
constexpr QSize kGridSize{960, 546}; ///< seven whole rows
constexpr int kGridMargin = 12;
constexpr std::size_t kMostSamples = 200;

Result<NamedBytes> png(const char* name, const QImage& image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !image.save(&buffer, "PNG"))
        return ioError(std::string("cannot draw ") + name + ": there is not enough memory");
    return NamedBytes{name, bytes.toStdString()};
}

QImage comparisonPicture(const RunRecord& record)
{
    IntervalChart accuracy;
    BarChart size, time;
    accuracy.setTitle(QObject::tr("Accuracy"), QObject::tr("%, 95 % interval"));
    size.setTitle(QObject::tr("Size"), QObject::tr("file as written, KB"));
    time.setTitle(QObject::tr("Time"), QObject::tr("whole test set, ms"));
    accuracy.setData(accuracyChart(record.comparison));
    size.setData(sizeChart(record.comparison, weightBytes(*record.quantized)));
    time.setData(timeChart(record.comparison));
    const ChartView* const charts[] = {&accuracy, &size, &time};
    ExportOptions options;
    options.size = kCell;
    options.scale = 2;
    return sheetImage(charts, 3, options);
}

QImage lossPicture(const RunRecord& record)
{
    LineChart loss;
    loss.setTitle(QObject::tr("Loss"), QObject::tr("mean cross-entropy"));
    loss.setData(
        lossData({record.losses, record.epochs}, shownEpochs(record.epochs, record.config), kLossSmoothing, {}));
    ExportOptions options;
    options.size = {800, 450};
    options.scale = 2;
    return chartImage(loss, options);
}

/// First the images whose answer quantization changed, then those the original gets wrong, then the rest.
std::vector<DigitTile> sampleTiles(const RunRecord& record)
{
    const auto& original = record.originalEvaluation->predictions;
    const auto& quantized = record.quantizedEvaluation->predictions;
    const auto labels = record.data->test->labels();
    std::vector<DigitTile> tiles;
    for (int rank = 0; rank < 3; ++rank)
        for (std::size_t i = 0; i < original.size() && tiles.size() < kMostSamples; ++i) {
            const bool changed = original[i] != quantized[i], wrong = original[i] != labels[i];
            if ((changed ? 0 : wrong ? 1 : 2) != rank)
                continue;
            DigitTile tile;
            tile.index = i;
            tile.trueLabel = labels[i];
            tile.original = original[i];
            tile.quantized = quantized[i];
            tiles.push_back(tile);
        }
    return tiles;
}

QImage samplesPicture(const RunRecord& record)
{
    DigitGrid grid(DigitGrid::Badges::Predictions);
    grid.setTiles(record.data->test, sampleTiles(record));
    grid.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    grid.resize(kGridSize);
    QImage image((kGridSize + QSize(kGridMargin, kGridMargin) * 2) * 2, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    image.fill(themeColor(Token::Surface));
    grid.render(&image, QPoint(kGridMargin, kGridMargin));
    return image;
}

} // namespace

Result<std::vector<NamedBytes>> runCharts(const RunRecord& record)
{
    Theme::instance().setMode(Theme::Mode::Light);
    std::vector<NamedBytes> files;
    std::vector<std::pair<const char*, QImage>> pictures;
    pictures.emplace_back("comparison.png", comparisonPicture(record));
    if (record.trained)
        pictures.emplace_back("loss.png", lossPicture(record));
    pictures.emplace_back("samples.png", samplesPicture(record));
    for (const auto& [file, picture] : pictures) {
        auto bytes = png(file, picture);
        if (!bytes)
            return bytes.error();
        files.push_back(std::move(*bytes));
    }
    return files;
}

} // namespace qlab::app
