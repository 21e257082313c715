// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/core/text.h"
#include "engine/export/html.h"
#include "engine/export/png.h"
#include "engine/export/report_parts.h"
#include "engine/quant/analysis.h"

#include <algorithm>
#include <cmath>

namespace qlab::report {
namespace {

constexpr int kGap = 2;
constexpr int kStripWidth = kClasses * kSide + (kClasses - 1) * kGap;
constexpr std::size_t kStripPixels = std::size_t{kStripWidth} * kSide;
constexpr double kUsualShare = 0.995; ///< of the weights lie inside the limits of the map

/// The colours of "--map" in the style sheet: negative to positive, the surface in the middle.
using Stops = std::array<Rgb, 7>;
constexpr Stops kLight = {{{0x5B, 0x1A, 0x7A}, {0x9A, 0x6B, 0xB0}, {0xD3, 0xBE, 0xDD}, {0xF4, 0xF4, 0xF4},
    {0xBF, 0xE0, 0xBF}, {0x5D, 0xAE, 0x6B}, {0x13, 0x6B, 0x33}}};
constexpr Stops kDark = {{{0xD9, 0xA6, 0xF0}, {0x9F, 0x67, 0xBD}, {0x5B, 0x3B, 0x6E}, {0x1E, 0x21, 0x25},
    {0x2F, 0x5B, 0x3B}, {0x4F, 0xA5, 0x66}, {0x9B, 0xE3, 0xAA}}};
/// Index 0 is the transparent gap; 1 ... 127 ... 253 run from the negative limit through zero to the positive one.
constexpr int kZeroIndex = 127, kReach = 126;

std::vector<Rgb> paletteOf(const Stops& stops)
{
    std::vector<Rgb> palette(1);
    for (int i = 0; i <= 2 * kReach; ++i) {
        const double place = i / (2.0 * kReach) * static_cast<double>(stops.size() - 1);
        const auto left = std::min(static_cast<std::size_t>(place), stops.size() - 2);
        Rgb colour{};
        for (std::size_t part = 0; part < colour.size(); ++part)
            colour[part] = static_cast<std::uint8_t>(
                std::lround(std::lerp(stops[left][part], stops[left + 1][part], place - static_cast<double>(left))));
        palette.push_back(colour);
    }
    return palette;
}

/// Ten images of 28 x 28 in a row, as indices into the palette.
std::vector<std::uint8_t> stripPixels(const WeightMatrix& weights, double limit)
{
    std::vector<std::uint8_t> pixels(kStripPixels);
    for (int digit = 0; digit < kClasses; ++digit) {
        for (int j = 0; j < kPixels; ++j) {
            const double level = std::clamp(static_cast<double>(weights(digit, j)) / limit, -1.0, 1.0);
            const int x = digit * (kSide + kGap) + j % kSide;
            const int at = j / kSide * kStripWidth + x;
            pixels[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(kZeroIndex + std::lround(kReach * level));
        }
    }
    return pixels;
}

/// A limit that a few outliers do not stretch; above 0.
double limitOf(const WeightMatrix& weights)
{
    std::vector<double> sizes;
    for (const float weight : weights.reshaped())
        sizes.push_back(std::abs(weight));
    const double limit = quantile(sizes, kUsualShare);
    return limit > 0 ? limit : 1;
}

/// Two digits that count: "0.18", "0.0012".
std::string shortText(double value)
{
    if (!(value > 0))
        return "0";
    return fixedText(value, std::clamp(1 - static_cast<int>(std::floor(std::log10(value))), 0, 8));
}

std::string strip(const std::string& name, std::string_view note, const WeightMatrix& weights, double limit)
{
    const auto pixels = stripPixels(weights, limit);
    const std::string dark = pngDataUri(encodePalettePng(pixels, kStripWidth, paletteOf(kDark)));
    const std::string light = pngDataUri(encodePalettePng(pixels, kStripWidth, paletteOf(kLight)));
    const std::string picture = leaf("source", {{"media", "screen and (prefers-color-scheme: dark)"}, {"srcset", dark}})
        + leaf("img", {{"src", light}, {"alt", "Ten weight images, digits 0 to 9: " + std::string(note)}});
    const std::string scale =
        element("span.scale.note", "−" + shortText(limit) + element("span.ramp", "") + "+" + shortText(limit));
    return element("figure.strip",
        element("figcaption", name + element("span.note", escaped(note)) + scale) + element("picture", picture));
}

std::string facts(const WeightError& error, const QuantScheme& scheme)
{
    const std::string sqnr = std::isfinite(error.sqnrDb)
        ? "Signal to quantization noise: " + element("b", fixedText(error.sqnrDb, 1) + " dB") + ". "
        : "The restored weights are exact. ";
    return element("p",
        sqnr + "Largest error " + shortText(error.largest) + "; " + countText(error.becomeZero)
            + " of 7,840 weights become zero, " + countText(error.outOfRange) + " lie outside the range; "
            + countText(error.codesUsed) + " of " + countText(std::size_t{1} << scheme.bits) + " codes are used.");
}

} // namespace

std::string weightsSection(const RunRecord& record)
{
    const WeightMatrix& before = record.original->weights;
    const WeightMatrix after = record.quantized->dequantized().weights;
    const WeightMatrix error = after - before;
    const double limit = limitOf(before);
    std::string digits;
    for (int digit = 0; digit < kClasses; ++digit)
        digits += element("span", std::to_string(digit));
    return section("What the models look for", "weights as images: green speaks for the digit, purple against it",
        strip(originalName(), "float32", before, limit)
            + strip(quantizedName(), schemeText(record.scheme), after, limit)
            + strip(element("span.name", "Error"), "quantized − original", error, limitOf(error))
            + element("div.classes.note", digits)
            + facts(weightError(*record.original, *record.quantized), record.scheme));
}

} // namespace qlab::report
