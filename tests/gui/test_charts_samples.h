// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support.h"

#include "app/charts/bar_chart.h"
#include "app/charts/breakdown_chart.h"
#include "app/charts/histogram_chart.h"
#include "app/charts/interval_chart.h"
#include "app/charts/line_chart.h"
#include "app/charts/scaling_chart.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>

#include <cmath>
#include <string>

template <> struct Catch::StringMaker<QString> {
    static std::string convert(const QString& text) { return '"' + text.toStdString() + '"'; }
};

// Small data for the charts' tests; the figures are made up, and their sums easy to check.
namespace qlab::app::sample {

inline QString text(const char* latin1) { return QString::fromUtf8(latin1); }

inline QStringList texts(std::initializer_list<const char*> list)
{
    QStringList result;
    for (const char* item : list)
        result.append(text(item));
    return result;
}

inline LineChartData loss()
{
    LineChartData data;
    Curve train{text("train"), SeriesRole::Original, {}, {}, 0.9};
    Curve test{text("test"), SeriesRole::Test, {}, {}, 0};
    for (int i = 1; i <= 200; ++i) {
        train.x.push_back(i / 20.0);
        train.y.push_back(0.25 + 2.0 / i + 0.02 * std::sin(i * 1.7));
    }
    for (int i = 1; i <= 10; ++i) {
        test.x.push_back(i);
        test.y.push_back(0.3 + 0.1 / i);
    }
    data.curves = {train, test};
    data.xName = text("epoch");
    data.quantity = text("loss");
    data.xRange = Range{0, 10};
    return data;
}

inline IntervalChartData accuracy()
{
    IntervalChartData data;
    data.points = {{text("Original"), SeriesRole::Original, 92.19, 91.65, 92.71},
        {text("Quantized"), SeriesRole::Quantized, 92.22, 91.68, 92.73}};
    data.quantity = text("accuracy");
    data.unit = text("%");
    data.intervalName = text("95 % interval");
    return data;
}

inline BarChartData sizes()
{
    BarChartData data;
    data.bars = {{text("Original"), SeriesRole::Original, {{text("weights"), 31.36}, {text("rest"), 0.2}}, {}},
        {text("Quantized"), SeriesRole::Quantized, {{text("weights"), 7.84}, {text("rest"), 0.276}}, {}}};
    data.quantity = text("size");
    data.unit = text("KB");
    data.footnote = text("weights; thin cap: the rest");
    return data;
}

inline BarChartData times()
{
    BarChartData data;
    data.bars = {{text("Original"), SeriesRole::Original, {{text("time"), 0.66}}, Range{0.63, 0.72}},
        {text("Quantized"), SeriesRole::Quantized, {{text("time"), 0.21}}, Range{0.2, 0.22}}};
    data.quantity = text("time");
    data.unit = text("ms");
    data.spreadName = text("10 to 90 %");
    data.decimals = 2;
    return data;
}

inline BreakdownChartData breakdown()
{
    BreakdownChartData data;
    data.groups = {{text("Raw pixels in"),
                       {{text("original"), SeriesRole::Original, {0, 0, 0.625, 0.03125}},
                           {text("quantized"), SeriesRole::Quantized, {0, 0, 0.1875, 0.0625}}}},
        {text("Normalised floats in"),
            {{text("original"), SeriesRole::Original, {0, 0, 1, 0}},
                {text("quantized"), SeriesRole::Quantized, {0.5, 0.75, 0.25, 0.125}}}}};
    data.unit = text("ms");
    data.sentence = text("Quantizing the input costs more than the integers save.");
    return data;
}

inline ScalingChartData scaling()
{
    ScalingChartData data;
    const std::vector<double> batch{1, 10, 100, 1000};
    data.series = {{text("original"), SeriesRole::Original, batch, {200, 100, 70, 66}},
        {text("quantized"), SeriesRole::Quantized, batch, {400, 50, 25, 21}}};
    data.unit = text("ns");
    return data;
}

inline HistogramChartData histogram()
{
    HistogramChartData data;
    data.range = {-0.2, 0.2};
    for (int i = 0; i < 112; ++i)
        data.counts.push_back(std::round(60 * std::exp(-std::pow((i - 55.5) / 25, 2))) + (i == 0 ? 3 : 0));
    for (int code = -7; code <= 7; ++code)
        data.levels.push_back({code * 0.018, code});
    data.representable = Range{-0.135, 0.135};
    data.clip = 0.126;
    data.canDrag = true;
    data.outOfRange = 66;
    return data;
}

/// A chart with data and title, not shown.
template <typename Chart, typename Data> std::unique_ptr<Chart> chart(Data data, const char* title = "Title")
{
    auto result = std::make_unique<Chart>();
    result->setTitle(text(title), text("note"));
    result->setData(std::move(data));
    return result;
}

/// The same, on the offscreen screen.
template <typename Chart, typename Data> std::unique_ptr<Chart> shown(Data data, const QSize& size = {400, 240})
{
    auto result = chart<Chart>(std::move(data));
    result->resize(size);
    result->show();
    return result;
}

/// Turns the event loop until \p condition holds; false after two seconds.
template <typename Condition> bool waitUntil(Condition condition)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < 2000)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    return condition();
}

inline void sendMouse(QWidget& widget, QEvent::Type type, const QPointF& at, Qt::MouseButton button = Qt::NoButton)
{
    const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::MouseButtons(button);
    const Qt::MouseButton changed = type == QEvent::MouseMove ? Qt::NoButton : button;
    QMouseEvent event(type, at, widget.mapToGlobal(at), changed, held, Qt::NoModifier);
    QApplication::sendEvent(&widget, &event);
}

inline void sendKey(QWidget& widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QKeyEvent event(QEvent::KeyPress, key, modifiers);
    QApplication::sendEvent(&widget, &event);
}

inline bool sendWheel(QWidget& widget, const QPointF& at, int notches)
{
    QWheelEvent event(
        at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
    return event.isAccepted();
}

} // namespace qlab::app::sample
