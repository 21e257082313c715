// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/weight_rows.h"

#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("QuantizePage", text); }
QString plural(const char* text, int n) { return QCoreApplication::translate("QuantizePage", text, nullptr, n); }

QString captionOf(int bits, int codes)
{
    return tr("%1, %2").arg(plural("%Ln bit(s)", bits), plural("%Ln code(s) used", codes));
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

WeightRows weightRows(const QuantReport& report)
{
    constexpr std::size_t kCount = kClasses * kPixels;
    WeightRows result;
    result.limit = mapLimit({report.model->weights.data(), kCount});
    HeatMapRow original, quantized, error;
    original.values.assign(report.model->weights.data(), report.model->weights.data() + kCount);
    quantized.values.resize(kCount);
    error.values.resize(kCount);
    original.marked.resize(kCount);
    const double low = report.scheme.qmin(), high = report.scheme.qmax();
    for (std::size_t i = 0; i < kCount; ++i) {
        const int k = static_cast<int>(i / kPixels), j = static_cast<int>(i % kPixels);
        quantized.values[i] = report.quantized->restored(k, j);
        error.values[i] = quantized.values[i] - original.values[i];
        const auto row = static_cast<std::size_t>(k);
        const double wanted =
            static_cast<double>(original.values[i]) / static_cast<double>(report.quantized->scale[row])
            + report.quantized->zeroPoint[row];
        original.marked[i] = report.scheme.bits > 1 && (wanted > high + 0.5 || wanted < low - 0.5);
    }
    quantized.marked = original.marked;
    original.limit = quantized.limit = result.limit;
    result.magnification = roundFactor(result.limit / mapLimit(error.values));
    error.limit = result.limit / result.magnification;
    original.title = tr("Original");
    original.caption = tr("float32");
    original.mark = Model::Original;
    quantized.title = tr("Quantized");
    quantized.caption = captionOf(report.scheme.bits, static_cast<int>(report.error.codesUsed));
    quantized.widestCaption = captionOf(8, 256);
    quantized.mark = Model::Quantized;
    error.title = tr("Error");
    error.caption = tr("quantized − original");
    result.rows = {std::move(original), std::move(quantized), std::move(error)};
    return result;
}

QString weightText(const QuantReport& report, const HeatMapStrip::Pixel& pixel)
{
    const int column = pixel.y * kSide + pixel.x;
    const auto original = static_cast<double>(report.model->weights(pixel.digit, column));
    const auto quantized = static_cast<double>(report.quantized->restored(pixel.digit, column));
    return tr("digit %1, row %2, column %3\noriginal %4\nquantized %5 (integer %6)\nerror %7")
        .arg(pixel.digit)
        .arg(pixel.y)
        .arg(pixel.x)
        .arg(signedText(original, 4), signedText(quantized, 4),
            QString::number(report.quantized->q[static_cast<std::size_t>(pixel.digit * kPixels + column)]),
            signedText(quantized - original, 4));
}

} // namespace qlab::app
