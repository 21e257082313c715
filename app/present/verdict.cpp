// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/verdict.h"

#include "app/present/figure_text.h"
#include "engine/core/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace qlab::app {
namespace {

struct Verdicts {
    Q_DECLARE_TR_FUNCTIONS(Verdicts)
};

QString qt(const std::string& text) { return QString::fromStdString(text); }

/// "a", "a and b", "a, b and c"
QString listed(QStringList parts)
{
    if (parts.size() < 2)
        return parts.join(QString());
    const QString last = parts.takeLast();
    return Verdicts::tr("%1 and %2").arg(parts.join(QStringLiteral(", ")), last);
}

/// Where a model that is not slower in batch is slower after all.
QStringList slowerSomewhere(const Judgement& judged)
{
    QStringList places;
    if (judged.single == Speed::Slower)
        places += Verdicts::tr("one at a time");
    if (judged.streamed == Speed::Slower)
        places += Verdicts::tr("streamed from memory");
    if (judged.floats == Speed::Slower)
        places += Verdicts::tr("from floats");
    return places;
}

QString headline(const Judgement& judged, double pValue)
{
    QString text = judged.smaller ? Verdicts::tr("Smaller") : Verdicts::tr("Not smaller");
    if (judged.batch == Speed::Faster || judged.batch == Speed::Same)
        text +=
            QStringLiteral(", ") + (judged.batch == Speed::Faster ? Verdicts::tr("faster") : Verdicts::tr("as fast"));
    const bool useless = judged.accuracy == AccuracyChange::Useless;
    const QString p =
        judged.accuracy == AccuracyChange::None ? QString() : QStringLiteral(" (%1)").arg(qt(pValueText(pValue)));
    const QString accuracy = accuracyWords(judged.accuracy) + p;
    QStringList buts;
    if (judged.batch == Speed::Slower) {
        buts += judged.fromFloats ? Verdicts::tr("slower from floats") : Verdicts::tr("slower");
        if (judged.accuracy == AccuracyChange::Better)
            text = Verdicts::tr("%1 and %2").arg(text, accuracy);
    } else {
        if (!useless)
            text += QStringLiteral(", ") + accuracy;
        if (const auto places = slowerSomewhere(judged); !places.empty() && !useless)
            buts += Verdicts::tr("slower %1", "one at a time").arg(listed(places));
    }
    if (useless || (judged.batch == Speed::Slower && isLoss(judged.accuracy)))
        buts += accuracy;
    return buts.empty() ? text : Verdicts::tr("%1, but %2").arg(text, listed(buts));
}

/// Builds the sentence and remembers which parts of it are figures.
class Writer {
public:
    /// \p words with \p figure in the place of %1.
    Writer& say(const QString& words, const std::string& figure)
    {
        m_verdict.figures.push_back(figure);
        return say(words.arg(qt(figure)));
    }
    Writer& say(const QString& words)
    {
        m_verdict.sentence += words.toStdString();
        return *this;
    }
    Verdict take() { return std::move(m_verdict); }

private:
    Verdict m_verdict;
};

void writeSizeAndSpeed(Writer& writer, const Comparison& comparison, const Judgement& judged)
{
    writer.say(Verdicts::tr("The quantized model is %1", "3.9 times smaller"), sizeChangeText(comparison.sizeRatio()));
    if (judged.batch == Speed::Unmeasured)
        return;
    writer.say(judged.batch == Speed::Slower ? Verdicts::tr(" but %1", "1.6 times slower")
                                             : Verdicts::tr(" and %1", "3.2 times faster"),
        speedText(comparison.batchRatio));
    writer.say(comparison.fromFloats ? Verdicts::tr(" from normalised floats") : Verdicts::tr(" on raw pixels"));
}

void writeAccuracy(Writer& writer, const Comparison& comparison, const Judgement& judged)
{
    const McNemar& test = comparison.accuracy;
    const QString images = qt(countText(comparison.images));
    if (test.changed == 0) {
        writer.say(Verdicts::tr("; all %1 predictions are the same.").arg(images));
        return;
    }
    const bool real = judged.accuracy != AccuracyChange::None;
    const QString p = qt(pValueText(test.pValue));
    if (real) {
        const double points = judged.accuracyDifference * 100;
        writer.say(isLoss(judged.accuracy) ? Verdicts::tr("; its accuracy falls by %1")
                                           : Verdicts::tr("; its accuracy rises by %1"),
            fixedText(points < 0 ? -points : points, 2) + " pp");
        if (judged.accuracy == AccuracyChange::Useless)
            writer.say(Verdicts::tr(" to %1", "its accuracy falls to"), percentText(comparison.quantizedAccuracy(), 1));
        writer.say(QStringLiteral(" (%1)").arg(p));
    }
    writer.say(real ? QStringLiteral(": ") : QStringLiteral("; "));
    writer.say(QStringLiteral("%1"), Verdicts::tr("%1 of %2").arg(qt(countText(test.changed)), images).toStdString());
    writer.say(Verdicts::tr(" predictions changed, %1 to wrong and %2 to right")
                   .arg(qt(countText(test.onlyFirst)), qt(countText(test.onlySecond))));
    writer.say(real ? QStringLiteral(".") : Verdicts::tr(": no real change (%1).").arg(p));
}

/// The other ways to time it, where they tell another story.
void writeOtherTimes(Writer& writer, const Comparison& comparison, const Judgement& judged)
{
    const auto other = [&](Speed speed, const MedianInterval& ratio, const QString& words) {
        if (speed != Speed::Unmeasured && speed != judged.batch)
            writer.say(QStringLiteral(" ")).say(words, speedText(ratio));
    };
    other(judged.single, comparison.singleRatio, Verdicts::tr("One image at a time it is %1.", "3.2 times faster"));
    other(judged.streamed, comparison.streamedRatio,
        Verdicts::tr("Streamed from memory in one call it is %1.", "3.2 times faster"));
    other(judged.floats, comparison.floatInputRatio,
        Verdicts::tr("From normalised floats, which must be quantized first, it is %1.", "3.2 times faster"));
}

/// What is left of the difference when the input steps, which take both models' time, are counted.
void writeSteps(Writer& writer, const Comparison& comparison)
{
    const double steps = comparison.steps.medianMs, quantized = comparison.quantized.single.medianMs;
    if (comparison.steps.repetitions == 0 || quantized <= 0)
        return;
    const double ratio = (steps + comparison.original.single.medianMs) / (steps + quantized);
    writer.say(
        Verdicts::tr(" Before either model the input steps take %1 an image", "13.4 µs"), microsecondsText(steps));
    writer.say(Verdicts::tr("; with them one image is %1 as fast.", "1.01 times"), ratioText(ratio, 2));
}

} // namespace

QString accuracyWords(AccuracyChange change)
{
    switch (change) {
    case AccuracyChange::None:
        return Verdicts::tr("as accurate");
    case AccuracyChange::Better:
        return Verdicts::tr("more accurate");
    case AccuracyChange::Slight:
        return Verdicts::tr("slightly less accurate");
    case AccuracyChange::Worse:
        return Verdicts::tr("less accurate");
    case AccuracyChange::Large:
        return Verdicts::tr("much less accurate");
    case AccuracyChange::Useless:
        break;
    }
    return Verdicts::tr("no longer usable");
}

Verdict verdict(const Comparison& comparison)
{
    const Judgement judged = judge(comparison);
    Writer writer;
    writeSizeAndSpeed(writer, comparison, judged);
    writeAccuracy(writer, comparison, judged);
    writeOtherTimes(writer, comparison, judged);
    writeSteps(writer, comparison);
    if (const std::string text = qualityText(comparison.quality); !text.empty())
        writer.say(QStringLiteral(" ") + qt(text));
    Verdict result = writer.take();
    result.headline = headline(judged, comparison.accuracy.pValue).toStdString();
    result.tone = judged.tone;
    return result;
}

std::string qualityWord(const TimingQuality& quality)
{
    return (quality.disturbed() ? Verdicts::tr("disturbed")
            : quality.unsteady  ? Verdicts::tr("unsteady")
                                : QString())
        .toStdString();
}

std::string qualityText(const TimingQuality& quality)
{
    if (quality.disturbed())
        return Verdicts::tr(
            "Another program was using this core while the times were taken: they are less certain than "
            "they look.")
            .toStdString();
    if (quality.unsteady)
        return Verdicts::tr(
            "The ratio of the times drifted while it was measured, twice: it is less certain than it looks.")
            .toStdString();
    return {};
}

std::string batchTimeText(const Comparison& comparison)
{
    const QString words = comparison.fromFloats
        ? Verdicts::tr("Time of %1 images in calls of %2 that lie in the processor's caches, from normalised floats to "
                       "digits.")
        : Verdicts::tr(
            "Time of %1 images in calls of %2 that lie in the processor's caches, from raw pixels to digits.");
    return words.arg(qt(countText(comparison.images)), qt(countText(comparison.imagesPerCall))).toStdString();
}

std::string singleTimeText()
{
    return Verdicts::tr(
        "One image a call, the same again and again: it and the weights stay in the nearest cache. An image of a large "
        "batch must first be fetched from farther away and can so take longer than one alone.")
        .toStdString();
}

std::string streamedTimeText(const Comparison& comparison)
{
    const double bytes =
        static_cast<double>(comparison.images) * kPixels * (comparison.fromFloats ? sizeof(float) : 1) / 1e6;
    return Verdicts::tr(
        "The whole test set in one call: %1 MB, more than the near caches hold, so the last cache or the "
        "memory sets the pace.")
        .arg(qt(fixedText(bytes, 1)))
        .toStdString();
}

std::string stepsTimeText()
{
    return Verdicts::tr(
        "What each image goes through before either model sees it. The times above begin behind it: with "
        "its steps one image takes this much longer.")
        .toStdString();
}

std::string floatTimeText()
{
    return Verdicts::tr(
        "The report's way: from normalised floats, four bytes a pixel, which the quantized model must first turn into "
        "bytes (dynamic int8). In calls as for the first time.")
        .toStdString();
}

} // namespace qlab::app
