// SPDX-License-Identifier: GPL-3.0-or-later
// What charts hand out as numbers: tables, CSV text, hover boxes.
#include "tests/support.h"

#include "app/charts/chart_export.h"
#include "test_charts_samples.h"

#include <limits>

using namespace qlab::app;
using Catch::Matchers::WithinRel;

namespace {

using Rows = std::vector<QStringList>;

Rows parsed(const QString& csv)
{
    Rows rows;
    for (const QString& line : csv.split(u'\n'))
        if (!line.isEmpty())
            rows.push_back(line.split(u','));
    return rows;
}

QStringList rowsOf(const std::optional<HoverInfo>& info)
{
    QStringList rows;
    if (info)
        for (const HoverRow& row : info->rows)
            rows.append(row.label + u'=' + row.value);
    return rows;
}

} // namespace

TEST_CASE("CSV quotes what must be quoted and leaves gaps empty", "[charts][csv]")
{
    const ChartTable table{{QStringLiteral("a, b"), QStringLiteral("x (ms)")},
        {{QStringLiteral("say \"so\""), 0.1}, {QString(), std::numeric_limits<double>::quiet_NaN()},
            {QStringLiteral("t\tt"), -1e-9}}};
    CHECK(csvText(table) == QStringLiteral("\"a, b\",x (ms)\n\"say \"\"so\"\"\",0.1\n,\nt\tt,-1e-09\n"));
    CHECK(tabText(table) == QStringLiteral("a, b\tx (ms)\nsay \"so\"\t0.1\n\t\nt t\t-1e-09\n"));
}

TEST_CASE("the CSV of curves holds every raw value to the last bit", "[charts][csv]")
{
    QLocale::setDefault(QLocale(QLocale::German)); // must not matter
    const LineChartData data = sample::loss();
    const auto chart = sample::chart<LineChart>(data);
    const Rows rows = parsed(csv(*chart));
    QLocale::setDefault(QLocale::c());

    CHECK(rows.front() == sample::texts({"series", "epoch", "loss", "loss smoothed"}));
    REQUIRE(rows.size() == 1 + data.curves[0].x.size() + data.curves[1].x.size());
    std::size_t row = 1;
    for (const Curve& curve : data.curves)
        for (std::size_t i = 0; i < curve.x.size(); ++i, ++row) {
            REQUIRE(rows[row].size() == 4);
            CHECK(rows[row][0] == curve.name);
            CHECK(rows[row][1].toDouble() == curve.x[i]);
            CHECK(rows[row][2].toDouble() == curve.y[i]);
        }
    CHECK(rows.back()[3].toDouble() == data.curves[1].y.back()); // not smoothed: equal
}

TEST_CASE("the CSV of each chart equals its data", "[charts][csv]")
{
    CHECK(csv(*sample::chart<IntervalChart>(sample::accuracy()))
        == QStringLiteral("name,accuracy (%),accuracy low (%),accuracy high (%)\n"
                          "Original,92.19,91.65,92.71\nQuantized,92.22,91.68,92.73\n"));
    CHECK(csv(*sample::chart<BarChart>(sample::times()))
        == QStringLiteral(
            "name,time (ms),time low (ms),time high (ms)\nOriginal,0.66,0.63,0.72\nQuantized,0.21,0.2,0.22\n"));
    const Rows size = parsed(csv(*sample::chart<BarChart>(sample::sizes())));
    CHECK(size.front() == sample::texts({"name", "size (KB)", "weights (KB)", "rest (KB)"}));
    CHECK_THAT(size[2][1].toDouble(), WithinRel(8.116, 1e-12));
    CHECK(size[2][2].toDouble() == 7.84);
    CHECK(csv(*sample::chart<BreakdownChart>(sample::breakdown()))
        == QStringLiteral("input,model,range (ms),quantize (ms),multiply (ms),rescale (ms),total (ms)\n"
                          "Raw pixels in,original,0,0,0.625,0.03125,0.65625\n"
                          "Raw pixels in,quantized,0,0,0.1875,0.0625,0.25\n"
                          "Normalised floats in,original,0,0,1,0,1\n"
                          "Normalised floats in,quantized,0.5,0.75,0.25,0.125,1.625\n"));
    CHECK(csv(*sample::chart<ScalingChart>(sample::scaling()))
              .startsWith(
                  QStringLiteral("model,images per call,time per image (ns)\noriginal,1,200\noriginal,10,100\n")));
    const HistogramChartData histogram = sample::histogram();
    const Rows bins = parsed(csv(*sample::chart<HistogramChart>(histogram)));
    REQUIRE(bins.size() == 113);
    CHECK(bins[1][0].toDouble() == -0.2);
    for (std::size_t i = 0; i < 112; ++i)
        CHECK(bins[i + 1][2].toDouble() == histogram.counts[i]);
}

TEST_CASE("the box over a curve tells x, then raw and smoothed values", "[charts][hover]")
{
    const LineChartData data = sample::loss();
    const auto chart = sample::shown<LineChart>(data);
    const PlotMap& map = chart->plotMap();
    sample::sendMouse(*chart, QEvent::MouseMove, map.pixel(8.01, 0.5));
    const auto& info = chart->shownHover();
    REQUIRE(info);
    CHECK(info->title == QStringLiteral("epoch 8.0"));
    const auto text = [](double value) { return QString::number(value, 'f', 3); };
    const double raw = data.curves[0].y[159]; // epoch 8 is the 160th point
    const double smooth = chart->table().rows[159].size() == 4 ? std::get<double>(chart->table().rows[159][3]) : 0;
    const QStringList expected{QStringLiteral("train, smoothed=") + text(smooth),
        QStringLiteral("train, raw=") + text(raw), QStringLiteral("test=") + text(data.curves[1].y[7])};
    CHECK(rowsOf(info) == expected);
    CHECK(info->crosshair);
    REQUIRE(info->rings.size() == 2);
    CHECK(info->rings[0].at == map.pixel(8, smooth));
}

TEST_CASE("a curve that has not come this far says nothing", "[charts][hover]")
{
    LineChartData data = sample::loss();
    data.curves[1].x.resize(3);
    data.curves[1].y.resize(3);
    const auto chart = sample::shown<LineChart>(data);
    sample::sendMouse(*chart, QEvent::MouseMove, chart->plotMap().pixel(8, 0.5));
    REQUIRE(chart->shownHover());
    CHECK(chart->shownHover()->rows.size() == 2);
}

TEST_CASE("boxes of the other charts hold the exact values", "[charts][hover]")
{
    const auto at = [](ChartView& chart, const QPointF& pixel) {
        sample::sendMouse(chart, QEvent::MouseMove, pixel);
        return rowsOf(chart.shownHover());
    };
    const auto interval = sample::shown<IntervalChart>(sample::accuracy());
    CHECK(at(*interval, interval->plotMap().pixel(0, 92))
        == sample::texts({"accuracy=92.19 %", "95 % interval=91.65 … 92.71 %"}));
    const auto sizes = sample::shown<BarChart>(sample::sizes());
    CHECK(at(*sizes, sizes->plotMap().pixel(1, 5))
        == sample::texts({"size=8.116 KB", "weights=7.840 KB", "rest=0.276 KB"}));
    const auto times = sample::shown<BarChart>(sample::times());
    CHECK(
        at(*times, times->plotMap().pixel(0, 0.1)) == sample::texts({"time=0.660 ms", "10 to 90 %=0.630 … 0.720 ms"}));
    const auto scaling = sample::shown<ScalingChart>(sample::scaling());
    CHECK(at(*scaling, scaling->plotMap().pixel(110, 50)) == sample::texts({"original=70.0 ns", "quantized=25.0 ns"}));
    const auto histogram = sample::shown<HistogramChart>(sample::histogram());
    const HistogramChartData& data = histogram->data();
    const QString count = QStringLiteral("weights=%1").arg(data.counts[56]);
    CHECK(at(*histogram, histogram->plotMap().pixel(0.0018, 10))
        == QStringList{count, sample::text("nearest level 0=0.0000")});
    CHECK(at(*histogram, histogram->plotMap().pixel(-0.199, 1)) == sample::texts({"weights=3", "clipped="}));
}

TEST_CASE("the breakdown tells every step of the bar under the mouse", "[charts][hover]")
{
    const auto chart = sample::shown<BreakdownChart>(sample::breakdown());
    QStringList seen;
    for (int stop = 0; stop < 4; ++stop) {
        sample::sendKey(*chart, Qt::Key_Right);
        seen = rowsOf(chart->shownHover());
    }
    CHECK(chart->shownHover()->title == QStringLiteral("Normalised floats in"));
    CHECK(seen
        == sample::texts(
            {"quantized=1.625 ms", "range=0.500 ms", "quantize=0.750 ms", "multiply=0.250 ms", "rescale=0.125 ms"}));
}

TEST_CASE("a logarithmic axis says how many values it cannot show", "[charts][log]")
{
    LineChartData data = sample::loss();
    data.curves[0].y[3] = 0;
    data.curves[0].y[4] = -1;
    const auto chart = sample::chart<LineChart>(data);
    CHECK(chart->frame({400, 240}, {}).footnote.isEmpty());
    chart->setLogarithmic(true);
    CHECK(chart->droppedValues() == 2);
    CHECK(chart->frame({400, 240}, {}).footnote.contains(QStringLiteral("2")));
    CHECK(chart->frame({400, 240}, {}).y.scale.logarithmic);
    CHECK(chart->frame({400, 240}, {}).y.scale.range.low > 0);
}

TEST_CASE("a focused axis leaves out the first fall and says so", "[charts][focus]")
{
    LineChartData data = sample::loss();
    CHECK(sample::chart<LineChart>(data)->frame({400, 240}, {}).y.scale.range.high >= 2.2);
    data.fit = LineChartData::Fit::Focus;
    const auto chart = sample::chart<LineChart>(data);
    const ChartFrame frame = chart->frame({400, 240}, {});
    const double top = frame.y.scale.range.high;
    CHECK(top < 1.5);
    const auto above =
        std::count_if(data.curves[0].y.begin(), data.curves[0].y.end(), [&](double v) { return v > top; });
    CHECK(above > 0);
    CHECK(frame.footnote.startsWith(QString::number(above)));
}

TEST_CASE("levels of a codebook are drawn where there is room between them", "[charts][histogram]")
{
    HistogramChartData data = sample::histogram();
    data.levels.clear();
    for (const int code : {-127, -61, -30, -29, -28, -10, 1, 2, 40, 90, 127})
        data.levels.push_back({code * 0.0015, code});
    data.evenLevels = false;
    const auto chart = sample::chart<HistogramChart>(data);
    // Of -30, -29, -28 and of 1, 2 only the first is far enough from the one before; a pixel is 0.4 / 400 or less.
    CHECK(chart->frame({400, 240}, {}).footnote.startsWith(QStringLiteral("8 of 11 levels drawn")));
    data.levels.resize(2);
    CHECK(sample::chart<HistogramChart>(data)->frame({400, 240}, {}).footnote.indexOf(QStringLiteral("drawn")) < 0);
}

TEST_CASE("break-even is interpolated in log-log", "[charts][scaling]")
{
    const ScalingChartData data = sample::scaling();
    const auto found = breakEven(data.series[0], data.series[1]);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], WithinRel(std::sqrt(10.0), 1e-9)); // 200 : 400 at 1, 100 : 50 at 10
    CHECK(breakEven(data.series[0], data.series[0]).empty());
}

TEST_CASE("accuracy says when its axis does not start at 0", "[charts][interval]")
{
    CHECK(sample::chart<IntervalChart>(sample::accuracy())->frame({240, 160}, {}).footnote
        == QStringLiteral("%, axis does not start at 0"));
    IntervalChartData low = sample::accuracy();
    low.points[0].low = 0.01;
    CHECK(sample::chart<IntervalChart>(low)->frame({240, 160}, {}).footnote.isEmpty());
}
