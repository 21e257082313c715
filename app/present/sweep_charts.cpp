// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/sweep_charts.h"

#include "app/present/sweep_words.h"
#include "app/widgets/number_text.h"
#include "engine/lab/frontier.h"

#include <QCoreApplication>

#include <cmath>

namespace qlab::app {
namespace {

struct SweepCharts {
    Q_DECLARE_TR_FUNCTIONS(SweepCharts)
};

MapPoint::Shape shapeOf(InputKind kind)
{
    switch (kind) {
    case InputKind::Pixels:
        return MapPoint::Shape::Circle;
    case InputKind::Deskewed:
        return MapPoint::Shape::Triangle;
    case InputKind::Moments:
        return MapPoint::Shape::Diamond;
    case InputKind::Gradients:
        return MapPoint::Shape::Square;
    }
    return MapPoint::Shape::Circle;
}

MapPoint pointOf(const SweepPoint& point, double x)
{
    MapPoint made;
    made.x = x;
    made.accuracy = 100 * point.accuracy();
    made.low = 100 * point.accuracy95.low;
    made.high = 100 * point.accuracy95.high;
    made.shape = shapeOf(inputKind(point.configuration.steps));
    made.name = configurationName(point.configuration);
    const QuantScheme& scheme = point.configuration.scheme;
    if (scheme.range == QuantScheme::Range::Fixed && (scheme.bits == 3 || scheme.bits == 4))
        made.label = SweepCharts::tr("%1: %2 %").arg(gridName(scheme), numberText(made.accuracy, 0));
    made.facts = {{SweepCharts::tr("file"), SweepCharts::tr("%1 B").arg(countText(static_cast<qint64>(point.bytes)))},
        {SweepCharts::tr("time"), microsecondsText(point.time.ofIntegers())}};
    return made;
}

std::vector<Candidate> sizes(const SweepReport& report)
{
    std::vector<Candidate> models;
    for (const SweepPointPtr& point : report.points)
        models.push_back({static_cast<double>(point->bytes), point->correct});
    return models;
}

/// Where others stood on the same test images: bytes or parameters of models whose authors published both figures.
std::vector<MapMark> publicMarks()
{
    return {{414, 90, SweepCharts::tr("414 B, best public at 90 %"), false},
        {2579, 92, SweepCharts::tr("2,579 B"), false}, {512, 95, SweepCharts::tr("512 B"), false},
        {32'190, 90.4, SweepCharts::tr("the report, 32.2 KB: 90.4 %"), true}};
}

} // namespace

std::vector<std::size_t> frontierOf(const SweepReport& report) { return qlab::frontierOf(sizes(report)); }

std::optional<std::size_t> smallestLosing(const SweepReport& report, double points)
{
    if (report.inputs.empty())
        return std::nullopt;
    const SweepInput& original = report.inputs.front();
    const double least = static_cast<double>(original.correct) - points / 100 * static_cast<double>(original.images);
    return cheapestWith(sizes(report), static_cast<std::size_t>(std::max(0.0, std::ceil(least - 1e-9))));
}

std::optional<std::size_t> smallestReaching(const SweepReport& report, double percent)
{
    return cheapestWith(sizes(report),
        static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(report.data->testSize()))));
}

std::optional<std::size_t> bestWithin(const SweepReport& report, std::size_t bytes)
{
    return qlab::bestWithin(sizes(report), static_cast<double>(bytes));
}

MapChartData sizeMap(const SweepReport& report, std::optional<std::size_t> selected, std::optional<double> limit)
{
    MapChartData data;
    for (const SweepPointPtr& point : report.points)
        data.points.push_back(pointOf(*point, static_cast<double>(point->bytes)));
    for (const std::size_t index : frontierOf(report))
        data.points[index].onFrontier = data.points[index].accuracy >= data.lowest;
    data.selected = selected;
    data.limit = limit;
    if (report.data->name == "MNIST")
        data.marks = publicMarks();
    data.xName = SweepCharts::tr("file, header included");
    data.xColumn = QStringLiteral("file (B)");
    data.footnote = SweepCharts::tr("models below 70 % stand at the lower edge");
    data.emptyText = SweepCharts::tr("the first models come in a moment");
    return data;
}

MapChartData timeMap(const SweepReport& report, std::optional<std::size_t> selected)
{
    MapChartData data;
    data.scale = MapScale::Microseconds;
    std::vector<Candidate> models;
    for (const SweepPointPtr& point : report.points) {
        data.points.push_back(pointOf(*point, point->time.ofIntegers()));
        models.push_back({point->time.ofIntegers(), point->correct});
    }
    for (const std::size_t index : qlab::frontierOf(models))
        data.points[index].onFrontier = data.points[index].accuracy >= data.lowest;
    data.selected = selected;
    if (!report.inputs.empty() && report.inputs.front().time.measured()) {
        const SweepInput& original = report.inputs.front();
        data.marks.push_back({original.time.ofOriginal(), 100 * original.accuracy(),
            SweepCharts::tr("float32: %1 %").arg(numberText(100 * original.accuracy(), 2)), true});
    }
    data.xName = SweepCharts::tr("one image, input steps included");
    data.xColumn = QStringLiteral("time (µs)");
    data.footnote = SweepCharts::tr("models below 70 % stand at the lower edge");
    data.emptyText = SweepCharts::tr("the first models come in a moment");
    return data;
}

MapChartData bitsMap(const SweepReport& report)
{
    MapChartData data;
    data.scale = MapScale::Bits;
    data.stepsOfFrontier = false;
    data.lowest = 88;
    data.xName = SweepCharts::tr("bits");
    data.xColumn = QStringLiteral("bits");
    for (const InputKind kind : {InputKind::Pixels, InputKind::Deskewed, InputKind::Moments, InputKind::Gradients}) {
        std::vector<std::size_t> line;
        for (int bits = 1; bits <= 8; ++bits) {
            const SweepPoint* best = nullptr;
            for (const SweepPointPtr& point : report.points)
                if (inputKind(point->configuration.steps) == kind && point->configuration.scheme.bits == bits
                    && !point->configuration.scheme.hasRowWidths()
                    && (best == nullptr || point->correct > best->correct))
                    best = point.get();
            if (best == nullptr)
                continue;
            line.push_back(data.points.size());
            data.points.push_back(pointOf(*best, bits));
            data.points.back().label.clear();
            data.points.back().onFrontier = kind == InputKind::Gradients;
        }
        data.lines.push_back(std::move(line));
    }
    data.emptyText = SweepCharts::tr("best of each input");
    return data;
}

} // namespace qlab::app
