// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/comparison.h"
#include "engine/bench/figure_text.h"
#include "engine/core/text.h"

namespace qlab {
namespace {

/// Above this a difference between the models counts as chance.
constexpr double kSignificance = 0.05;
/// A model that loses more accuracy than this is of no use, however small and fast it is.
constexpr double kUselessLoss = 0.05;

enum class Accuracy { Same, Better, Worse };

Accuracy accuracyChange(const McNemar& test)
{
    if (test.pValue >= kSignificance)
        return Accuracy::Same;
    return test.onlySecond > test.onlyFirst ? Accuracy::Better : Accuracy::Worse;
}

double accuracyDifference(const Comparison& comparison)
{
    return comparison.quantizedAccuracy() - comparison.originalAccuracy();
}

std::string headline(const Comparison& comparison)
{
    const std::string size = comparison.sizeRatio() > 1 ? "Smaller" : "Not smaller";
    const std::string p = " (" + pValueText(comparison.accuracy.pValue) + ")";
    const Accuracy change = accuracyChange(comparison.accuracy);
    const Speed speed = speedOf(comparison.batchRatio);
    if (speed == Speed::Slower) {
        const std::string slower = comparison.fromFloats ? "slower from floats" : "slower";
        switch (change) {
        case Accuracy::Better:
            return size + " and more accurate" + p + ", but " + slower;
        case Accuracy::Worse:
            return size + ", but " + slower + " and less accurate" + p;
        case Accuracy::Same:
            return size + ", but " + slower;
        }
    }
    std::string text = size;
    if (speed != Speed::Unmeasured)
        text += speed == Speed::Faster ? ", faster" : ", as fast";
    if (change == Accuracy::Same)
        return text + ", as accurate";
    return text + (change == Accuracy::Better ? ", more accurate" : ", less accurate") + p;
}

Verdict::Tone tone(const Comparison& comparison)
{
    const bool larger = comparison.sizeRatio() <= 1;
    const bool slower = speedOf(comparison.batchRatio) == Speed::Slower;
    const bool worse = accuracyChange(comparison.accuracy) == Accuracy::Worse;
    const int faults = larger + slower + worse;
    if (faults > 1 || (worse && accuracyDifference(comparison) < -kUselessLoss))
        return Verdict::Tone::Bad;
    return faults == 1 ? Verdict::Tone::Mixed : Verdict::Tone::Good;
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

void writeSizeAndSpeed(Writer& writer, const Comparison& comparison)
{
    writer.plain("The quantized model is ").strong(sizeChangeText(comparison.sizeRatio()));
    const Speed speed = speedOf(comparison.batchRatio);
    if (speed == Speed::Unmeasured)
        return;
    writer.plain(speed == Speed::Slower ? " but " : " and ").strong(speedText(comparison.batchRatio));
    writer.plain(comparison.fromFloats ? " from normalised floats" : " on raw pixels");
}

void writeAccuracy(Writer& writer, const Comparison& comparison)
{
    const McNemar& test = comparison.accuracy;
    const std::string images = countText(comparison.images);
    if (test.changed == 0) {
        writer.plain("; all " + images + " predictions are the same.");
        return;
    }
    const Accuracy change = accuracyChange(test);
    const std::string p = pValueText(test.pValue);
    if (change != Accuracy::Same) {
        const double points = accuracyDifference(comparison) * 100;
        writer.plain("; its accuracy ").plain(change == Accuracy::Worse ? "falls by " : "rises by ");
        writer.strong(fixedText(points < 0 ? -points : points, 2) + " pp").plain(" (" + p + ")");
    }
    writer.plain(change == Accuracy::Same ? "; " : ": ").strong(countText(test.changed) + " of " + images);
    writer.plain(" predictions changed, " + countText(test.onlyFirst) + " to wrong and " + countText(test.onlySecond)
        + " to right");
    writer.plain(change == Accuracy::Same ? ": no real change (" + p + ")." : ".");
}

/// The other way to time it, where it tells another story.
void writeFloatInput(Writer& writer, const Comparison& comparison)
{
    const Speed speed = speedOf(comparison.floatInputRatio);
    if (comparison.fromFloats || speed == Speed::Unmeasured || speed == speedOf(comparison.batchRatio))
        return;
    writer.plain(" From normalised floats, which must be quantized first, it is ")
        .strong(speedText(comparison.floatInputRatio))
        .plain(".");
}

} // namespace

Verdict verdict(const Comparison& comparison)
{
    Writer writer;
    writeSizeAndSpeed(writer, comparison);
    writeAccuracy(writer, comparison);
    writeFloatInput(writer, comparison);
    Verdict result = writer.take();
    result.headline = headline(comparison);
    result.tone = tone(comparison);
    return result;
}

} // namespace qlab
