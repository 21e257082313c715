// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/map_axis.h"

#include "app/charts/chart_paint.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace qlab::app {
namespace {

constexpr double kHighest = 99.99;

/// Accuracies that are labelled, as far as they are in sight.
constexpr double kAccuracies[] = {50, 70, 80, 90, 95, 98, 99, 99.5, 99.8, 99.9};

QString bytesText(double bytes, const QLocale& locale)
{
    if (bytes >= 1000)
        return numberText(bytes / 1000, bytes < 10'000 && std::fmod(bytes, 1000) != 0 ? 1 : 0, locale);
    return numberText(bytes, 0, locale);
}

/// 1-2-5 steps within the range.
std::vector<double> logarithmicSteps(const Range& range)
{
    std::vector<double> steps;
    for (int decade = -3; decade < 6; ++decade)
        for (const double step : {1.0, 2.0, 5.0})
            if (const double value = step * std::pow(10.0, decade); range.contains(value))
                steps.push_back(value);
    return steps;
}

/// From 20 bytes to 50 KB; the first in each unit names it.
std::vector<AxisLabel> byteLabels(const Range& range, const QLocale& locale)
{
    std::vector<AxisLabel> labels;
    bool namedBytes = false, namedKilobytes = false;
    for (const double bytes : logarithmicSteps(range)) {
        bool& named = bytes < 1000 ? namedBytes : namedKilobytes;
        const QString unit = named ? QString() : bytes < 1000 ? QStringLiteral(" B") : QStringLiteral(" KB");
        named = true;
        labels.push_back({bytes, bytesText(bytes, locale) + unit});
    }
    return labels;
}

/// The first names the unit.
std::vector<AxisLabel> microsecondLabels(const Range& range, const QLocale& locale)
{
    std::vector<AxisLabel> labels;
    for (const double time : logarithmicSteps(range)) {
        const int decimals = time < 0.0099 ? 3 : time < 0.099 ? 2 : time < 0.99 ? 1 : 0;
        const QString unit = labels.empty() ? QStringLiteral(" µs") : QString();
        labels.push_back({time, numberText(time, decimals, locale) + unit});
    }
    return labels;
}

std::vector<AxisLabel> bitLabels()
{
    std::vector<AxisLabel> labels;
    for (int bits = 1; bits <= 8; ++bits)
        labels.push_back({double(bits), QString::number(bits)});
    return labels;
}

} // namespace

double mapHeight(double accuracy) { return 100 / (100 - std::min(accuracy, kHighest)); }

double topAccuracy(double best)
{
    best = std::max(best, 90.0);
    const auto* const next = std::ranges::upper_bound(kAccuracies, best);
    return next == std::end(kAccuracies) ? kHighest : *next;
}

Range leastRange(MapScale scale)
{
    switch (scale) {
    case MapScale::Bytes:
        return {50, 40'000};
    case MapScale::Microseconds:
        return {0.02, 2};
    case MapScale::Bits:
        return {1, 8};
    }
    return {};
}

std::vector<AxisLabel> mapLabels(MapScale scale, const Range& range, const QLocale& locale)
{
    switch (scale) {
    case MapScale::Bytes:
        return byteLabels(range, locale);
    case MapScale::Microseconds:
        return microsecondLabels(range, locale);
    case MapScale::Bits:
        return bitLabels();
    }
    return {};
}

std::vector<AxisLabel> accuracyLabels(const Range& heights, double pixels, const QLocale& locale)
{
    const double perDecade = pixels / std::log10(heights.high / heights.low);
    std::vector<AxisLabel> labels;
    for (const double accuracy : kAccuracies) {
        const double value = mapHeight(accuracy);
        if (!heights.contains(value))
            continue;
        if (!labels.empty() && std::log10(value / labels.back().value) * perDecade < captionHeight() + 2)
            continue;
        labels.push_back({value, numberText(accuracy, accuracy > 99 ? 1 : 0, locale)});
    }
    return labels;
}

} // namespace qlab::app
