// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_files.h"

#include "app/charts/chart_export.h"
#include "app/cli/console.h"
#include "app/cli/offscreen.h"
#include "app/present/sweep_charts.h"
#include "app/theme/theme.h"
#include "engine/core/atomic_file.h"
#include "engine/core/text.h"
#include "engine/formats/compact_file.h"

#include <QBuffer>
#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace qlab::app {
namespace {

struct SweepFiles {
    Q_DECLARE_TR_FUNCTIONS(SweepFiles)
};

/// The columns are a contract; schemes are quoted.
std::string csvOf(const SweepReport& report)
{
    const std::vector<std::size_t> frontier = frontierOf(report);
    std::string text = "bytes,correct,images,accuracy_percent,low95_percent,high95_percent,bits,trained,steps,scheme,"
                       "only_original,only_model,p_value,on_frontier,seconds,l1,us_per_image\n";
    for (std::size_t i = 0; i < report.points.size(); ++i) {
        const SweepPoint& point = *report.points[i];
        const auto& [steps, scheme, trained, l1] = point.configuration;
        const bool best = std::ranges::find(frontier, i) != frontier.end();
        text += std::to_string(point.bytes) + ',' + std::to_string(point.correct) + ',' + std::to_string(point.images)
            + ',' + exactText(100 * point.accuracy()) + ',' + exactText(100 * point.accuracy95.low) + ','
            + exactText(100 * point.accuracy95.high) + ',' + std::to_string(scheme.bits) + ','
            + (trained ? "yes" : "no") + ',' + stepsText(steps) + ",\"" + schemeToText(scheme) + "\","
            + std::to_string(point.against.onlyFirst) + ',' + std::to_string(point.against.onlySecond) + ','
            + exactText(point.against.pValue) + ',' + (best ? "yes" : "no") + ',' + exactText(point.seconds) + ','
            + exactText(l1) + ',' + exactText(point.time.ofIntegers()) + '\n';
    }
    return text;
}

Result<NamedBytes> png(const char* name, const QImage& image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !image.save(&buffer, "PNG"))
        return ioError(std::string("cannot draw ") + name + ": there is not enough memory");
    return NamedBytes{name, bytes.toStdString()};
}

std::vector<NamedBytes> frontierModels(const SweepReport& report)
{
    std::vector<NamedBytes> files;
    for (const std::size_t index : frontierOf(report)) {
        const auto bytes = encodeCompact(*report.points[index]->model);
        char name[40];
        std::snprintf(name, sizeof name, "frontier-%05zu-bytes.qlm", bytes.size());
        files.push_back({name, std::string(bytes.begin(), bytes.end())});
    }
    return files;
}

} // namespace

Status writeSweep(const std::filesystem::path& folder, const SweepReport& report)
{
    OffscreenApplication application;
    if (Status started = application.start(); !started)
        return started.error();
    Theme::instance().setMode(Theme::Mode::Light);
    MapChart map, time, bits;
    map.setTitle(SweepFiles::tr("Size against accuracy"), SweepFiles::tr("% of the test images"));
    bits.setTitle(SweepFiles::tr("Bits against accuracy"), SweepFiles::tr("best of each input, %"));
    time.setTitle(SweepFiles::tr("Time against accuracy"), SweepFiles::tr("% of the test images"));
    for (MapChart* chart : {&map, &time, &bits})
        chart->setSubject(QString::fromStdString(report.data->name));
    map.setData(sizeMap(report, std::nullopt, std::nullopt));
    time.setData(timeMap(report, std::nullopt));
    bits.setData(bitsMap(report));
    ExportOptions options;
    options.size = {960, 600};
    options.scale = 2;
    ExportOptions small = options;
    small.size = {640, 400};
    std::vector<NamedBytes> files = frontierModels(report);
    for (auto picture : {png("sweep.png", chartImage(map, options)), png("time.png", chartImage(time, options)),
             png("bits.png", chartImage(bits, small))}) {
        if (!picture)
            return picture.error();
        files.push_back(std::move(*picture));
    }
    files.push_back({"sweep.svg", chartSvg(map, options).toStdString()});
    files.push_back({"bits.csv", csvText(bits.table()).toStdString()});
    files.push_back({"sweep.csv", csvOf(report)});
    return writeFilesAtomically(folder, files);
}

std::string sweepJson(const SweepReport& report)
{
    using Json = nlohmann::ordered_json;
    const std::vector<std::size_t> frontier = frontierOf(report);
    Json models = Json::array();
    for (std::size_t i = 0; i < report.points.size(); ++i) {
        const SweepPoint& point = *report.points[i];
        models.push_back({{"bytes", point.bytes}, {"correct", point.correct}, {"images", point.images},
            {"accuracy", point.accuracy()}, {"low95", point.accuracy95.low}, {"high95", point.accuracy95.high},
            {"steps", stepsText(point.configuration.steps)}, {"scheme", schemeToText(point.configuration.scheme)},
            {"trained", point.configuration.trained}, {"l1", point.configuration.l1},
            {"us_per_image", point.time.ofIntegers()}, {"p_value", point.against.pValue},
            {"on_frontier", std::ranges::find(frontier, i) != frontier.end()}});
    }
    return printable({{"data", report.data->name}, {"seconds", report.seconds}, {"models", models}});
}

} // namespace qlab::app
