// SPDX-License-Identifier: GPL-3.0-or-later
// Charts on the (offscreen) screen: redrawing, zoom, keys, handles, themes, margins.
#include "tests/support.h"

#include "app/charts/chart_item.h"
#include "app/charts/chart_paint.h"
#include "test_charts_samples.h"

#include <QChartView>
#include <QLineSeries>
#include <QPainter>

using namespace qlab::app;
using Catch::Matchers::WithinAbs;

namespace {

/// Counts how often it was asked what to draw.
class CountingChart : public BarChart {
public:
    ChartFrame frame(const QSizeF& size, const ChartStyle& style) const override
    {
        ++m_frames;
        return BarChart::frame(size, style);
    }
    int frames() const { return m_frames; }

private:
    mutable int m_frames = 0;
};

bool has(const QImage& image, const QColor& color)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == color)
                return true;
    return false;
}

} // namespace

TEST_CASE("many changes in one turn of the event loop are drawn once", "[charts][view]")
{
    CountingChart chart;
    chart.resize(300, 200);
    chart.setData(sample::times());
    CHECK(chart.frames() == 0); // hidden: nothing to draw
    chart.show();
    const int before = chart.frames();
    CHECK(before > 0);
    for (int i = 0; i < 100; ++i)
        chart.setData(i == 99 ? sample::sizes() : sample::times());
    CHECK(chart.frames() == before);
    REQUIRE(sample::waitUntil([&] { return chart.frames() > before; }));
    CHECK(chart.frames() == before + 1);
    CHECK(chart.plotMap().y.range.high == 40); // the newest data
}

TEST_CASE("the plot area of Qt Charts is the one that everything else maps with", "[charts][view]")
{
    const auto chart = sample::shown<LineChart>(sample::loss());
    const auto* view = chart->findChild<QChartView*>();
    REQUIRE(view != nullptr);
    CHECK(view->chart()->plotArea() == chart->plotMap().area);
    REQUIRE(view->chart()->series().size() == 3); // raw, smoothed, test
    auto* test = qobject_cast<QLineSeries*>(view->chart()->series().back());
    REQUIRE(test != nullptr);
    const QPointF point = test->points().at(4);
    const QPointF drawn = view->chart()->mapToPosition(point, test);
    CHECK_THAT(drawn.x(), WithinAbs(chart->plotMap().pixelX(point.x()), 1e-6));
    CHECK_THAT(drawn.y(), WithinAbs(chart->plotMap().pixelY(point.y()), 1e-6));
}

TEST_CASE("a million points become a few per pixel column", "[charts][view]")
{
    LineChartData data = sample::loss();
    Curve& curve = data.curves[0];
    curve.x.resize(1'000'000);
    curve.y.assign(1'000'000, 0.3);
    for (std::size_t i = 0; i < curve.x.size(); ++i)
        curve.x[i] = static_cast<double>(i) * 1e-5;
    curve.y[567'890] = 0.9;
    const auto chart = sample::shown<LineChart>(data);
    const auto lines = chart->lines(chart->plotMap(), {});
    REQUIRE(lines.size() == 3);
    CHECK(static_cast<double>(lines[0].points.size()) <= 2 * (chart->plotMap().area.width() + 3));
    CHECK(lines[0].points.contains(QPointF(curve.x[567'890], 0.9))); // the spike survives
}

TEST_CASE("wheel zooms around the mouse, dragging pans, a double-click fits", "[charts][zoom]")
{
    const auto chart = sample::shown<LineChart>(sample::loss());
    const PlotMap full = chart->plotMap();
    const QPointF at = full.pixel(4, 1);
    REQUIRE(sample::sendWheel(*chart, at, 4));
    CHECK(chart->isZoomed());
    CHECK(chart->plotMap().x.range.span() < full.x.range.span());
    CHECK_THAT(chart->plotMap().pixelX(4), WithinAbs(at.x(), 1.5)); // labels may shift the plot area by a little

    const Range before = chart->plotMap().x.range;
    const double step = 40 / chart->plotMap().area.width() * before.span();
    sample::sendMouse(*chart, QEvent::MouseButtonPress, {200, 100}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseMove, {160, 100}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseButtonRelease, {160, 100}, Qt::LeftButton);
    CHECK_THAT(chart->plotMap().x.range.low, WithinAbs(before.low + step, 1e-6));

    sample::sendMouse(*chart, QEvent::MouseButtonDblClick, {160, 100}, Qt::LeftButton);
    CHECK_FALSE(chart->isZoomed());
    CHECK(chart->plotMap().x.range == full.x.range);
}

TEST_CASE("a wheel that has nothing to zoom is left to the page", "[charts][zoom]")
{
    const auto bars = sample::shown<BarChart>(sample::times());
    CHECK_FALSE(sample::sendWheel(*bars, bars->plotMap().area.center(), 1));
    const auto lines = sample::shown<LineChart>(sample::loss());
    CHECK_FALSE(sample::sendWheel(*lines, lines->plotMap().area.center(), -1)); // all is in view already
    CHECK(sample::sendWheel(*lines, lines->plotMap().area.center(), 1));
    CHECK(sample::sendWheel(*lines, lines->plotMap().area.center(), -1));
    CHECK_FALSE(lines->isZoomed());
}

TEST_CASE("beside the plot area only one axis is zoomed", "[charts][zoom]")
{
    const auto chart = sample::shown<LineChart>(sample::loss());
    const PlotMap full = chart->plotMap();
    REQUIRE(sample::sendWheel(*chart, {full.area.center().x(), full.area.bottom() + 10}, 2));
    CHECK(chart->plotMap().y.range == full.y.range);
    CHECK(chart->plotMap().x.range.span() < full.x.range.span());
}

TEST_CASE("arrow keys move the crosshair, Escape hides it", "[charts][keys]")
{
    const auto chart = sample::shown<ScalingChart>(sample::scaling());
    CHECK_FALSE(chart->shownHover());
    sample::sendKey(*chart, Qt::Key_Right);
    REQUIRE(chart->shownHover());
    CHECK(chart->shownHover()->title == QStringLiteral("1 image per call"));
    sample::sendKey(*chart, Qt::Key_Right);
    CHECK(chart->shownHover()->title == QStringLiteral("10 images per call"));
    sample::sendKey(*chart, Qt::Key_Left);
    sample::sendKey(*chart, Qt::Key_Left); // stays at the end
    CHECK(chart->shownHover()->title == QStringLiteral("1 image per call"));
    sample::sendKey(*chart, Qt::Key_Escape);
    CHECK_FALSE(chart->shownHover());
}

TEST_CASE("a box whose place is gone disappears", "[charts][keys]")
{
    const auto chart = sample::shown<BarChart>(sample::times());
    sample::sendMouse(*chart, QEvent::MouseMove, chart->plotMap().pixel(1, 0.1));
    REQUIRE(chart->shownHover());
    BarChartData one = sample::times();
    one.bars.pop_back();
    chart->setData(one);
    CHECK(sample::waitUntil([&] { return !chart->shownHover(); }));
    sample::sendKey(*chart, Qt::Key_Right); // and the keys begin anew
    REQUIRE(chart->shownHover());
    CHECK(chart->shownHover()->title == QStringLiteral("Original"));
}

TEST_CASE("along a dense curve an arrow key moves by a visible distance", "[charts][keys]")
{
    LineChartData data = sample::loss();
    Curve dense{QStringLiteral("dense"), SeriesRole::Run1, {}, {}, 0};
    for (int i = 0; i <= 50'000; ++i) {
        dense.x.push_back(i / 5000.0);
        dense.y.push_back(0.5);
    }
    data.curves.push_back(dense);
    const auto chart = sample::shown<LineChart>(data);
    sample::sendMouse(*chart, QEvent::MouseMove, chart->plotMap().pixel(5, 0.5));
    const double before = chart->shownHover()->at.x();
    sample::sendKey(*chart, Qt::Key_Right);
    const double moved = chart->shownHover()->at.x() - before;
    CHECK(moved >= 1);
    CHECK(moved < 2);
}

TEST_CASE("the box stays inside the chart, wherever the mouse is", "[charts][hover]")
{
    const auto chart = sample::shown<LineChart>(sample::loss(), {240, 160});
    for (const double epoch : {0.1, 2.0, 5.0, 8.0, 10.0}) {
        sample::sendMouse(*chart, QEvent::MouseMove, chart->plotMap().pixel(epoch, 0.5));
        REQUIRE(chart->shownHover());
        const QRectF box = hoverBox(*chart->shownHover(), chart->plotMap());
        CAPTURE(epoch);
        CHECK(QRectF(0, 0, 240, 160).contains(box));
    }
}

TEST_CASE("dragging a clip handle tells the limit under the mouse", "[charts][handles]")
{
    const auto chart = sample::shown<HistogramChart>(sample::histogram());
    std::vector<double> limits;
    QObject::connect(
        chart.get(), &HistogramChart::clipDragged, chart.get(), [&](double limit) { limits.push_back(limit); });
    const PlotMap& map = chart->plotMap();
    const double y = map.area.center().y();

    sample::sendMouse(*chart, QEvent::MouseButtonPress, {map.pixelX(0.126) + 2, y}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseMove, {map.pixelX(0.1), y}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseMove, {map.pixelX(0.08), y}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseMove, {map.pixelX(5), y}, Qt::LeftButton); // far outside
    sample::sendMouse(*chart, QEvent::MouseButtonRelease, {map.pixelX(5), y}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseMove, {map.pixelX(0.05), y});
    REQUIRE(limits.size() == 3);
    CHECK_THAT(limits[0], WithinAbs(0.1, 1e-9));
    CHECK_THAT(limits[1], WithinAbs(0.08, 1e-9));
    CHECK(limits[2] == 0.2); // the end of the range
    CHECK(chart->data().clip == 0.2);

    // The left handle is the mirror image.
    sample::sendMouse(*chart, QEvent::MouseButtonPress, {map.pixelX(-0.2), y}, Qt::LeftButton);
    sample::sendMouse(*chart, QEvent::MouseMove, {map.pixelX(-0.15), y}, Qt::LeftButton);
    CHECK_THAT(limits.back(), WithinAbs(0.15, 1e-9));
}

TEST_CASE("a press beside the handles moves nothing", "[charts][handles]")
{
    HistogramChartData data = sample::histogram();
    const auto chart = sample::shown<HistogramChart>(data);
    int signalled = 0;
    QObject::connect(chart.get(), &HistogramChart::clipDragged, chart.get(), [&] { ++signalled; });
    const auto drag = [&](double from) {
        const double y = chart->plotMap().area.center().y();
        sample::sendMouse(*chart, QEvent::MouseButtonPress, {chart->plotMap().pixelX(from), y}, Qt::LeftButton);
        sample::sendMouse(*chart, QEvent::MouseMove, {chart->plotMap().pixelX(0.05), y}, Qt::LeftButton);
        sample::sendMouse(*chart, QEvent::MouseButtonRelease, {chart->plotMap().pixelX(0.05), y}, Qt::LeftButton);
    };
    drag(0.0);
    CHECK(signalled == 0);
    data.canDrag = false;
    chart->setData(data);
    drag(0.126);
    sample::sendKey(*chart, Qt::Key_Up);
    CHECK(signalled == 0);
}

TEST_CASE("keys move the clip limit, too", "[charts][handles]")
{
    const auto chart = sample::shown<HistogramChart>(sample::histogram());
    std::vector<double> limits;
    QObject::connect(
        chart.get(), &HistogramChart::clipDragged, chart.get(), [&](double limit) { limits.push_back(limit); });
    sample::sendKey(*chart, Qt::Key_Up);
    sample::sendKey(*chart, Qt::Key_Down);
    sample::sendKey(*chart, Qt::Key_PageUp);
    REQUIRE(limits.size() == 3);
    CHECK_THAT(limits[0], WithinAbs(0.127, 1e-9));
    CHECK_THAT(limits[1], WithinAbs(0.126, 1e-9));
    CHECK_THAT(limits[2], WithinAbs(0.136, 1e-9));
    for (int i = 0; i < 50; ++i)
        sample::sendKey(*chart, Qt::Key_PageDown);
    CHECK(limits.back() > 0);
}

TEST_CASE("charts follow the theme", "[charts][theme]")
{
    Theme::instance().setMode(Theme::Mode::Light);
    const auto chart = sample::shown<BarChart>(sample::sizes());
    CHECK(has(chart->grab().toImage(), ThemeTable::of(Scheme::Light)[Token::Original]));
    Theme::instance().setMode(Theme::Mode::Dark);
    CHECK(
        sample::waitUntil([&] { return has(chart->grab().toImage(), ThemeTable::of(Scheme::Dark)[Token::Original]); }));
    CHECK_FALSE(has(chart->grab().toImage(), ThemeTable::of(Scheme::Light)[Token::Original]));
    Theme::instance().setMode(Theme::Mode::Light);
}

TEST_CASE("charts in a row share the tops and bottoms of their plot areas", "[charts][layout]")
{
    const QSizeF size(238, 155);
    const auto area = [&](const ChartContent& chart) { return layOut(chart.frame(size, {}), size).area; };
    const QRectF a = area(*sample::chart<IntervalChart>(sample::accuracy()));
    const QRectF b = area(*sample::chart<BarChart>(sample::sizes()));
    CHECK(a.top() == b.top());
    CHECK(a.bottom() == b.bottom());

    const auto wide = sample::chart<BarChart>(sample::times());
    wide->setPlotMargins({50, 20, 30, 60});
    CHECK(area(*wide) == QRectF(50, 20, 238 - 80, 155 - 80));
}

TEST_CASE("an empty chart shows its frame and one sentence, and nothing to read", "[charts][empty]")
{
    LineChartData data;
    data.xRange = Range{0, 10};
    data.yRange = Range{0, 2};
    data.emptyText = QStringLiteral("draws itself while training runs");
    const auto chart = sample::shown<LineChart>(data);
    const ChartFrame frame = chart->frame({300, 200}, {});
    CHECK(frame.emptyText == data.emptyText);
    CHECK(frame.x.labels.size() >= 3);
    CHECK(frame.y.labels.size() >= 3);
    sample::sendMouse(*chart, QEvent::MouseMove, chart->plotMap().area.center());
    CHECK_FALSE(chart->shownHover());
    sample::sendKey(*chart, Qt::Key_Right);
    CHECK_FALSE(chart->shownHover());
    CHECK(has(chart->grab().toImage(), Theme::instance().table()[Token::Axis]));

    const auto hasAxes = [](const ChartContent& empty) {
        return empty.frame({300, 200}, {}).y.labels.size() >= 2 && !empty.nearestStop({150, 100}, {});
    };
    CHECK(hasAxes(*sample::chart<BarChart>(BarChartData{})));
    CHECK(hasAxes(*sample::chart<IntervalChart>(IntervalChartData{})));
    CHECK(hasAxes(*sample::chart<ScalingChart>(ScalingChartData{})));
    CHECK(hasAxes(*sample::chart<HistogramChart>(HistogramChartData{})));
}

TEST_CASE("charts draw at any size", "[charts][layout]")
{
    const std::unique_ptr<ChartView> charts[]{sample::chart<LineChart>(sample::loss()),
        sample::chart<IntervalChart>(sample::accuracy()), sample::chart<BarChart>(sample::sizes()),
        sample::chart<BreakdownChart>(sample::breakdown()), sample::chart<ScalingChart>(sample::scaling()),
        sample::chart<HistogramChart>(sample::histogram())};
    for (const auto& chart : charts)
        for (const QSize& size : {QSize(1, 1), QSize(30, 20), QSize(240, 160), QSize(1200, 600)}) {
            chart->resize(size);
            const QImage image = chart->grab().toImage();
            CAPTURE(size.width(), size.height());
            CHECK(image.size() == size);
            CHECK((size.width() < 200 || has(image, Theme::instance().table()[Token::Original])));
            CHECK(chart->plotMap().size == QSizeF(size));
        }
}

TEST_CASE("a screen reader hears what the box shows", "[charts][keys]")
{
    const auto chart = sample::shown<IntervalChart>(sample::accuracy());
    CHECK(chart->accessibleName().contains(chart->title()));
    sample::sendKey(*chart, Qt::Key_Right);
    CHECK(
        chart->accessibleDescription() == QStringLiteral("Original; accuracy 92.19 %; 95 % interval 91.65 … 92.71 %"));
}

TEST_CASE("a label that does not fit beside its line gets room in the margin", "[charts][labels]")
{
    LineChartData data = sample::loss();
    data.xRange = Range{0, 40}; // ends at a quarter
    const QSizeF size(340, 200);
    const auto rightMargin = [&] {
        const auto chart = sample::chart<LineChart>(data);
        return size.width() - layOut(chart->frame(size, {}), size).area.right();
    };
    const double early = rightMargin();
    data.xRange = Range{0, 10};
    const double late = rightMargin();
    CHECK(early < 20);
    CHECK(late > early + 30);
}

TEST_CASE("bars and hatches end on device pixels", "[charts][paint]")
{
    QImage image(60, 60, QImage::Format_RGB32);
    for (const double scale : {1.0, 1.25, 1.5, 2.0}) {
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(scale, scale);
        drawHairline(painter, {3.3, 5.7}, {20.2, 5.7}, Qt::black);
        drawBar(painter, {4.4, 9.2, 12.3, 9.9}, SeriesRole::Original, {});
        painter.end();
        CAPTURE(scale);
        const QColor blue = ThemeTable::of(Scheme::Light)[Token::Original];
        for (int y = 0; y < 60; ++y)
            for (int x = 0; x < 60; ++x) {
                const QColor pixel = image.pixelColor(x, y);
                CHECK(
                    (pixel == QColor(Qt::white) || pixel == QColor(Qt::black) || pixel == blue)); // nothing in between
            }
    }
}

TEST_CASE("a hatch covers its share of the bar and never leaves it", "[charts][paint]")
{
    QImage image(200, 200, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    drawHatch(painter, {20, 30, 150, 140}, Qt::black);
    painter.end();
    double ink = 0;
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 200; ++x) {
            const double darkness = 1 - image.pixelColor(x, y).lightnessF();
            if (QRect(20, 30, 150, 140).contains(x, y))
                ink += darkness;
            else
                CHECK(darkness == 0);
        }
    CHECK_THAT(ink / (150 * 140), WithinAbs(2.8 / 5.0, 0.02));
}
