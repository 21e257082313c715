// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/lab_bench.h"

#include "engine/core/text.h"
#include "engine/export/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>

namespace qlab::lab_bench {
namespace {

constexpr double kWidth = 760, kHeight = 380;
constexpr double kLabelGap = 10, kLabelHeight = 16;

/// The picture stands alone, on a page that may be dark: it brings its own paper and its own style.
constexpr const char* kStyle = R"(<style>
text{font:12px system-ui,"Noto Sans",sans-serif;fill:#555b63}.title{font-weight:600;fill:#1b1f24}.middle{text-anchor:middle}
.end{text-anchor:end}.paper{fill:#fff;stroke:#d9dce0}.grid{stroke:#e6e8eb}.axis{stroke:#8b929a}path{fill:none;stroke-width:2}
.load{stroke:#868e96}.epoch{stroke:#2f8f4e}.f32{stroke:#0b63b5}.i8{stroke:#c8560b;stroke-dasharray:6 3}
circle.load{fill:#868e96}circle.epoch{fill:#2f8f4e}circle.f32{fill:#0b63b5}circle.i8{fill:#fff;stroke-width:2;stroke-dasharray:none}
text.load,text.epoch,text.f32,text.i8{stroke:none;font-weight:600}
text.load{fill:#5f666e}text.epoch{fill:#23743d}text.f32{fill:#0b63b5}text.i8{fill:#a84605}</style>)";

struct Series {
    const char *name, *look;
    double Growth::*time;
};
constexpr std::array<Series, 4> kSeries{{
    {"an epoch of training", "epoch", &Growth::trainMs},
    {"classify, float", "f32", &Growth::floatMs},
    {"load", "load", &Growth::loadMs},
    {"classify, int8", "i8", &Growth::integerMs},
}};

double decade(double value) { return std::log10(value); }

PlotArea areaFor(const std::vector<Growth>& points)
{
    PlotArea area{64, 56, kWidth - 160, kHeight - 44, {}, {}};
    double low = 1e300, high = 0;
    for (const Growth& point : points)
        for (const Series& series : kSeries) {
            low = std::min(low, point.*series.time);
            high = std::max(high, point.*series.time);
        }
    area.yTicks.low = std::floor(decade(low));
    area.yTicks.high = std::ceil(decade(high));
    area.xTicks.low = decade(static_cast<double>(points.front().images));
    area.xTicks.high = decade(static_cast<double>(points.back().images));
    return area;
}

std::string decadeText(double exponent)
{
    return exponent < 0 ? fixedText(std::pow(10, exponent), static_cast<int>(-exponent))
                        : groupedText(std::llround(std::pow(10, exponent)));
}

void drawAxes(Svg& svg, const PlotArea& area)
{
    for (double y = area.yTicks.low; y <= area.yTicks.high; ++y) {
        svg.line({area.left, area.y(y)}, {area.right, area.y(y)}, y == area.yTicks.low ? "axis" : "grid");
        svg.text({area.left - 8, area.y(y) + 4}, "end", decadeText(y));
    }
    for (double x = std::ceil(area.xTicks.low); x <= area.xTicks.high; ++x) {
        svg.line({area.x(x), area.bottom}, {area.x(x), area.bottom + 4}, "axis");
        svg.text({area.x(x), area.bottom + 18}, "middle", decadeText(x));
    }
    svg.text({area.right, area.bottom + 34}, "end", "images");
    svg.text({16, 28}, "title", "Time against the number of images, ms, one thread");
}

void drawSeries(Svg& svg, const PlotArea& area, const std::vector<Growth>& points, const Series& series, double labelY)
{
    std::vector<Point> line;
    for (const Growth& point : points)
        line.push_back({area.x(decade(static_cast<double>(point.images))), area.y(decade(point.*series.time))});
    svg.path(line, series.look);
    for (const Point& place : line)
        svg.circle(place, 3, series.look);
    svg.text({line.back().x + kLabelGap, labelY + 4}, series.look, series.name);
}

} // namespace

std::string growthChart(const std::vector<Growth>& points)
{
    const PlotArea area = areaFor(points);
    Svg svg(kWidth, kHeight);
    svg.markup(kStyle);
    svg.rect({0.5, 0.5}, kWidth - 1, kHeight - 1, "paper");
    drawAxes(svg, area);
    auto topDown = kSeries;
    std::ranges::sort(topDown, std::greater(), [&](const Series& series) { return points.back().*series.time; });
    std::vector<double> ends;
    for (const Series& series : topDown)
        ends.push_back(area.y(decade(points.back().*series.time)));
    ends = spreadApart(ends, kLabelHeight);
    for (std::size_t i = 0; i < topDown.size(); ++i)
        drawSeries(svg, area, points, topDown[i], ends[i]);
    const std::string inlined = svg.finish("Time to load, train an epoch and classify, from a thousand images on");
    return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + inlined.substr(std::string_view("<svg").size()) + "\n";
}

} // namespace qlab::lab_bench
