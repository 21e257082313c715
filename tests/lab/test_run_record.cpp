// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/judgement.h"
#include "engine/core/text.h"
#include "tests/lab/sample_record.h"
#include "tests/support.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <sstream>

using namespace qlab;
using test::sampleRecord;

namespace {

const RunWords kWords{"few bits", "Small", "It is small."};

std::vector<std::vector<std::string>> readCsv(const std::string& text)
{
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> fields(1);
        for (const char c : line) {
            if (c == ',')
                fields.emplace_back();
            else
                fields.back() += c;
        }
        rows.push_back(fields);
    }
    return rows;
}

} // namespace

TEST_CASE("comparison.csv keeps its contract", "[export]")
{
    Comparison comparison;
    comparison.images = 10'000;
    comparison.original.correct = 9'219;
    comparison.quantized.correct = 9'222;
    comparison.original.bytes = 31'560;
    comparison.quantized.bytes = 8'116;
    comparison.original.batch.medianMs = 0.66;
    comparison.quantized.batch.medianMs = 0.21;
    comparison.batchRatio.median = 3.2;
    comparison.original.single.medianMs = 0.0003;
    comparison.quantized.single.medianMs = 0.00026;
    comparison.singleRatio.median = 1.125;
    CHECK(comparisonCsv(comparison)
        == "metric,unit,original,quantized,ratio\n"
           "accuracy,percent,92.1900,92.2200,1.0003\n"
           "size,bytes,31560,8116,3.8886\n"
           "time_batch,ms,0.660000,0.210000,3.2000\n"
           "time_single,us,0.300000,0.260000,1.1250\n");
}

TEST_CASE("what was not measured stays empty in comparison.csv", "[export]")
{
    Comparison comparison;
    comparison.images = 10;
    const auto rows = readCsv(comparisonCsv(comparison));
    REQUIRE(rows.size() == 5);
    for (const auto& row : rows)
        CHECK(row.size() == 5);
    CHECK(rows[1][4].empty());
    CHECK(rows[2][4].empty());
    CHECK(rows[3][2].empty());
    CHECK(rows[4][4].empty());
}

TEST_CASE("loss.csv has a row an epoch", "[export]")
{
    CHECK(lossCsv({}) == "epoch,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,seconds\n");
    const auto rows = readCsv(lossCsv(sampleRecord().epochs));
    REQUIRE(rows.size() == 3);
    CHECK(rows[2] == std::vector<std::string>{"2", "0.375000", "0.900000", "0.312500", "0.910000", "0.01", "0.200000"});
}

TEST_CASE("a training with a patience has its held-out losses in the files", "[export]")
{
    RunRecord record = sampleRecord();
    CHECK_FALSE(nlohmann::json::parse(runJson(record, kWords))["epochs"][0].contains("held_out_loss"));
    CHECK_FALSE(nlohmann::json::parse(runJson(record, kWords))["training"].contains("stopped_early"));
    record.config.patience = 1;
    record.epochs[0].heldOutLoss = 0.25;
    record.epochs[0].restored = true;
    record.epochs[1].heldOutLoss = 0.5;
    const auto rows = readCsv(lossCsv(record.epochs));
    REQUIRE(rows[0].size() == 8);
    CHECK(rows[0][6] == "seconds"); // what was there stays where it was
    CHECK(rows[0][7] == "held_out_loss");
    CHECK(rows[1][7] == "0.250000");
    CHECK(rows[2][7] == "0.500000");

    auto json = nlohmann::json::parse(runJson(record, kWords));
    CHECK(json["epochs"][1]["held_out_loss"] == 0.5);
    CHECK(json["training"]["patience"] == 1);
    CHECK(json["training"]["held_out_images"] == record.data->trainSize() / 10);
    CHECK(json["training"]["stopped_early"] == true);
    CHECK(json["training"]["weights_of_epoch"] == 1);
    record.config.patience = 2;
    record.epochs[0].restored = false;
    json = nlohmann::json::parse(runJson(record, kWords));
    CHECK(json["training"]["stopped_early"] == false);
    CHECK(json["training"]["weights_of_epoch"] == 2);
}

TEST_CASE("run.json holds every number of the run", "[export]")
{
    QuantScheme scheme;
    scheme.bits = 2;
    const RunRecord record = sampleRecord(scheme);
    const auto json = nlohmann::json::parse(runJson(record, kWords));
    CHECK(json["version"] == "1.2.3");
    CHECK(json["machine"]["cpu"] == "Test CPU");
    CHECK(json["data"]["name"] == record.data->name);
    CHECK(json["data"]["test_images"] == 200);
    CHECK(json["training"]["learning_rate"] == 0.01);
    CHECK(json["training"]["seed"] == 1);
    CHECK(json["training"]["normalization"] == "mnist");
    CHECK(json["scheme"]["bits"] == 2);
    CHECK(json["scheme"]["granularity"] == "per-channel");

    const auto& comparison = json["comparison"];
    CHECK(comparison["original"]["correct"] == record.comparison.original.correct);
    CHECK(comparison["original"]["accuracy"] == record.comparison.originalAccuracy());
    CHECK(comparison["quantized"]["bytes"] == record.comparison.quantized.bytes);
    CHECK(comparison["quantized"]["accuracy_interval_95"][1] == record.comparison.quantized.accuracy95.high);
    CHECK(comparison["quantized"]["time_batch"]["median_ms"] == 0.21);
    CHECK(comparison["quantized"]["time_batch"]["repetitions"] == 101);
    CHECK(comparison["time_batch_ratio"]["interval_95"] == nlohmann::json({3.05, 3.25}));
    CHECK(comparison["quantized"]["time_batch"]["wall_ms"] == record.comparison.quantized.batch.wallMs);
    CHECK(comparison["original"]["time_streamed"]["median_ms"] == record.comparison.original.streamed.medianMs);
    CHECK(comparison["time_streamed_ratio"]["median"] == 2.9);
    CHECK(comparison["images_per_call"] == 100);
    CHECK(comparison["timing"]["disturbed"] == false);
    CHECK(comparison["timing"]["clock"] == "thread");
    CHECK(comparison["float_input"]["ratio"]["median"] == 0.63);
    CHECK(comparison["mcnemar"]["only_original_right"] == record.comparison.accuracy.onlyFirst);
    CHECK(comparison["mcnemar"]["p_value"] == record.comparison.accuracy.pValue);
    CHECK(comparison["mcnemar"]["difference_interval_95"][0] == record.comparison.accuracy.difference.low);

    CHECK(json["verdict"]["headline"] == kWords.headline);
    CHECK(json["verdict"]["sentence"] == kWords.sentence);
    constexpr const char* kTones[] = {"good", "mixed", "bad"};
    CHECK(json["verdict"]["tone"] == kTones[static_cast<int>(judge(record.comparison).tone)]);
    CHECK(json["scheme"]["text"] == kWords.scheme);
    CHECK(json["epochs"].size() == 2);
    CHECK(json["epochs"][1]["test_loss"] == 0.3125);
    CHECK(json["losses"][1] == nlohmann::json({0.5, 0.75}));
    CHECK(json["classes"].size() == 10);
    CHECK(json["changed_predictions"].size() == record.comparison.accuracy.changed);
    CHECK(json["changed_predictions"].size() > 0);
}

TEST_CASE("a disturbed measurement says so in run.json", "[export]")
{
    RunRecord record = sampleRecord();
    record.comparison.quality.wallMs = 2 * record.comparison.quality.cpuMs;
    const auto timing = nlohmann::json::parse(runJson(record, kWords))["comparison"]["timing"];
    CHECK(timing["disturbed"] == true);
    CHECK(timing["cpu_share"] == 0.5);
}

TEST_CASE("the confusion matrices of run.json add up to the accuracies", "[export]")
{
    const RunRecord record = sampleRecord();
    const auto json = nlohmann::json::parse(runJson(record, kWords));
    for (const char* model : {"original", "quantized"}) {
        std::size_t right = 0, all = 0;
        for (std::size_t row = 0; row < 10; ++row) {
            for (std::size_t column = 0; column < 10; ++column) {
                const std::size_t count = json["confusion"][model][row][column];
                all += count;
                right += row == column ? count : 0;
            }
        }
        CHECK(all == 200);
        CHECK(right == json["comparison"][model]["correct"]);
    }
}

TEST_CASE("run.json stays JSON whatever the run was like", "[export]")
{
    RunRecord record = sampleRecord();
    record.epochs[0].trainLoss = std::numeric_limits<double>::quiet_NaN();
    record.losses[0].loss = std::numeric_limits<float>::infinity();
    record.machine.cpu = "not UTF-8: \xff";
    const auto json = nlohmann::json::parse(runJson(record, kWords));
    CHECK(json["epochs"][0]["train_loss"].is_null());
    CHECK(json["losses"][0][1].is_null());

    record.trained = false;
    record.epochs.clear();
    record.losses.clear();
    const auto untrained = nlohmann::json::parse(runJson(record, kWords));
    CHECK(untrained["training"]["trained"] == false);
    CHECK_FALSE(untrained["training"].contains("seed"));
    CHECK(untrained["epochs"].empty());
}

TEST_CASE("per-class figures and changed predictions agree with the test set", "[export]")
{
    QuantScheme scheme;
    scheme.bits = 1;
    const RunRecord record = sampleRecord(scheme);
    std::size_t images = 0, original = 0, quantized = 0;
    for (const ClassFigures& figures : classFigures(record)) {
        images += figures.images;
        original += figures.original;
        quantized += figures.quantized;
    }
    CHECK(images == 200);
    CHECK(original == record.comparison.original.correct);
    CHECK(quantized == record.comparison.quantized.correct);
    for (const ChangedPrediction& change : changedPredictions(record)) {
        CHECK(change.label == record.data->test->labels()[change.image]);
        CHECK(change.original == record.originalEvaluation->predictions[change.image]);
        CHECK(change.quantized == record.quantizedEvaluation->predictions[change.image]);
        CHECK(change.original != change.quantized);
    }
}
