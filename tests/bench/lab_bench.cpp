// SPDX-License-Identifier: GPL-3.0-or-later
// Prints every speed that the README quotes, with its spread. Run it by hand, on a quiet machine:
//   lab_bench [DATA] [--scale IMAGES [--chart FILE.svg]]
// DATA as qlab --data takes it; --scale adds the growth up to IMAGES, --chart draws it.
#include "tests/bench/lab_bench.h"

#include "engine/bench/machine.h"
#include "engine/core/atomic_file.h"
#include "engine/core/text.h"
#include "engine/kernels/targets.h"
#include "engine/train/trainer.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace qlab::lab_bench {

void printHeading(const std::string& title) { std::printf("\n%s\n", title.c_str()); }

void printLine(const std::string& what, const Timing& timing, const std::string& unit, double perMs)
{
    std::printf("  %-44s %10.4f %s  (%.4f ... %.4f, %zu repetitions)\n", what.c_str(), timing.medianMs * perMs,
        unit.c_str(), timing.p10Ms * perMs, timing.p90Ms * perMs, timing.repetitions);
    std::fflush(stdout);
}

void printNote(const std::string& what, const std::string& text)
{
    std::printf("  %-44s %s\n", what.c_str(), text.c_str());
    std::fflush(stdout);
}

namespace {

[[noreturn]] void end(const Error& error)
{
    std::fprintf(stderr, "lab_bench: %s\n", error.message.c_str());
    std::exit(1);
}

template <typename T> T valueOf(Result<T> result)
{
    if (!result)
        end(result.error());
    return std::move(*result);
}

Lab prepare(const std::string& data)
{
    Lab lab;
    lab.source = valueOf(parseDataSource(data));
    lab.data = valueOf(splitData(valueOf(loadData(lab.source)), {}));
    Trainer trainer(lab.data, TrainConfig{});
    while (trainer.state() == Trainer::State::Running)
        trainer.step(std::chrono::seconds(1));
    lab.model = trainer.model();
    lab.quantized = quantize(lab.model, valueOf(parseScheme("lab")));
    return lab;
}

int run(int argc, char** argv)
{
    if (const Status status = kernels::applyTargetFromEnvironment(); !status)
        end(status.error());
    std::string data = "builtin";
    std::string chart;
    std::size_t scale = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--scale" && i + 1 < argc)
            scale = std::strtoul(argv[++i], nullptr, 10);
        else if (std::string_view(argv[i]) == "--chart" && i + 1 < argc)
            chart = argv[++i];
        else
            data = argv[i];
    }
    const Machine machine = describeMachine();
    std::printf("%s, %s, %s, %s build, 1 thread\nmedian (10 %% ... 90 %%)\n", machine.cpu.c_str(),
        machine.target.c_str(), machine.compiler.c_str(), machine.build.c_str());
    const Lab lab = prepare(data);
    benchTargets(lab);
    benchSlider(lab);
    benchLoading(lab);
    if (scale > 0) {
        const std::vector<Growth> points =
            benchScaling(lab, scale, std::filesystem::temp_directory_path() / "lab_bench");
        if (!chart.empty() && points.size() > 1)
            if (const Status written = saveGrowthChart(points, chart); !written)
                end(written.error());
    }
    printHeading("Memory");
    printNote("peak of this program", fixedText(static_cast<double>(peakMemoryBytes()) / 1e6, 0) + " MB");
    return 0;
}

} // namespace
} // namespace qlab::lab_bench

int main(int argc, char** argv) { return qlab::lab_bench::run(argc, argv); }
