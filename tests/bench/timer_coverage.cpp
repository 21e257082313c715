// SPDX-License-Identifier: GPL-3.0-or-later
// Counts whether the timer keeps its promises: of runs on the machine as it is and of runs with every core busy, how
// many intervals cover the ratio of the calm machine, how wide they are, and how often the warning is right. Run it by
// hand, on a machine that does nothing else:
//   timer_coverage [RUNS] [--calm RATIO] [--only idle|busy]
// Every run is a process of its own, because where a program lies in memory is drawn once a process. The ratio of the
// calm machine is the median of the idle runs, unless it is given. 40 runs take about a minute.
#include "engine/bench/comparison.h"
#include "engine/core/text.h"
#include "engine/data/digit_generator.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

using namespace qlab;

namespace {

struct Run {
    MedianInterval ratio;
    bool disturbed = false, unsteady = false;
    double cpuShare = 0, switchedShare = 0;

    bool covers(double value) const { return ratio.interval.low <= value && value <= ratio.interval.high; }
    double width() const { return (ratio.interval.high - ratio.interval.low) / ratio.median; }
};

/// What qlab run times first: the original against the quantized model, from pixels.
int measureOnce()
{
    const ImagesPtr images = generateDigits(10'000, 3);
    Random random(5);
    const auto model = std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random));
    const auto quantized = std::make_shared<QuantizedModel>(quantize(*model, *parseScheme("lab")));
    BlockTimer timer(
        pathWorks({model, quantized, images}, {Path::F32Pixels, Path::PixelsI8, Path::PixelSums}, kPieceImages));
    timer.run();
    const MedianInterval ratio = timer.ratio(0, 1);
    const TimingQuality& quality = timer.quality();
    std::printf("%.17g %.17g %.17g %d %d %.3f %.4f\n", ratio.median, ratio.interval.low, ratio.interval.high,
        quality.disturbed(), quality.unsteady, quality.cpuShare(), quality.switchedShare());
    return 0;
}

std::vector<Run> runProcesses(const char* condition, const std::string& program, int count)
{
    std::vector<Run> runs;
    for (int i = 0; i < count; ++i) {
        std::FILE* const output = ::popen(("'" + program + "' --once").c_str(), "r");
        Run run;
        int disturbed = 0, unsteady = 0;
        if (output == nullptr
            || std::fscanf(output, "%lf %lf %lf %d %d %lf %lf", &run.ratio.median, &run.ratio.interval.low,
                   &run.ratio.interval.high, &disturbed, &unsteady, &run.cpuShare, &run.switchedShare)
                != 7) {
            std::fprintf(stderr, "timer_coverage: a run failed\n");
            std::exit(1);
        }
        ::pclose(output);
        run.disturbed = disturbed != 0;
        run.unsteady = unsteady != 0;
        runs.push_back(run);
        std::fprintf(stderr, "%s: %s (%s ... %s)%s%s, CPU share %s, switched %s %%\n", condition,
            fixedText(run.ratio.median, 3).c_str(), fixedText(run.ratio.interval.low, 3).c_str(),
            fixedText(run.ratio.interval.high, 3).c_str(), run.disturbed ? ", disturbed" : "",
            run.unsteady ? ", unsteady" : "", fixedText(run.cpuShare, 2).c_str(),
            fixedText(100 * run.switchedShare, 1).c_str());
    }
    return runs;
}

/// Keeps every core busy for as long as it lives.
class BusyCores {
public:
    BusyCores()
    {
        for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
            m_threads.emplace_back([this] {
                for (volatile unsigned spin = 0; !m_stop.load(std::memory_order_relaxed);)
                    spin = spin + 1;
            });
    }
    ~BusyCores()
    {
        m_stop = true;
        for (std::thread& thread : m_threads)
            thread.join();
    }
    BusyCores(const BusyCores&) = delete;
    BusyCores& operator=(const BusyCores&) = delete;

private:
    std::atomic<bool> m_stop{false};
    std::vector<std::thread> m_threads;
};

std::vector<double> medians(const std::vector<Run>& runs)
{
    std::vector<double> values;
    for (const Run& run : runs)
        values.push_back(run.ratio.median);
    return values;
}

void print(const char* condition, const std::vector<Run>& runs, double calm)
{
    if (runs.empty())
        return;
    std::vector<double> widths, shares;
    int covering = 0, disturbed = 0, unsteady = 0;
    for (const Run& run : runs) {
        widths.push_back(run.width());
        shares.push_back(run.cpuShare);
        covering += run.covers(calm);
        disturbed += run.disturbed;
        unsteady += run.unsteady;
    }
    const std::vector<double> ratios = medians(runs);
    std::printf("| %-15s | %d of %zu | %s (%s ... %s) | %s %% | %d | %d | %s |\n", condition, covering, runs.size(),
        fixedText(median(ratios), 2).c_str(), fixedText(quantile(ratios, 0), 2).c_str(),
        fixedText(quantile(ratios, 1), 2).c_str(), fixedText(100 * median(widths), 1).c_str(), disturbed, unsteady,
        fixedText(median(shares), 2).c_str());
}

} // namespace

int main(int argc, char** argv)
{
    int count = 40;
    double calm = 0;
    std::string only;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--once")
            return measureOnce();
        if (argument == "--calm" && i + 1 < argc)
            calm = std::atof(argv[++i]);
        else if (argument == "--only" && i + 1 < argc)
            only = argv[++i];
        else
            count = std::max(1, std::atoi(argv[i]));
    }
    const std::vector<Run> idle = only == "busy" ? std::vector<Run>() : runProcesses("idle", argv[0], count);
    std::vector<Run> busy;
    if (only != "idle") {
        const BusyCores others;
        busy = runProcesses("busy", argv[0], count);
    }
    if (calm <= 0)
        calm = median(medians(idle.empty() ? busy : idle));
    std::printf("ratio of the calm machine: %s\n\n", fixedText(calm, 3).c_str());
    std::printf(
        "| condition | intervals that cover it | ratio (least ... most) | width | warnings | unsteady | CPU share |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n");
    print("idle", idle, calm);
    print("every core busy", busy, calm);
    return 0;
}
