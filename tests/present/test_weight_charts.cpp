// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/weight_charts.h"

#include "engine/data/digit_generator.h"
#include "engine/quant/codebook.h"
#include "tests/model/random_model.h"
#include "tests/support.h"

using namespace qlab;
using namespace qlab::app;
using S = QuantScheme;

TEST_CASE("a histogram shows the levels of the row's codebook, and no end", "[charts][codebook]")
{
    const DatasetPtr data = *splitData({"digits", {generateDigits(20, 2), generateDigits(20, 3)}}, {});
    const auto model = std::make_shared<LinearModel>(test::randomModel(4));
    S scheme;
    scheme.bits = 3;
    scheme.levels = S::Levels::Codebook;
    scheme.range = S::Range::Fixed; // has no say
    for (const auto granularity : {S::Granularity::PerTensor, S::Granularity::PerChannel}) {
        for (const bool trained : {false, true}) {
            scheme.granularity = granularity;
            auto quantized = std::make_shared<QuantizedModel>(quantize(*model, scheme));
            quantized->trained = trained;
            const QuantReport report = makeQuantReport(data, model, nullptr, quantized);
            CHECK(report.error.codesUsed == 8);
            CHECK(hasOwnGrids(scheme) == (granularity == S::Granularity::PerChannel));
            for (const int row : {-1, 0, 7}) {
                const HistogramChartData chart = weightsChart(report, row);
                CHECK_FALSE(chart.representable.has_value());
                CHECK_FALSE(chart.canDrag);
                if (row < 0 && hasOwnGrids(scheme)) {
                    CHECK(chart.levels.empty());
                    continue;
                }
                const int k = std::max(row, 0);
                REQUIRE(chart.levels.size() == 8);
                CHECK_FALSE(chart.evenLevels);
                for (const auto& level : chart.levels) {
                    bool isRestored = false; // some weight of the group stands on it
                    for (int j = 0; j < kPixels; ++j)
                        for (int other = 0; other < kClasses; ++other)
                            if (other == k || granularity == S::Granularity::PerTensor)
                                isRestored = isRestored
                                    || std::abs(level.value - static_cast<double>(quantized->restored(other, j)))
                                        < 1e-6;
                    CHECK(isRestored);
                }
            }
        }
    }
}

TEST_CASE("a histogram shows the levels of a row at the width of the row", "[charts][widths]")
{
    const DatasetPtr data = *splitData({"digits", {generateDigits(20, 2), generateDigits(20, 3)}}, {});
    auto model = std::make_shared<LinearModel>(test::randomModel(4));
    model->weights.row(7) *= 8.0F;
    S scheme;
    scheme.budget = 2000;
    auto quantized = std::make_shared<QuantizedModel>(quantize(*model, scheme));
    REQUIRE(quantized->bitsOf(7) > quantized->bitsOf(0));
    for (const bool trained : {false, true}) {
        quantized->trained = trained;
        const QuantReport report = makeQuantReport(data, model, nullptr, quantized);
        CHECK(weightsChart(report, -1).levels.empty());
        for (const int row : {0, 7}) {
            const int bits = quantized->bitsOf(row);
            const HistogramChartData chart = weightsChart(report, row);
            CHECK(static_cast<int>(chart.levels.size()) == (bits == 1 ? 2 : (1 << bits) - 1));
            CHECK(chart.representable.has_value() == (bits > 1 && !trained));
        }
    }
}
