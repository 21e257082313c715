// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/export/html.h"
#include "tests/export/sample_record.h"
#include "tests/support.h"

#include <algorithm>
#include <limits>
#include <set>

using namespace qlab;
using test::sampleRecord;

namespace {

bool has(const std::string& page, const std::string& part) { return page.find(part) != std::string::npos; }

std::size_t count(const std::string& page, const std::string& part)
{
    std::size_t found = 0;
    for (auto at = page.find(part); at != std::string::npos; at = page.find(part, at + part.size()))
        ++found;
    return found;
}

/// The first tag that does not close what was opened last; empty for a page in order. Attribute values may not hold
/// '>', which escaped() sees to.
std::string firstUnbalanced(const std::string& page)
{
    std::vector<std::string> open;
    for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
        const auto end = page.find('>', at);
        if (end == std::string::npos)
            return page.substr(at);
        const std::string tag = page.substr(at + 1, end - at - 1);
        if (tag.front() == '!' || tag.back() == '/')
            continue;
        const bool closes = tag.front() == '/';
        const std::string name = tag.substr(closes ? 1 : 0, tag.find(' ') - (closes ? 1 : 0));
        if (!closes) {
            open.push_back(name);
        } else if (open.empty() || open.back() != name) {
            return tag;
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? "" : open.back();
}

/// Every value of one attribute.
std::vector<std::string> values(const std::string& page, const std::string& attribute)
{
    std::vector<std::string> found;
    const std::string start = ' ' + attribute + "=\"";
    for (auto at = page.find(start); at != std::string::npos; at = page.find(start, at + 1)) {
        const auto from = at + start.size();
        found.push_back(page.substr(from, page.find('"', from) - from));
    }
    return found;
}

void checkWellFormed(const std::string& page)
{
    CHECK(page.rfind("<!DOCTYPE html>", 0) == 0);
    CHECK(firstUnbalanced(page) == "");
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "http:"));
    CHECK_FALSE(has(page, "https:"));
    CHECK_FALSE(has(page, "nan"));
    CHECK_FALSE(has(page, "inf "));
    for (const char* attribute : {"src", "srcset"}) {
        for (const std::string& value : values(page, attribute))
            CHECK(value.rfind("data:image/png;base64,", 0) == 0);
    }
    const auto ids = values(page, "id");
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
}

} // namespace

TEST_CASE("the tag checker finds what is wrong", "[export]")
{
    CHECK(firstUnbalanced("<p><b>x</b><br /></p>") == "");
    CHECK(firstUnbalanced("<p><b>x</p></b>") == "/p");
    CHECK(firstUnbalanced("<p>") == "p");
    CHECK(firstUnbalanced("</p>") == "/p");
}

TEST_CASE("the report is one well-formed page that needs nothing else", "[export]")
{
    QuantScheme scheme;
    scheme.bits = GENERATE(8, 4, 2, 1);
    checkWellFormed(reportHtml(sampleRecord(scheme)));
}

TEST_CASE("the report shows the figures of the run", "[export]")
{
    QuantScheme scheme;
    scheme.bits = 2;
    const RunRecord record = sampleRecord(scheme);
    const Comparison& comparison = record.comparison;
    const std::string page = reportHtml(record);
    CHECK(has(page, percentText(comparison.originalAccuracy())));
    CHECK(has(page, percentText(comparison.quantizedAccuracy())));
    CHECK(has(page, pointsText(comparison.quantizedAccuracy() - comparison.originalAccuracy())));
    CHECK(has(page, bytesText(comparison.original.bytes)));
    CHECK(has(page, bytesText(comparison.quantized.bytes)));
    CHECK(has(page, "0.66 ms"));
    CHECK(has(page, "0.21 ms"));
    CHECK(has(page, "3.1× faster"));
    CHECK(has(page, "1.6× slower"));
    CHECK(has(page, "as fast"));
    const Interval& interval = comparison.original.accuracy95;
    CHECK(has(page, intervalText({100 * interval.low, 100 * interval.high}, 2)));
    CHECK(has(page, escaped(pValueText(comparison.accuracy.pValue))));
    CHECK(has(page, "Test CPU"));
    CHECK(has(page, "2026-07-31, 14:02 UTC"));
    CHECK(has(page, "0.375 train"));
    CHECK(has(page, "prefers-color-scheme: dark"));
}

TEST_CASE("names from outside cannot break the page", "[export]")
{
    const std::string page = reportHtml(sampleRecord());
    CHECK(has(page, "test &lt;digits&gt; &amp; &quot;more&quot;"));
    CHECK_FALSE(has(page, "<digits>"));
}

TEST_CASE("changed predictions are shown as pictures, the first of many", "[export]")
{
    QuantScheme scheme;
    scheme.bits = 1;
    const RunRecord record = sampleRecord(scheme);
    const std::size_t changed = record.comparison.accuracy.changed;
    REQUIRE(changed > 0);
    const std::size_t tiles = count(reportHtml(record), "class=\"tile\"");
    CHECK(tiles > 0);
    CHECK(tiles <= std::min<std::size_t>(changed, 3 * 26));

    RunRecord same = sampleRecord();
    same.quantizedEvaluation = same.originalEvaluation;
    CHECK(has(reportHtml(same), "same answer to every test image"));
}

TEST_CASE("a report leaves out what the run did not do", "[export]")
{
    RunRecord record = sampleRecord();
    SECTION("no training")
    {
        record.trained = false;
        record.epochs.clear();
        record.losses.clear();
        const std::string page = reportHtml(record);
        checkWellFormed(page);
        CHECK_FALSE(has(page, "The training"));
        CHECK(has(page, "the model was read from a file"));
    }
    SECTION("no timing")
    {
        record.comparison.original.batch = record.comparison.quantized.batch = {};
        record.comparison.original.single = record.comparison.quantized.single = {};
        record.comparison.floatInputOriginal = record.comparison.floatInputQuantized = {};
        record.comparison.batchRatio = record.comparison.singleRatio = record.comparison.floatInputRatio = {};
        const std::string page = reportHtml(record);
        checkWellFormed(page);
        CHECK(has(page, "not timed"));
        CHECK_FALSE(has(page, "Pixels in"));
    }
    SECTION("times from floats only")
    {
        record.comparison.fromFloats = true;
        const std::string page = reportHtml(record);
        checkWellFormed(page);
        CHECK_FALSE(has(page, "Pixels in"));
        CHECK(has(page, "from normalised floats, in calls of 100"));
    }
}

TEST_CASE("a training that diverged still makes a report", "[export]")
{
    RunRecord record = sampleRecord();
    for (EpochRecord& epoch : record.epochs)
        epoch.trainLoss = epoch.testLoss = std::numeric_limits<double>::quiet_NaN();
    for (BatchLoss& loss : record.losses)
        loss.loss = std::numeric_limits<float>::infinity();
    const std::string page = reportHtml(record);
    checkWellFormed(page);
    CHECK(has(page, "the training diverged"));
}

TEST_CASE("an exact quantization is told as such", "[export]")
{
    RunRecord record = sampleRecord();
    // Weights on the grid of the fixed scale: nothing is lost.
    QuantScheme fixed;
    fixed.range = QuantScheme::Range::Fixed;
    LinearModel model = *record.original;
    model.weights = model.weights.unaryExpr([](float weight) { return std::round(weight * 128.0f) / 128.0f; });
    record.original = std::make_shared<LinearModel>(model);
    record.quantized = std::make_shared<QuantizedModel>(quantize(model, fixed));
    record.scheme = fixed;
    const std::string page = reportHtml(record);
    checkWellFormed(page);
    CHECK(has(page, "The restored weights are exact."));
}
