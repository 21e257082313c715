// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/weight_rows.h"

#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QCoreApplication>

#include <algorithm>

namespace qlab::app {
namespace {

struct Weights {
    Q_DECLARE_TR_FUNCTIONS(Weights)
};

QString captionOf(const QString& bits, int codes)
{
    return Weights::tr("%1, %2").arg(bits, Weights::tr("%Ln code(s) used", nullptr, codes));
}

QString rangeText(int fewest, int most)
{
    return Weights::tr("%1 … %2", "fewest and most bits").arg(fewest).arg(Weights::tr("%Ln bit(s)", nullptr, most));
}

QString widthText(const QuantizedModel& model)
{
    if (!model.widths)
        return Weights::tr("%Ln bit(s)", nullptr, model.scheme.bits);
    const auto [fewest, most] = std::ranges::minmax(*model.widths);
    return rangeText(fewest, most);
}

/// Largest of 1, 2, 5, 10, 20 ... that keeps most errors inside the map.
int roundFactor(double factor)
{
    int best = 1;
    for (int decade = 1; decade <= 1000; decade *= 10)
        for (int step : {1, 2, 5})
            if (step * decade <= factor)
                best = step * decade;
    return best;
}

} // namespace

double weightLimit(std::span<const float> weights, int features)
{
    std::vector<float> counting;
    for (std::size_t row = 0; row < weights.size(); row += kPixels) {
        const auto used = weights.subspan(row, static_cast<std::size_t>(features));
        counting.insert(counting.end(), used.begin(), used.end());
    }
    return mapLimit(counting);
}

WeightRows weightRows(const QuantReport& report)
{
    constexpr std::size_t kCount = kClasses * kPixels;
    WeightRows result;
    const int features = report.model->steps.count();
    result.limit = weightLimit({report.model->weights.data(), kCount}, features);
    HeatMapRow original, quantized, error;
    original.values.assign(report.model->weights.data(), report.model->weights.data() + kCount);
    quantized.values.resize(kCount);
    error.values.resize(kCount);
    original.marked.resize(kCount);
    for (int k = 0; k < kClasses; ++k) {
        const auto row = static_cast<std::size_t>(k);
        const QuantScheme scheme = report.quantized->schemeOf(k);
        const double reach = scheme.isOdd() ? 1 : 0.5; // half a step
        const bool hasEnds = !scheme.isSign() && !scheme.isCodebook();
        const double low = scheme.qmin() - reach, high = scheme.qmax() + reach;
        for (int j = 0; j < kPixels; ++j) {
            const std::size_t i = row * kPixels + static_cast<std::size_t>(j);
            quantized.values[i] = report.quantized->restored(k, j);
            error.values[i] = quantized.values[i] - original.values[i];
            const double wanted =
                static_cast<double>(original.values[i]) / static_cast<double>(report.quantized->scale[row])
                + report.quantized->zeroPoint[row];
            original.marked[i] = hasEnds && (wanted > high || wanted < low);
        }
    }
    quantized.marked = original.marked;
    original.limit = quantized.limit = result.limit;
    result.magnification = roundFactor(result.limit / weightLimit(error.values, features));
    error.limit = result.limit / result.magnification;
    original.title = Weights::tr("Original");
    original.caption = Weights::tr("float32");
    original.mark = Model::Original;
    quantized.title = Weights::tr("Quantized");
    quantized.caption = captionOf(widthText(*report.quantized), static_cast<int>(report.error.codesUsed));
    quantized.widestCaption = captionOf(rangeText(1, 8), 256);
    quantized.mark = Model::Quantized;
    error.title = Weights::tr("Error");
    error.caption = Weights::tr("quantized − original");
    result.rows = {std::move(original), std::move(quantized), std::move(error)};
    return result;
}

QString weightText(const QuantReport& report, const HeatMapStrip::Pixel& pixel)
{
    const FeaturePicture picture(report.model->steps);
    const int column = picture.index(pixel.place());
    const auto original = static_cast<double>(report.model->weights(pixel.digit, column));
    const auto quantized = static_cast<double>(report.quantized->restored(pixel.digit, column));
    QString integer = QString::number(report.quantized->q[static_cast<std::size_t>(pixel.digit * kPixels + column)]);
    if (report.quantized->widths)
        integer = Weights::tr("%1 of %2", "an integer; its bits")
                      .arg(integer, Weights::tr("%Ln bit(s)", nullptr, report.quantized->bitsOf(pixel.digit)));
    return Weights::tr("digit %1, %2\noriginal %3\nquantized %4 (integer %5)\nerror %6")
        .arg(pixel.digit)
        .arg(picture.text(pixel.place()), signedText(original, 4), signedText(quantized, 4), integer,
            signedText(quantized - original, 4));
}

} // namespace qlab::app
