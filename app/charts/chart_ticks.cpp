// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chart_ticks.h"

#include <array>
#include <cmath>

namespace qlab::app {

namespace {

// Room for rounding when a range's end should count as a multiple of the step.
constexpr double kSlack = 1e-9;

/// mantissa * 10^exponent, mantissa 1, 2 or 5.
struct Step {
    int mantissa = 1;
    int exponent = 0;

    Step next() const
    {
        if (mantissa == 5)
            return {1, exponent + 1};
        return {mantissa == 1 ? 2 : 5, exponent};
    }
    // Dividing by a power of ten rounds once, so that 3 steps of 0.1 are the literal 0.3.
    double multiple(double count) const
    {
        const double power = std::pow(10.0, std::abs(exponent));
        return exponent < 0 ? count * mantissa / power : count * mantissa * power;
    }
    int decimals() const { return std::max(0, -exponent); }
};

double firstIndex(const Range& range, const Step& step) { return std::ceil(range.low / step.multiple(1) - kSlack); }
double lastIndex(const Range& range, const Step& step) { return std::floor(range.high / step.multiple(1) + kSlack); }

Step startingStep(const Range& range, int maxCount)
{
    return {1, static_cast<int>(std::floor(std::log10(range.span() / maxCount))) - 1};
}

std::vector<Tick> multiples(const Range& range, const Step& step)
{
    std::vector<Tick> ticks;
    for (double index = firstIndex(range, step); index <= lastIndex(range, step); ++index)
        ticks.push_back({step.multiple(index == 0 ? 0 : index), step.decimals()}); // no negative zero
    return ticks;
}

bool isUsable(const Range& range)
{
    // Below this extent a double has no room left between two ticks.
    const double size = std::max(std::abs(range.low), std::abs(range.high));
    return std::isfinite(range.low) && std::isfinite(range.high) && range.span() > size * 1e-12;
}

Range withExtent(const Range& data)
{
    if (isUsable(data))
        return data;
    if (!std::isfinite(data.low) || !std::isfinite(data.high))
        return {0, 1};
    const double margin = data.low == 0 ? 1 : std::abs(data.low) * 0.1;
    return {data.low - margin, data.high + margin};
}

Tick logTick(double value, int exponent) { return {value, std::max(0, -exponent)}; }

std::vector<Tick> mantissaTicks(const Range& range, std::initializer_list<int> mantissas)
{
    std::vector<Tick> ticks;
    const int first = static_cast<int>(std::floor(std::log10(range.low)));
    const int last = static_cast<int>(std::ceil(std::log10(range.high)));
    for (int exponent = first; exponent <= last; ++exponent)
        for (const int mantissa : mantissas) {
            const double value = Step{mantissa, exponent}.multiple(1);
            if (value >= range.low * (1 - kSlack) && value <= range.high * (1 + kSlack))
                ticks.push_back(logTick(value, exponent));
        }
    return ticks;
}

} // namespace

std::vector<Tick> niceTicks(const Range& range, int maxCount)
{
    if (!isUsable(range))
        return {};
    Step step = startingStep(range, maxCount);
    while (lastIndex(range, step) - firstIndex(range, step) + 1 > maxCount)
        step = step.next();
    return multiples(range, step);
}

NiceAxis niceAxis(const Range& data, int maxCount)
{
    const Range range = withExtent(data);
    Step step = startingStep(range, maxCount);
    const auto widened = [&] {
        const double unit = step.multiple(1);
        return Range{
            step.multiple(std::floor(range.low / unit + kSlack)), step.multiple(std::ceil(range.high / unit - kSlack))};
    };
    while (std::round(widened().span() / step.multiple(1)) + 1 > std::max(2, maxCount))
        step = step.next();
    return {widened(), multiples(widened(), step)};
}

Range wholeDecades(const Range& data)
{
    if (!(data.low > 0) || !(data.high >= data.low) || !std::isfinite(data.high))
        return {1, 10};
    const double low = std::floor(std::log10(data.low) + kSlack);
    const double high = std::ceil(std::log10(data.high) - kSlack);
    return {std::pow(10.0, low), std::pow(10.0, std::max(high, low + 1))};
}

Range decadeRange(const Range& data)
{
    if (!(data.low > 0) || !(data.high >= data.low) || !std::isfinite(data.high))
        return {1, 10};
    double low = std::log10(data.low / 1.1), high = std::log10(data.high * 1.1);
    while (std::floor(high + kSlack) - std::ceil(low - kSlack) < 1) {
        const double below = std::ceil(low - kSlack) - 1, above = std::floor(high + kSlack) + 1;
        low - below < above - high ? low = below : high = above;
    }
    return {std::pow(10.0, low), std::pow(10.0, high)};
}

std::vector<Tick> logTicks(const Range& range)
{
    if (!(range.low > 0) || !(range.high > range.low))
        return {};
    for (const auto& mantissas : {std::initializer_list<int>{1}, std::initializer_list<int>{1, 2, 5}}) {
        std::vector<Tick> ticks = mantissaTicks(range, mantissas);
        if (ticks.size() >= 2)
            return ticks;
    }
    return niceTicks(range, 5);
}

QString numberText(double value, int decimals, const QLocale& locale)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    QString text = locale.toString(value, 'f', decimals);
    static constexpr QChar kMinus(0x2212);
    text.replace(locale.negativeSign(), kMinus);
    const bool isZero =
        std::none_of(text.cbegin(), text.cend(), [](QChar c) { return c.isDigit() && c.digitValue() != 0; });
    return isZero && text.startsWith(kMinus) ? text.mid(1) : text; // "0.0", not "−0.0"
}

} // namespace qlab::app
