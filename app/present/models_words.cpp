// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/models_words.h"

#include "app/present/figure_text.h"
#include "app/present/verdict.h"

#include <QCoreApplication>

#include <limits>

namespace qlab::app {
namespace {

struct ModelsWords {
    Q_DECLARE_TR_FUNCTIONS(ModelsWords)
};

QString qt(const std::string& text) { return QString::fromStdString(text); }

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double ratioOfBytes(const ModelSides& sides)
{
    return static_cast<double>(sides[0].bytes) / static_cast<double>(sides[1].bytes);
}

} // namespace

QString modelsHeadline(const ModelComparison& compared, const ModelSides& sides)
{
    const McNemar& test = compared.accuracy;
    const QString p = qt(pValueText(test.pValue));
    const QString accuracy = accuracyWords(accuracyChange(test, compared.firstAccuracy(), compared.secondAccuracy()));
    const QString size =
        sides[0].bytes == sides[1].bytes ? ModelsWords::tr("as large") : qt(sizeChangeText(ratioOfBytes(sides)));
    if (!compared.times.measured())
        return ModelsWords::tr("B is %1 (%2) and %3").arg(accuracy, p, size);
    return ModelsWords::tr("B is %1 (%2), %3 and %4").arg(accuracy, p, size, qt(speedText(compared.times.ratio)));
}

QString modelsSentence(const Dataset& data, const ModelComparison& compared)
{
    const QString text = ModelsWords::tr("%Ln test image(s) of %1, each model behind its own input steps; CPU time of "
                                         "one thread, without the steps.",
        nullptr, static_cast<int>(compared.images))
                             .arg(QString::fromStdString(data.name));
    const QString quality = qt(qualityText(compared.times.quality));
    return quality.isEmpty() ? text : text + QLatin1Char(' ') + quality;
}

ChartTable modelsData(const ModelComparison& compared, const ModelSides& sides)
{
    const McNemar& test = compared.accuracy;
    const Divergence& far = compared.divergence;
    const auto images = static_cast<double>(compared.images);
    const PairTimes& times = compared.times;
    const auto timed = [&](double value) { return times.measured() ? value : kNothing; };
    const auto count = [](std::size_t number) { return static_cast<double>(number); };
    return {{ModelsWords::tr("metric"), ModelsWords::tr("unit"), QStringLiteral("A"), QStringLiteral("B"),
                ModelsWords::tr("B against A"), ModelsWords::tr("95 % from"), ModelsWords::tr("95 % to")},
        {{ModelsWords::tr("model"), QString(), sides[0].name, sides[1].name, kNothing, kNothing, kNothing},
            {ModelsWords::tr("accuracy"), QString(), compared.firstAccuracy(), compared.secondAccuracy(),
                compared.secondAccuracy() - compared.firstAccuracy(), test.difference.low, test.difference.high},
            {ModelsWords::tr("right alone"), ModelsWords::tr("images"), count(test.onlyFirst), count(test.onlySecond),
                kNothing, kNothing, kNothing},
            {ModelsWords::tr("McNemar's p"), QString(), kNothing, kNothing, test.pValue, kNothing, kNothing},
            {ModelsWords::tr("same answer"), QString(), kNothing, kNothing, count(test.same()) / images,
                compared.sameClass95.low, compared.sameClass95.high},
            {ModelsWords::tr("KL divergence, mean"), ModelsWords::tr("nats"), kNothing, kNothing, far.mean,
                far.mean95.low, far.mean95.high},
            {ModelsWords::tr("KL divergence, 99th percentile"), ModelsWords::tr("nats"), kNothing, kNothing, far.p99,
                far.p99At95.low, far.p99At95.high},
            {ModelsWords::tr("size"), ModelsWords::tr("B"), count(sides[0].bytes), count(sides[1].bytes),
                ratioOfBytes(sides), kNothing, kNothing},
            {ModelsWords::tr("time"), ModelsWords::tr("ms"), timed(times.first.medianMs), timed(times.second.medianMs),
                timed(times.ratio.median), timed(times.ratio.interval.low), timed(times.ratio.interval.high)}}};
}

} // namespace qlab::app
