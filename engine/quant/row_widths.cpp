// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/row_widths.h"

#include "engine/quant/bias_grid.h"
#include "engine/quant/packing.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace qlab {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

int rowBytes(int bits, int features) { return static_cast<int>(packedRowBytes(bits, features)); }

/// What is lost at the least by the rows so far if they take just so many bytes, and the last row's width then.
struct Choice {
    double error = kNever;
    std::uint8_t bits = 0;
};
using Choices = std::vector<Choice>; ///< by bytes, 0 ... budget

Choices withRow(const Choices& before, const std::array<double, 8>& errors, int mostBits, int features)
{
    Choices after(before.size());
    for (int bits = 1; bits <= mostBits; ++bits) {
        const auto bytes = static_cast<std::size_t>(rowBytes(bits, features));
        const double error = errors[static_cast<std::size_t>(bits - 1)];
        for (std::size_t total = bytes; total < after.size(); ++total)
            if (before[total - bytes].error + error < after[total].error)
                after[total] = {before[total - bytes].error + error, static_cast<std::uint8_t>(bits)};
    }
    return after;
}

void takeRow(int row, const QuantizedModel& from, QuantizedModel& to)
{
    const auto k = static_cast<std::size_t>(row);
    std::copy_n(from.q.begin() + row * kPixels, kPixels, to.q.begin() + row * kPixels);
    to.scale[k] = from.scale[k];
    to.zeroPoint[k] = from.zeroPoint[k];
    to.bias[row] = from.bias[row];
}

} // namespace

RowWidths chooseWidths(const WidthErrors& errors, int mostBits, int budget, int features)
{
    assert(mostBits >= 1 && mostBits <= 8 && budget >= 0);
    std::vector<Choices> rows{Choices(static_cast<std::size_t>(budget) + 1)};
    rows.front().front().error = 0;
    for (const auto& row : errors)
        rows.push_back(withRow(rows.back(), row, mostBits, features));
    RowWidths widths{};
    widths.fill(1);
    const auto best = std::ranges::min_element(rows.back(), {}, &Choice::error); // the first: fewest bytes
    if (best->error == kNever)
        return widths;
    auto bytes = static_cast<std::size_t>(best - rows.back().begin());
    for (std::size_t k = kClasses; k-- > 0;) {
        widths[k] = rows[k + 1][bytes].bits;
        bytes -= static_cast<std::size_t>(rowBytes(widths[k], features));
    }
    return widths;
}

RowWidths evenWidths(const QuantScheme& scheme, int features)
{
    WidthErrors errors{};
    for (auto& row : errors)
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = std::pow(0.25, i);
    return chooseWidths(errors, scheme.bits, scheme.budget, features);
}

bool fitBudget(const RowWidths& widths, const QuantScheme& scheme, int features)
{
    int bytes = 0, wider = 0;
    for (const int bits : widths) {
        if (bits < 1 || bits > scheme.bits)
            return false;
        bytes += rowBytes(bits, features);
        wider += bits > 1;
    }
    return wider == 0 || bytes <= scheme.budget;
}

QuantizedModel quantizeRows(const QuantScheme& scheme, int features,
    const std::function<QuantizedModel(const QuantScheme& even)>& quantizeAt,
    const std::function<double(const QuantizedModel& rounded, int row)>& errorOf)
{
    assert(scheme.hasRowWidths());
    std::vector<QuantizedModel> models;
    WidthErrors errors{};
    for (int bits = 1; bits <= scheme.bits; ++bits) {
        QuantScheme even = rowScheme(scheme, bits);
        even.bias = QuantScheme::Bias::Float; // the ten are rounded together, once the rows are chosen
        models.push_back(quantizeAt(even));
        for (int k = 0; k < kClasses; ++k)
            errors[static_cast<std::size_t>(k)][static_cast<std::size_t>(bits - 1)] = errorOf(models.back(), k);
    }
    const RowWidths widths = chooseWidths(errors, scheme.bits, scheme.budget, features);
    QuantizedModel result = models.front();
    for (int k = 0; k < kClasses; ++k)
        takeRow(k, models[widths[static_cast<std::size_t>(k)] - std::size_t{1}], result);
    result.scheme = scheme;
    result.widths = widths;
    setBias(result, BiasVector(result.bias));
    return result;
}

double squaredError(const LinearModel& model, const QuantizedModel& rounded, int row)
{
    double sum = 0;
    for (int j = 0; j < model.steps.count(); ++j) {
        const double error = static_cast<double>(model.weights(row, j)) - static_cast<double>(rounded.restored(row, j));
        sum += error * error;
    }
    return sum;
}

} // namespace qlab
