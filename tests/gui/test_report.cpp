// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report.h"

#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "app/report/inline_svg.h"
#include "app/report/markup.h"
#include "tests/lab/sample_record.h"
#include "tests/support.h"

#include <QImage>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include <algorithm>
#include <limits>
#include <set>

using namespace qlab;
using qlab::app::reportHtml;
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

std::string escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped().toStdString(); }

/// What is wrong with the page as XML, which HTML written like this is too; empty for a page in order.
std::string firstFault(const std::string& page)
{
    QXmlStreamReader reader(QByteArray::fromStdString(page));
    while (!reader.atEnd())
        reader.readNext();
    return reader.hasError() ? reader.errorString().toStdString() : std::string();
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
    CHECK(firstFault(page) == "");
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

TEST_CASE("markup is escaped and closed", "[report]")
{
    const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
    CHECK(app::element("b", text("x")) == text("<b>x</b>"));
    CHECK(app::element("td.num.o", {{"title", text("\"<")}}, text("1"))
        == text("<td class=\"num o\" title=\"&quot;&lt;\">1</td>\n"));
    CHECK(app::leaf("img", {{"alt", text("a")}}) == text("<img alt=\"a\" />\n"));
}

TEST_CASE("the report is one well-formed page that needs nothing else", "[report]")
{
    QuantScheme scheme;
    scheme.bits = GENERATE(8, 4, 2, 1);
    checkWellFormed(reportHtml(sampleRecord(scheme)));
}

TEST_CASE("the report shows the figures of the run", "[report]")
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
    CHECK(has(page, "0.375 train, 0.312 test"));
    CHECK(has(page, "prefers-color-scheme: dark"));
}

TEST_CASE("names from outside cannot break the page", "[report]")
{
    const std::string page = reportHtml(sampleRecord());
    CHECK(has(page, "test &lt;digits&gt; &amp; &quot;more&quot;"));
    CHECK_FALSE(has(page, "<digits>"));
}

TEST_CASE("every figure of the comparison is in the report", "[report]")
{
    const RunRecord record = sampleRecord();
    const Comparison& comparison = record.comparison;
    const std::string page = reportHtml(record);
    for (const ModelFigures* model : {&comparison.original, &comparison.quantized}) {
        CHECK(has(page, millisecondsText(model->batch.medianMs)));
        CHECK(has(page, millisecondsText(model->streamed.medianMs)));
        CHECK(has(page, microsecondsText(model->single.medianMs)));
        for (const Timing* timing : {&model->batch, &model->streamed})
            CHECK(has(page, intervalText({timing->p10Ms, timing->p90Ms}, timeDecimals(timing->medianMs))));
        CHECK(has(page, sizeText(model->bytes).substr(0, sizeText(model->bytes).find(' '))));
    }
    CHECK(has(page, millisecondsText(comparison.floatInputOriginal.medianMs)));
    CHECK(has(page, millisecondsText(comparison.floatInputQuantized.medianMs)));
    for (const MedianInterval* ratio :
        {&comparison.batchRatio, &comparison.singleRatio, &comparison.streamedRatio, &comparison.floatInputRatio}) {
        CHECK(has(page, speedText(*ratio)));
        CHECK(has(page, speedIntervalText(*ratio)));
    }
    for (const ClassFigures& digit : classFigures(record)) {
        if (digit.images == 0)
            continue;
        CHECK(has(page, ">" + countText(digit.images) + "<"));
        CHECK(has(page, percentText(static_cast<double>(digit.original) / static_cast<double>(digit.images), 1)));
        CHECK(has(page, percentText(static_cast<double>(digit.quantized) / static_cast<double>(digit.images), 1)));
    }
    for (const EvaluationPtr& evaluation : {record.originalEvaluation, record.quantizedEvaluation})
        for (const auto& row : evaluation->confusion)
            for (const std::uint32_t cell : row)
                CHECK((cell == 0 || has(page, ">" + std::to_string(cell) + "</td>")));
}

TEST_CASE("a disturbed measurement says so in the report", "[report]")
{
    RunRecord record = sampleRecord();
    CHECK_FALSE(has(reportHtml(record), "disturbed"));
    record.comparison.quality.wallMs = 2 * record.comparison.quality.cpuMs;
    const std::string page = reportHtml(record);
    CHECK(has(page, "faster (disturbed)"));
    CHECK(has(page, "Another program was using this core"));
}

TEST_CASE("every colour of the report's charts has its dark counterpart", "[report]")
{
    const QString page = QString::fromStdString(reportHtml(sampleRecord()));
    const QString rules = app::darkSvgRules();
    REQUIRE(page.contains(rules));
    static const QRegularExpression kColor(QStringLiteral(" (fill|stroke)=\"(#[0-9a-f]{6})\""));
    int found = 0;
    for (auto matches = kColor.globalMatch(page); matches.hasNext(); ++found) {
        const QRegularExpressionMatch match = matches.next();
        INFO(match.captured().toStdString());
        CHECK(rules.contains(QStringLiteral("[%1=\"%2\"]").arg(match.captured(1), match.captured(2))));
    }
    CHECK(found > 50);
    CHECK_FALSE(page.contains(QStringLiteral("=\"black\"")));
}

TEST_CASE("weight images are light and dark, and digits are the test set's pixels", "[report]")
{
    QuantScheme scheme;
    scheme.bits = 1;
    const RunRecord record = sampleRecord(scheme);
    const std::string page = reportHtml(record);
    const auto decoded = [](const std::string& uri) {
        const QByteArray base64 = QByteArray::fromStdString(uri.substr(uri.find(',') + 1));
        return QImage::fromData(QByteArray::fromBase64(base64), "PNG");
    };
    const auto dark = values(page, "srcset"), light = values(page, "src");
    REQUIRE(dark.size() == 3);
    for (const std::string& uri : dark)
        CHECK(decoded(uri).size() == QSize(298, 28));
    CHECK(std::find(light.begin(), light.end(), dark[0]) == light.end());

    const auto changes = changedPredictions(record);
    REQUIRE(!changes.empty());
    const QImage digit = decoded(light.front());
    REQUIRE(digit.size() == QSize(28, 28));
    const auto matches = std::any_of(changes.begin(), changes.end(), [&](const ChangedPrediction& change) {
        const auto pixels = record.data->test->image(change.image);
        for (int i = 0; i < kPixels; ++i)
            if (qGray(digit.pixel(i % 28, i / 28)) != pixels[static_cast<std::size_t>(i)])
                return false;
        return true;
    });
    CHECK(matches);
}

TEST_CASE("changed predictions are shown as pictures, the first of many", "[report]")
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

TEST_CASE("a report leaves out what the run did not do", "[report]")
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

TEST_CASE("a training that diverged still makes a report", "[report]")
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

TEST_CASE("the report of a training with a patience says which weights it ended with", "[report]")
{
    RunRecord record = sampleRecord();
    CHECK_FALSE(has(reportHtml(record), "held out"));
    CHECK_FALSE(has(reportHtml(record), "Patience"));
    auto data = std::make_shared<Dataset>(*record.data);
    data->trainIndex.resize(50);
    record.data = data;
    record.config.patience = 1;
    record.epochs[0].heldOutLoss = 0.25;
    record.epochs[0].restored = true;
    record.epochs[1].heldOutLoss = 0.5;
    const std::string page = reportHtml(record);
    checkWellFormed(page);
    CHECK(has(page, "45 images, 2 epochs; 5 more held out"));
    CHECK(has(page, "Stopped after epoch 2: no better since epoch 1, whose weights it has."));
    CHECK(has(page, "held-out images dash and dot"));
    CHECK(has(page, "Patience"));
}

TEST_CASE("an exact quantization is told as such", "[report]")
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
