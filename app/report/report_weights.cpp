// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/feature_layout.h"
#include "app/present/figure_text.h"
#include "app/present/subject.h"
#include "app/report/report_parts.h"
#include "app/theme/theme.h"
#include "engine/core/text.h"
#include "engine/quant/analysis.h"

#include <QImage>

#include <algorithm>
#include <cmath>

namespace qlab::app::report {
namespace {

constexpr int kGap = 2;
constexpr double kUsualShare = 0.995; ///< of the weights lie inside the limits of the map
/// Index 0 is the transparent gap; 1 ... 127 ... 253 run from the negative limit through zero to the positive one.
constexpr int kZeroIndex = 127, kReach = 126;

QList<QRgb> colorTable(Scheme scheme)
{
    QList<QRgb> colors{qRgba(0, 0, 0, 0)};
    for (int i = -kReach; i <= kReach; ++i)
        colors.append(divergingColor(ThemeTable::of(scheme), static_cast<double>(i) / kReach));
    return colors;
}

/// Ten pictures of features in a row.
QImage stripImage(const WeightMatrix& weights, const FeatureLayout& layout, double limit, Scheme scheme)
{
    const int side = layout.side();
    QImage image(kClasses * side + (kClasses - 1) * kGap, side, QImage::Format_Indexed8);
    image.setColorTable(colorTable(scheme));
    image.fill(0);
    for (int y = 0; y < side; ++y) {
        uchar* const line = image.scanLine(y);
        for (int digit = 0; digit < kClasses; ++digit)
            for (int x = 0; x < side; ++x) {
                const int owner = layout.ownerOf(y, x);
                const double level = owner < 0 ? 0 : static_cast<double>(weights(digit, owner)) / limit;
                line[digit * (side + kGap) + x] =
                    static_cast<uchar>(kZeroIndex + std::lround(kReach * std::clamp(level, -1.0, 1.0)));
            }
    }
    return image;
}

/// A limit that a few outliers do not stretch; above 0.
double limitOf(const WeightMatrix& weights, int features)
{
    std::vector<double> sizes;
    for (const float weight : weights.leftCols(features).reshaped())
        sizes.push_back(std::abs(weight));
    const double limit = quantile(sizes, kUsualShare);
    return limit > 0 ? limit : 1;
}

/// Two digits that count: "0.18", "0.0012".
QString shortText(double value)
{
    if (!(value > 0))
        return QStringLiteral("0");
    return text(fixedText(value, std::clamp(1 - static_cast<int>(std::floor(std::log10(value))), 0, 8)));
}

QString strip(
    const QString& name, const QString& note, const WeightMatrix& weights, const FeatureLayout& layout, double limit)
{
    const auto picture = [&](Scheme scheme) { return pngDataUri(stripImage(weights, layout, limit, scheme)); };
    const QString pictures =
        leaf("source",
            {{"media", QStringLiteral("screen and (prefers-color-scheme: dark)")}, {"srcset", picture(Scheme::Dark)}})
        + leaf("img",
            {{"src", picture(Scheme::Light)}, {"alt", Report::tr("Ten weight images, digits 0 to 9: %1").arg(note)}});
    const QString scale =
        element("span.scale.note", u'−' + shortText(limit) + element("span.ramp", QString()) + u'+' + shortText(limit));
    return element("figure.strip",
        element("figcaption", name + element("span.note", note.toHtmlEscaped()) + scale)
            + element("picture", pictures));
}

/// Of rows with widths of their own.
QString widthsText(const RowWidths& widths)
{
    QStringList bits;
    for (const int each : widths)
        bits += QString::number(each);
    return Report::tr("Bits of the digits 0 to 9: %1.").arg(bits.join(QStringLiteral(", ")));
}

QString facts(const QuantizedModel& model, const WeightError& error)
{
    int bits = 1;
    for (int k = 0; k < kClasses; ++k)
        bits = std::max(bits, model.bitsOf(k));
    const int weights = kClasses * model.steps.count();
    const QString ratio = std::isfinite(error.sqnrDb) ? Report::tr("Signal to quantization noise: %1 dB.")
                                                            .toHtmlEscaped()
                                                            .arg(element("b", text(fixedText(error.sqnrDb, 1))))
                                                      : Report::tr("The restored weights are exact.").toHtmlEscaped();
    const auto count = [](std::size_t value) { return text(countText(value)); };
    const QString rest =
        Report::tr("Largest error %1; %2 of %3 weights become zero, %4 lie outside the range; %5 of %6 codes are "
                   "used.")
            .arg(shortText(error.largest), count(error.becomeZero), count(static_cast<std::size_t>(weights)),
                count(error.outOfRange), count(error.codesUsed), count(std::size_t{1} << bits));
    const QString widths = model.widths ? u' ' + widthsText(*model.widths) : QString();
    return element("p", ratio + u' ' + (rest + widths).toHtmlEscaped());
}

} // namespace

QString weightsSection(const RunRecord& record)
{
    const WeightMatrix& before = record.original->weights;
    const WeightMatrix after = record.quantized->dequantized().weights;
    const WeightMatrix error = after - before;
    const FeatureLayout layout(record.original->steps);
    const int features = record.original->steps.count();
    const double limit = limitOf(before, features);
    QString digits;
    for (int digit = 0; digit < kClasses; ++digit)
        digits += element("span", QString::number(digit));
    const QString difference = element("span.name", Report::tr("Error").toHtmlEscaped());
    return section(Report::tr("What the models look for"),
        Report::tr("weights as images: green speaks for the digit, purple against it").toHtmlEscaped(),
        strip(originalName(), QStringLiteral("float32"), before, layout, limit)
            + strip(quantizedName(), schemeName(*record.quantized).toHtmlEscaped(), after, layout, limit)
            + strip(difference, Report::tr("quantized − original"), error, layout, limitOf(error, features))
            + element("div.classes.note", digits)
            + facts(*record.quantized, weightError(*record.original, *record.quantized)));
}

} // namespace qlab::app::report
