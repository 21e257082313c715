// SPDX-License-Identifier: GPL-3.0-or-later
// sweep, compare, and models of other inputs through every command.
#include "tests/cli/cli_driver.h"

#include "engine/formats/compact_file.h"
#include "engine/formats/model_file.h"

#include <nlohmann/json.hpp>

using namespace qlab;
using namespace qlab::test;
using nlohmann::json;

TEST_CASE("A sweep writes its table, its pictures and the models of the frontier", "[cli][sweep]")
{
    const TemporaryFolder folder;
    const Outcome outcome =
        shellRun(folder, "$Q sweep --data builtin --epochs 1 --no-steps --quiet --json --out swept");
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const json swept = json::parse(outcome.out);
    REQUIRE(swept["models"].size() >= 100);
    const std::filesystem::path out = folder.path() / "swept";
    for (const char* file : {"sweep.csv", "sweep.png", "sweep.svg", "time.png", "bits.csv", "bits.png"})
        CHECK(std::filesystem::file_size(out / file) > 100);
    const auto csv = readWholeFile(out / "sweep.csv");
    REQUIRE(csv.ok());
    CHECK(csv->starts_with(
        "bytes,correct,images,accuracy_percent,low95_percent,high95_percent,bits,trained,steps,scheme,"));
    CHECK(static_cast<std::size_t>(std::count(csv->begin(), csv->end(), '\n')) == swept["models"].size() + 1);
    std::size_t frontier = 0, files = 0;
    for (const json& model : swept["models"])
        frontier += model["on_frontier"] == true;
    for (const auto& entry : std::filesystem::directory_iterator(out))
        if (entry.path().extension() == ".qlm") {
            ++files;
            const auto model = readModelFile(entry.path());
            REQUIRE(model.ok());
            CHECK(compactBytes(*model->quantized) == model->bytes);
        }
    CHECK(frontier > 3);
    CHECK(files == frontier);
}

TEST_CASE("compare tells how two models differ, whatever their files are", "[cli][sweep]")
{
    const TemporaryFolder folder;
    REQUIRE(shellRun(folder, "$Q run --data builtin --epochs 1 --quiet --out out").status == 0);
    const Outcome same = shellRun(
        folder, "$Q compare out/model-quantized.safetensors out/model-quantized.qlm --data builtin --quiet --json");
    INFO(same.err);
    REQUIRE(same.status == 0);
    const json twins = json::parse(same.out);
    CHECK(twins["images"] == 10'000);
    CHECK(twins["second"]["bytes"].get<int>() < twins["first"]["bytes"].get<int>());
    CHECK(twins["kl_mean"].get<double>() < 1e-3); // int8 biases and a bfloat16 scale
    CHECK(twins["same_class"].get<int>() > 9'970);
    const Outcome other =
        shellRun(folder, "$Q compare out/model-float.safetensors out/model-quantized.qlm --data builtin --quiet");
    CHECK(other.status == 0);
    CHECK_THAT(other.out, ContainsSubstring("KL divergence"));
    CHECK_THAT(other.out, ContainsSubstring(" smaller"));
    const Outcome back =
        shellRun(folder, "$Q compare out/model-quantized.qlm out/model-float.safetensors --data builtin --quiet");
    CHECK_THAT(back.out, ContainsSubstring(" larger"));
    CHECK(back.out.find("smaller") == std::string::npos);
    const Outcome none = shellRun(folder, "$Q compare out/model-float.safetensors nothing.qlm --data builtin");
    CHECK(none.status == 1);
    CHECK_THAT(none.err, ContainsSubstring("nothing.qlm"));
}

TEST_CASE("A model with input steps takes them along through every command", "[cli][sweep]")
{
    const TemporaryFolder folder;
    const Outcome run = shellRun(folder,
        "$Q run --data builtin --steps moments+gradients-4x4x4 --preset best --epochs 3 --quiet --json --out out");
    INFO(run.err);
    REQUIRE(run.status == 0);
    const json record = json::parse(run.out);
    CHECK(record["data"]["steps"] == "moments+gradients-4x4x4");
    for (const char* file : {"model-float.safetensors", "model-quantized.safetensors", "model-quantized.qlm"}) {
        const Outcome info = shellRun(folder, std::string("$Q info --json out/") + file);
        INFO(file << info.err);
        REQUIRE(info.status == 0);
        CHECK(json::parse(info.out)["steps"] == "moments+gradients-4x4x4");
        CHECK(json::parse(info.out)["weights"] == "10 x 64");
    }
    const Outcome compared = shellRun(
        folder, "$Q compare out/model-float.safetensors out/model-quantized.qlm --data builtin --quiet --json");
    REQUIRE(compared.status == 0);
    CHECK(json::parse(compared.out)["first"]["correct"] == record["comparison"]["original"]["correct"]);
    const Outcome bench =
        shellRun(folder, "$Q bench --data builtin --model out/model-float.safetensors --pairs 11 --no-train --quiet");
    CHECK(bench.status == 0);
    CHECK(shellRun(folder, "$Q run --data builtin --model out/model-float.safetensors --steps none").status == 2);
    CHECK(shellRun(folder, "$Q run --data builtin --steps turn").status == 2);
    CHECK(shellRun(folder, "$Q sweep --data builtin --model out/model-float.safetensors").status == 1);
}

TEST_CASE("Weights trained on the grid beat rounded ones where bits are few", "[cli][sweep]")
{
    const TemporaryFolder folder;
    const auto accuracy = [&](const std::string& options) {
        const Outcome run =
            shellRun(folder, "$Q run --data builtin --epochs 3 --scheme sign --quiet --json " + options);
        INFO(run.err);
        REQUIRE(run.status == 0);
        const json record = json::parse(run.out);
        CHECK(record["scheme"]["trained_on_grid"] == !options.empty());
        const bool told = record["scheme"]["text"].get<std::string>().find("trained") != std::string::npos;
        CHECK(told == !options.empty());
        return record["comparison"]["quantized"]["accuracy"].get<double>();
    };
    CHECK(accuracy("--train-quantized") > accuracy("") + 0.02);
    CHECK(shellRun(folder, "$Q run --data builtin --epochs 1 --scheme affine --train-quantized").status == 1);
}
