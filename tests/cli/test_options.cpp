// SPDX-License-Identifier: GPL-3.0-or-later
// No option is taken and then ignored, and no number is taken for another one.
#include "tests/cli/cli_driver.h"

#include "engine/formats/model_file.h"
#include "engine/formats/safetensors.h"

#include <nlohmann/json.hpp>

using namespace qlab;
using namespace qlab::test;
using nlohmann::json;

namespace {

/// m.safetensors names its normalization, bare.safetensors does not, q.safetensors is quantized, "results" holds both.
struct Models {
    Models()
    {
        LinearModel model;
        for (Eigen::Index i = 0; i < model.weights.size(); ++i)
            model.weights.data()[i] = static_cast<float>(i * 37 % 101 - 50) * 1e-3f;
        model.bias.setZero();
        const std::string original = encodeModel(model);
        const std::string quantized = encodeModel(quantize(model, *parseScheme("lab")));
        auto bare = decodeSafetensors(original);
        REQUIRE(bare.ok());
        bare->metadata.clear();
        std::filesystem::create_directory(folder.path() / "results");
        for (const auto& [name, bytes] : std::vector<std::pair<std::string, std::string>>{{"m.safetensors", original},
                 {"bare.safetensors", encodeSafetensors(*bare)}, {"q.safetensors", quantized},
                 {"results/model-float.safetensors", original}, {"results/model-quantized.safetensors", quantized},
                 {"digit.pgm",
                     "P5 28 28 255\n" + std::string(300, '\0') + std::string(184, '\xff') + std::string(300, '\0')}})
            REQUIRE(writeFileAtomically(folder.path() / name, bytes).ok());
    }
    Outcome operator()(const std::string& script) const { return shellRun(folder, script); }
    TemporaryFolder folder;
};

} // namespace

TEST_CASE("Numbers are taken whole or refused with the numbers that will do", "[cli][options]")
{
    const TemporaryFolder folder;
    const std::string option =
        GENERATE("--lr 0,01", "--lr nan", "--lr inf", "--lr 0.1x", "--lr 0", "--lr ' 1'", "--momentum 1",
            "--weight-decay -1", "--seed -1", "--seed 18446744073709551616", "--seed 1.5", "--epochs 1e3", "--epochs 0",
            "--batch-size -1", "--bits 9", "--budget 0", "--budget 7841", "--threads 2", "--batch -5", "--pairs 3",
            "--split nan", "--split 0,8", "--normalize 1/inf", "--lr ''", "--data ''", "--model ''", "--l1 0.1",
            "--l1 1e-4", "--scheme-text 'rounding=data-aware overflow=wrap'", "--warmup 0.6", "--schedule slow");
    const Outcome outcome = qlabRun(folder, "bench " + option);
    INFO(option << "\n" << outcome.err);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, ContainsSubstring(option.substr(0, option.find(' '))));
    CHECK(outcome.err.size() < 400);
}

TEST_CASE("The largest seed is taken as it is", "[cli][options]")
{
    const TemporaryFolder folder;
    const Outcome outcome = qlabRun(folder, "run --data builtin --epochs 1 --quiet --json --seed 18446744073709551615");
    REQUIRE(outcome.status == 0);
    CHECK(json::parse(outcome.out)["training"]["seed"] == 18446744073709551615u);
}

TEST_CASE("Options that another one makes void are refused", "[cli][options]")
{
    const Models models;
    const std::string command = GENERATE("run --model m.safetensors", "bench --model m.safetensors");
    const std::string option = GENERATE("--epochs 3", "--batch-size 8", "--lr 0.1", "--momentum 0.5",
        "--weight-decay 0.1", "--preset report", "--seed 2", "--seed 2 --split official");
    const Outcome outcome = models("$Q " + command + " --data builtin " + option);
    INFO(command << " " << option << "\n" << outcome.err);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, ContainsSubstring(option.substr(0, option.find(' '))));
}

TEST_CASE("Options that the files make void are refused", "[cli][options]")
{
    const Models models;
    const std::string command = GENERATE("classify --scheme sign results digit.pgm",
        "classify --bits 4 results digit.pgm", "classify --scheme sign q.safetensors digit.pgm",
        "classify --bits 4 q.safetensors digit.pgm", "classify --normalize half m.safetensors digit.pgm",
        "classify --normalize half q.safetensors digit.pgm", "classify --normalize half results digit.pgm",
        "classify --scheme sign-aware m.safetensors digit.pgm", "classify --budget 2000 q.safetensors digit.pgm",
        "classify --budget 2000 m.safetensors digit.pgm", "run --data builtin --normalize half --model m.safetensors",
        "bench --data builtin --no-train --model m.safetensors --batch 10001");
    const Outcome outcome = models("$Q " + command);
    INFO(command << "\n" << outcome.err);
    CHECK(outcome.status == 1);
    CHECK(lines(outcome.err) == 1);
    CHECK(outcome.out.empty());
}

TEST_CASE("--normalize counts for a model that names none, and agrees with one that names the same", "[cli][options]")
{
    const Models models;
    const auto answer = [&](const std::string& arguments) {
        const Outcome outcome = models("$Q classify --json " + arguments + " digit.pgm");
        INFO(arguments << outcome.err);
        REQUIRE(outcome.status == 0);
        return json::parse(outcome.out)[0]["original"]["probabilities"];
    };
    const auto mnist = answer("m.safetensors");
    CHECK(answer("--normalize mnist m.safetensors") == mnist);
    CHECK(answer("bare.safetensors") == mnist);
    CHECK(answer("--normalize mnist bare.safetensors") == mnist);
    CHECK(answer("--normalize half bare.safetensors") != mnist);
    const Outcome run = models("$Q run --data builtin --quiet --json --normalize unit --model bare.safetensors");
    REQUIRE(run.status == 0);
    CHECK(json::parse(run.out)["training"]["normalization"] == "unit");
}
