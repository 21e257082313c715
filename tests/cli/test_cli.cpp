// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_driver.h"

#include "engine/core/atomic_file.h"
#include "engine/data/digit_generator.h"
#include "engine/formats/model_file.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdlib>

using namespace qlab;
using namespace qlab::test;
using nlohmann::json;

namespace {

/// A digit as a portable grey map, black on white, three times as large.
void writePicture(const std::filesystem::path& path, const ImageSet& images, std::size_t index)
{
    constexpr int kScale = 3;
    std::string bytes = "P5 " + std::to_string(kSide * kScale) + " " + std::to_string(kSide * kScale) + " 255\n";
    for (int y = 0; y < kSide * kScale; ++y)
        for (int x = 0; x < kSide * kScale; ++x)
            bytes +=
                static_cast<char>(255 - images.image(index)[static_cast<std::size_t>(y / kScale * kSide + x / kScale)]);
    REQUIRE(writeFileAtomically(path, bytes).ok());
}

} // namespace

TEST_CASE("One command does the whole lab and writes every artefact", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::filesystem::path out = folder.path() / "new" / "results";
    const Outcome run = qlabRun(folder, "run --data builtin --epochs 2 --out '" + out.string() + "'");
    INFO(run.err);
    REQUIRE(run.status == 0);
    REQUIRE(run.err.empty()); // no progress where nobody watches
    REQUIRE(run.out.find("epoch   2   loss 0.") != std::string::npos);
    REQUIRE(run.out.find("accuracy, 10,000 images") != std::string::npos);
    for (const char* name :
        {"comparison.csv", "comparison.png", "loss.csv", "loss.png", "samples.png", "model-float.safetensors",
            "model-quantized.safetensors", "model-quantized.qlm", "run.json", "report.html"}) {
        INFO(name);
        const auto bytes = readWholeFile(out / name);
        REQUIRE(bytes.ok());
        REQUIRE(bytes->size() > 100);
    }
    REQUIRE(readWholeFile(out / "comparison.png")->compare(0, 4, "\x89PNG") == 0);
    REQUIRE(readWholeFile(out / "comparison.csv")->compare(0, 40, "metric,unit,original,quantized,ratio\nacc") == 0);
    const auto record = json::parse(*readWholeFile(out / "run.json"));
    REQUIRE(record.size() > 5);
    const auto model = readModelFile(out / "model-quantized.safetensors");
    REQUIRE(model.ok());
    REQUIRE(model->quantized);
    REQUIRE(std::filesystem::file_size(out / "model-float.safetensors") <= 31'700);
    REQUIRE(std::filesystem::file_size(out / "model-quantized.safetensors") <= 8'300);

    const ImagesPtr digits = generateDigits(20, 99);
    writePicture(folder.path() / "digit.pgm", *digits, 3);
    const Outcome answer =
        qlabRun(folder, "classify '" + out.string() + "' '" + (folder.path() / "digit.pgm").string() + "' --json");
    INFO(answer.err);
    REQUIRE(answer.status == 0);
    const auto rows = json::parse(answer.out);
    REQUIRE(rows.size() == 1);
    double sum = 0;
    for (double probability : rows[0]["quantized"]["probabilities"])
        sum += probability;
    REQUIRE_THAT(sum, Catch::Matchers::WithinAbs(1, 1e-9));
    REQUIRE(rows[0]["original"]["digit"].is_number_integer());
}

TEST_CASE("A run with a patience stops by itself and says where, in words and files", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::filesystem::path out = folder.path() / "results";
    const Outcome run =
        qlabRun(folder, "run --data builtin --epochs 200 --lr 0.5 --patience 1 --out '" + out.string() + "'");
    INFO(run.err);
    REQUIRE(run.status == 0);
    const auto record = json::parse(*readWholeFile(out / "run.json"));
    const std::size_t epochs = record["epochs"].size();
    REQUIRE(epochs < 200);
    CHECK(record["training"]["stopped_early"] == true);
    CHECK(record["training"]["weights_of_epoch"] == epochs - 1);
    CHECK(run.out.find("Stopped after epoch " + std::to_string(epochs) + ": no better since epoch "
              + std::to_string(epochs - 1) + ", whose weights it has\n")
        != std::string::npos);
    CHECK(readWholeFile(out / "loss.csv")->find(",seconds,held_out_loss\n1,") != std::string::npos);
    // The accuracy is that of the epoch gone back to.
    CHECK(record["comparison"]["original"]["accuracy"] == record["epochs"][epochs - 2]["test_accuracy"]);
}

TEST_CASE("A picture that cannot be answered costs its own answer only", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::string path = folder.path().string();
    Random random(1);
    REQUIRE(writeFileAtomically(path + "/m.safetensors", encodeModel(initialModel({}, random))).ok());
    const ImagesPtr digits = generateDigits(20, 99);
    writePicture(folder.path() / ":one.pgm", *digits, 3);
    writePicture(folder.path() / "two.pgm", *digits, 4);
    REQUIRE(writeFileAtomically(path + "/notes.png", "no picture").ok());
    REQUIRE(writeFileAtomically(path + "/blank.pgm", "P5 28 28 255\n" + std::string(784, '\x80')).ok());
    const std::string command = "classify m.safetensors :one.pgm notes.png blank.pgm two.pgm";
    const std::string here = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    const Outcome text = qlabRun(folder, command), rows = qlabRun(folder, command + " --json");
    std::filesystem::current_path(here);
    for (const Outcome& outcome : {text, rows}) {
        CHECK(outcome.status == 1);
        CHECK(lines(outcome.err) == 2);
        CHECK(outcome.err.find("qlab: notes.png: not a picture") != std::string::npos);
        CHECK(outcome.err.find("qlab: blank.pgm shows no ink") != std::string::npos);
    }
    CHECK(text.out.find(":one.pgm\n  original") == 0);
    CHECK(text.out.find("two.pgm\n  original") != std::string::npos);
    const auto answers = json::parse(rows.out);
    REQUIRE(answers.size() == 4);
    CHECK(answers[0].contains("original"));
    CHECK(answers[1]["error"].is_string());
    CHECK_FALSE(answers[1].contains("original"));
    CHECK(answers[2].contains("error"));
    CHECK(answers[3].contains("quantized"));
}

TEST_CASE("The benchmark keeps its contract", "[cli]")
{
    const test::TemporaryFolder folder;
    const Outcome bench = qlabRun(folder, "bench --data builtin --epochs 1 --batch 500 --pairs 11 --no-train --json");
    REQUIRE(bench.status == 0);
    const auto result = json::parse(bench.out);
    REQUIRE(result["threads"] == 1);
    REQUIRE(result["images"] == 500);
    std::vector<std::string> names;
    for (const auto& row : result["results"]) {
        names.push_back(row["name"]);
        REQUIRE(row["median_ms"] > 0);
        REQUIRE(row["p10_ms"] <= row["p90_ms"]);
        REQUIRE(row["accuracy"] > 0.5);
    }
    REQUIRE(names == std::vector<std::string>{"f32", "f32-u8", "dynamic-int8", "u8-int8", "eigen-f32"});
}

TEST_CASE("What is at the input's account ends with status 1, one line and nothing written", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::string out = (folder.path() / "out").string();
    const std::string arguments = GENERATE("run --data /nonexistent/folder --out '@'",
        "run --data builtin --model /nonexistent/model.safetensors --out '@'",
        "run --data builtin --batch-size 1000000 --out '@'", "run --data builtin --patience 3 --average 0.5 --out '@'",
        "classify /nonexistent/model.safetensors picture.png", "info /nonexistent/model.safetensors");
    std::string filled = arguments;
    if (const auto at = filled.find('@'); at != std::string::npos)
        filled.replace(at, 1, out);
    const Outcome run = qlabRun(folder, filled);
    INFO(filled << "\n" << run.err);
    REQUIRE(run.status == 1);
    REQUIRE(lines(run.err) == 1);
    REQUIRE(run.err.compare(0, 6, "qlab: ") == 0);
    REQUIRE(run.out.empty());
    REQUIRE_FALSE(std::filesystem::exists(out));
}

TEST_CASE("Wrong usage ends with status 2", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::string arguments =
        GENERATE("run --scheme banana", "run --bits 9", "run --epochs 0", "run --split 1.5", "run --normalize other",
            "run --preset other", "frobnicate", "classify", "bench --pairs 3", "run --patience 10001");
    const Outcome run = qlabRun(folder, arguments);
    INFO(arguments << "\n" << run.err << run.out);
    REQUIRE(run.status == 2);
    REQUIRE_FALSE((run.err + run.out).empty());
}

TEST_CASE("Help and version end with status 0", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::string arguments =
        GENERATE("--help", "--version", "run --help", "bench --help", "classify --help", "info --help");
    const Outcome run = qlabRun(folder, arguments);
    REQUIRE(run.status == 0);
    REQUIRE(run.out.size() > 4);
}

TEST_CASE("info tells this build, and refuses an unknown target", "[cli]")
{
    const test::TemporaryFolder folder;
    const Outcome info = qlabRun(folder, "info --json");
    REQUIRE(info.status == 0);
    const auto facts = json::parse(info.out);
    REQUIRE(facts["available"].size() >= 1);
    ::setenv("QLAB_TARGET", "PENTIUM", 1);
    const Outcome refused = qlabRun(folder, "info");
    ::unsetenv("QLAB_TARGET");
    REQUIRE(refused.status == 1);
    REQUIRE(refused.err.find("PENTIUM") != std::string::npos);
}

TEST_CASE("info of a codebook tells its levels, and a float file cannot take a range that needs images", "[cli]")
{
    const test::TemporaryFolder folder;
    LinearModel model;
    for (int k = 0; k < kClasses; ++k)
        for (int j = 0; j < kPixels; ++j)
            model.weights(k, j) = std::array{-0.5F, 0.25F, 1.0F}[static_cast<std::size_t>(j % 3)];
    QuantScheme scheme;
    scheme.bits = 2;
    scheme.levels = QuantScheme::Levels::Codebook;
    const std::vector<int> levels{-64, 32, 127}; // -63.5 to the even one of its neighbours
    const std::string file = folder.path() / "codebook.qlm", quoted = "'" + file + "'";
    for (const ModelFormat& format : modelFormats()) {
        REQUIRE(writeFileAtomically(file, format.encode(quantize(model, scheme))).ok());
        const Outcome info = qlabRun(folder, "info --json " + quoted);
        REQUIRE(info.status == 0);
        CHECK(json::parse(info.out)["levels of 7"] == levels);
    }
    scheme.granularity = QuantScheme::Granularity::PerTensor;
    REQUIRE(writeFileAtomically(file, encodeModel(quantize(model, scheme))).ok());
    CHECK(json::parse(qlabRun(folder, "info --json " + quoted).out)["levels"] == levels);
    QuantScheme budget;
    budget.budget = 2000;
    const QuantizedModel ownWidths = quantize(model, budget);
    for (const ModelFormat& format : modelFormats()) {
        REQUIRE(writeFileAtomically(file, format.encode(ownWidths)).ok());
        CHECK(json::parse(qlabRun(folder, "info --json " + quoted).out)["bits of the rows"] == *ownWidths.widths);
    }
    REQUIRE(writeFileAtomically(file, encodeModel(model)).ok());
    const Outcome classify = qlabRun(folder, "classify " + quoted + " nothing.png --scheme-text range=least-logits");
    CHECK(classify.status == 1);
    CHECK(classify.err.find("training images") != std::string::npos);
}

TEST_CASE("A static input goes from the training images into the files, and from there to answers", "[cli]")
{
    const test::TemporaryFolder folder;
    const std::string out = (folder.path() / "run").string(), quoted = "'" + out + "'";
    const Outcome run = qlabRun(folder,
        "run --data builtin --epochs 1 --scheme-text 'input=static calibration-images=3 input-bits=5 bias=int16' --out "
            + quoted);
    INFO(run.err);
    REQUIRE(run.status == 0);
    const json written = json::parse(readWholeFile(folder.path() / "run" / "run.json", 1 << 24).value());
    const json& input = written["scheme"]["static_input"];
    CHECK(input["calibration_images"] == 3);
    CHECK(input["scale"].get<double>() > 0);
    CHECK(written["scheme"]["input_bits"] == 5);
    CHECK(written["scheme"]["bias"]["type"] == "int16");
    CHECK(run.out.find("static 5-bit input calibrated on 3, 16-bit bias") != std::string::npos);
    const Outcome info = qlabRun(folder, "info --json '" + out + "/model-quantized.safetensors'");
    REQUIRE(info.status == 0);
    CHECK(json::parse(info.out)["input scale"] == input["scale"]);
    CHECK(json::parse(info.out)["input zero point"] == input["zero_point"]);
    CHECK(json::parse(info.out)["bias integers"] == written["scheme"]["bias"]["integers"]);
    const Outcome compare =
        qlabRun(folder, "classify '" + out + "/model-float.safetensors' nothing.png --scheme-text input=static");
    CHECK(compare.status == 1);
    CHECK(compare.err.find("training images") != std::string::npos);
}
