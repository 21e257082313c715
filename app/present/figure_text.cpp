// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/figure_text.h"

#include "app/widgets/number_text.h"
#include "engine/bench/judgement.h"
#include "engine/core/text.h"

#include <QCoreApplication>

#include <cmath>

namespace qlab {
namespace {

struct Figures {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

/// \p words with a figure in the place of %1.
std::string with(const QString& words, const std::string& figure)
{
    return words.arg(QString::fromStdString(figure)).toStdString();
}

constexpr double kThousand = 1000;

/// With a real minus sign.
std::string plainText(double value, int decimals)
{
    const std::string digits = fixedText(std::abs(value), decimals);
    const bool isZero = digits.find_first_not_of("0.") == std::string::npos;
    return value < 0 && !isZero ? "−" + digits : digits;
}

std::string timeNumber(double value)
{
    return value >= kThousand ? groupedText(std::llround(value)) : fixedText(value, timeDecimals(value));
}

/// Slower is told as a number above 1 too: "1.6× slower", not "0.63× faster".
MedianInterval asTold(const MedianInterval& ratio)
{
    if (speedOf(ratio) != Speed::Slower)
        return ratio;
    return {1 / ratio.median, {1 / ratio.interval.high, 1 / ratio.interval.low}};
}

} // namespace

std::string countText(std::size_t count) { return groupedText(static_cast<std::int64_t>(count)); }

std::string percentText(double proportion, int decimals) { return plainText(100 * proportion, decimals) + " %"; }

std::string signedText(double value, int decimals)
{
    const std::string text = plainText(value, decimals);
    const bool isZero = text.find_first_not_of("0.") == std::string::npos;
    return value > 0 && !isZero ? "+" + text : text;
}

std::string pointsText(double difference) { return signedText(100 * difference, 2) + " pp"; }

std::string sizeText(std::size_t bytes)
{
    if (bytes < 1000)
        return std::to_string(bytes) + " B";
    return fixedText(static_cast<double>(bytes) / kThousand, 1) + " KB";
}

std::string bytesText(std::size_t bytes) { return countText(bytes) + " B"; }

std::string sizeChangeText(double ratio)
{
    return ratio >= 1 ? with(Figures::tr("%1 smaller"), ratioText(ratio))
                      : with(Figures::tr("%1 larger"), ratioText(1 / ratio));
}

int pValueDecimals(double p)
{
    constexpr double kRounding = 0.005;
    return p < 2 * kRounding || (p >= kSignificance - kRounding && p < kSignificance + kRounding) ? 3 : 2;
}

std::string divergenceText(double nats) { return fixedText(nats, app::divergenceDecimals(nats)) + " nats"; }

std::string pValueText(double p)
{
    if (p < 0.001)
        return "p < 0.001";
    return "p = " + fixedText(p, pValueDecimals(p));
}

int timeDecimals(double value) { return value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3; }

std::string millisecondsText(double milliseconds) { return timeNumber(milliseconds) + " ms"; }

std::string microsecondsText(double milliseconds) { return timeNumber(kThousand * milliseconds) + " µs"; }

std::string withoutVnniText(const kernels::ByteCost& cost)
{
    const QString words = cost.collected
        ? Figures::tr("%1 has no VNNI: the integer products of an image take %2 instructions, with VNNI %3.")
        : Figures::tr("%1 has no VNNI, and these weights must be widened to 16 bits: the integer products of an image "
                      "take %2 instructions, with VNNI %3.");
    return words
        .arg(QString::fromStdString(cost.target), QString::fromStdString(groupedText(cost.instructions)),
            QString::fromStdString(groupedText(cost.withVnni)))
        .toStdString();
}

int ratioDecimals(const MedianInterval& ratio) { return ratio.median < 1.1 || ratio.interval.low < 1.1 ? 2 : 1; }

std::string ratioText(double ratio, int decimals) { return fixedText(ratio, decimals) + "×"; }

std::string ratioText(const MedianInterval& ratio) { return ratioText(ratio.median, ratioDecimals(ratio)); }

std::string intervalText(const Interval& interval, int decimals)
{
    return plainText(interval.low, decimals) + " … " + plainText(interval.high, decimals);
}

std::string speedText(const MedianInterval& ratio)
{
    switch (speedOf(ratio)) {
    case Speed::Unmeasured:
        return Figures::tr("not timed").toStdString();
    case Speed::Same:
        return Figures::tr("as fast").toStdString();
    case Speed::Faster:
        return with(Figures::tr("%1 faster"), ratioText(ratio));
    case Speed::Slower:
        break;
    }
    return with(Figures::tr("%1 slower"), ratioText(asTold(ratio)));
}

std::string speedIntervalText(const MedianInterval& ratio)
{
    if (speedOf(ratio) == Speed::Unmeasured)
        return {};
    const MedianInterval told = asTold(ratio);
    return intervalText(told.interval, ratioDecimals(told));
}

} // namespace qlab
