// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/verdict.h"

#include "engine/bench/figure_text.h"
#include "engine/core/text.h"

namespace qlab {
namespace {

std::string accuracyWord(AccuracyChange change)
{
    switch (change) {
    case AccuracyChange::None:
        return "as accurate";
    case AccuracyChange::Better:
        return "more accurate";
    case AccuracyChange::Slight:
        return "slightly less accurate";
    case AccuracyChange::Worse:
        return "less accurate";
    case AccuracyChange::Large:
        return "much less accurate";
    case AccuracyChange::Useless:
        break;
    }
    return "no longer usable";
}

/// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& parts)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

/// Where a model that is not slower in batch is slower after all.
std::vector<std::string> slowerSomewhere(const Judgement& judged)
{
    std::vector<std::string> places;
    if (judged.single == Speed::Slower)
        places.push_back("one at a time");
    if (judged.streamed == Speed::Slower)
        places.push_back("streamed from memory");
    if (judged.floats == Speed::Slower)
        places.push_back("from floats");
    return places;
}

std::string headline(const Judgement& judged, double pValue)
{
    std::string text = judged.smaller ? "Smaller" : "Not smaller";
    if (judged.batch == Speed::Faster || judged.batch == Speed::Same)
        text += judged.batch == Speed::Faster ? ", faster" : ", as fast";
    const bool useless = judged.accuracy == AccuracyChange::Useless;
    const std::string p = judged.accuracy == AccuracyChange::None ? "" : " (" + pValueText(pValue) + ")";
    const std::string accuracy = accuracyWord(judged.accuracy) + p;
    std::vector<std::string> buts;
    if (judged.batch == Speed::Slower) {
        buts.push_back(judged.fromFloats ? "slower from floats" : "slower");
        if (judged.accuracy == AccuracyChange::Better)
            text += " and " + accuracy;
    } else {
        if (!useless)
            text += ", " + accuracy;
        if (const auto places = slowerSomewhere(judged); !places.empty() && !useless)
            buts.push_back("slower " + listed(places));
    }
    if (useless || (judged.batch == Speed::Slower && isLoss(judged.accuracy)))
        buts.push_back(accuracy);
    return buts.empty() ? text : text + ", but " + listed(buts);
}

/// Builds the sentence and remembers which parts of it are figures.
class Writer {
public:
    Writer& plain(const std::string& text)
    {
        m_verdict.sentence += text;
        return *this;
    }
    Writer& strong(const std::string& text)
    {
        m_verdict.figures.push_back(text);
        return plain(text);
    }
    Verdict take() { return std::move(m_verdict); }

private:
    Verdict m_verdict;
};

void writeSizeAndSpeed(Writer& writer, const Comparison& comparison, const Judgement& judged)
{
    writer.plain("The quantized model is ").strong(sizeChangeText(comparison.sizeRatio()));
    if (judged.batch == Speed::Unmeasured)
        return;
    writer.plain(judged.batch == Speed::Slower ? " but " : " and ").strong(speedText(comparison.batchRatio));
    writer.plain(comparison.fromFloats ? " from normalised floats" : " on raw pixels");
}

void writeAccuracy(Writer& writer, const Comparison& comparison, const Judgement& judged)
{
    const McNemar& test = comparison.accuracy;
    const std::string images = countText(comparison.images);
    if (test.changed == 0) {
        writer.plain("; all " + images + " predictions are the same.");
        return;
    }
    const bool real = judged.accuracy != AccuracyChange::None;
    const std::string p = pValueText(test.pValue);
    if (real) {
        const double points = judged.accuracyDifference * 100;
        writer.plain("; its accuracy ").plain(isLoss(judged.accuracy) ? "falls by " : "rises by ");
        writer.strong(fixedText(points < 0 ? -points : points, 2) + " pp");
        if (judged.accuracy == AccuracyChange::Useless)
            writer.plain(" to ").strong(percentText(comparison.quantizedAccuracy(), 1));
        writer.plain(" (" + p + ")");
    }
    writer.plain(real ? ": " : "; ").strong(countText(test.changed) + " of " + images);
    writer.plain(" predictions changed, " + countText(test.onlyFirst) + " to wrong and " + countText(test.onlySecond)
        + " to right");
    writer.plain(real ? "." : ": no real change (" + p + ").");
}

/// The other ways to time it, where they tell another story.
void writeOtherTimes(Writer& writer, const Comparison& comparison, const Judgement& judged)
{
    const auto other = [&](Speed speed, const MedianInterval& ratio, const std::string& how) {
        if (speed != Speed::Unmeasured && speed != judged.batch)
            writer.plain(" " + how + " it is ").strong(speedText(ratio)).plain(".");
    };
    other(judged.single, comparison.singleRatio, "One image at a time");
    other(judged.streamed, comparison.streamedRatio, "Streamed from memory in one call");
    other(judged.floats, comparison.floatInputRatio, "From normalised floats, which must be quantized first,");
}

} // namespace

Verdict verdict(const Comparison& comparison)
{
    const Judgement judged = judge(comparison);
    Writer writer;
    writeSizeAndSpeed(writer, comparison, judged);
    writeAccuracy(writer, comparison, judged);
    writeOtherTimes(writer, comparison, judged);
    if (const std::string text = qualityText(comparison.quality); !text.empty())
        writer.plain(" " + text);
    Verdict result = writer.take();
    result.headline = headline(judged, comparison.accuracy.pValue);
    result.tone = judged.tone;
    return result;
}

std::string qualityWord(const TimingQuality& quality)
{
    return quality.disturbed() ? "disturbed" : quality.unsteady ? "unsteady" : "";
}

std::string qualityText(const TimingQuality& quality)
{
    if (quality.disturbed())
        return "Another program was using this core while the times were taken: they are less certain than they look.";
    if (quality.unsteady)
        return "The ratio of the times drifted while it was measured, twice: it is less certain than it looks.";
    return {};
}

std::string batchTimeText(const Comparison& comparison)
{
    return "Time of " + countText(comparison.images) + " images in calls of " + countText(comparison.imagesPerCall)
        + " that lie in the processor's caches, from " + (comparison.fromFloats ? "normalised floats" : "raw pixels")
        + " to digits.";
}

std::string singleTimeText()
{
    return "One image a call, the same again and again: it and the weights stay in the nearest cache. An image of a "
           "large batch must first be fetched from farther away and can so take longer than one alone.";
}

std::string streamedTimeText(const Comparison& comparison)
{
    const double bytes =
        static_cast<double>(comparison.images) * kPixels * (comparison.fromFloats ? sizeof(float) : 1) / 1e6;
    return "The whole test set in one call: " + fixedText(bytes, 1)
        + " MB, more than the near caches hold, so the last cache or the memory sets the pace.";
}

std::string floatTimeText()
{
    return "The report's way: from normalised floats, four bytes a pixel, which the quantized model must first turn "
           "into "
           "bytes (dynamic int8). In calls as for the first time.";
}

} // namespace qlab
