// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/block_timer.h"
#include "tests/bench/fake_clock.h"
#include "tests/support.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace qlab;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using test::FakeClock;

namespace {

constexpr std::int64_t kSlowNs = 30'000, kFastNs = 10'000;

TimerOptions optionsFor(FakeClock& clock)
{
    TimerOptions options;
    options.clock = &clock;
    return options;
}

/// Two works of 30 and 10 microseconds. Every call is counted and then handed to \p each, which may disturb it.
struct Pair {
    FakeClock clock;
    std::int64_t slowNs = kSlowNs;
    int calls = 0;
    std::function<void(int call)> each = [](int) {};

    BlockTimer::Works works()
    {
        const auto work = [this](const std::int64_t& ns) {
            return [this, &ns] {
                clock.work(ns);
                each(calls++);
            };
        };
        return {work(slowNs), work(kFastNs)};
    }
    BlockTimer timer(TimerOptions options)
    {
        options.clock = &clock;
        return BlockTimer(works(), options);
    }
    BlockTimer timer() { return timer({}); }
};

} // namespace

TEST_CASE("Slices of all works last about a quarter of a millisecond, equal within 20 %", "[timer]")
{
    const auto calls = [](std::vector<double> callMs) { return sliceCalls(callMs, 0.25); };
    CHECK(calls({0.05, 0.05}) == std::vector<int>{5, 5});
    CHECK(calls({0.21, 0.07}) == std::vector<int>{1, 3});
    CHECK(calls({0.0001, 0.00025}) == std::vector<int>{2500, 1000});
    CHECK(calls({0.29, 0.2}) == std::vector<int>{2, 3}); // one call of each would be 45 % apart
    CHECK(calls({3.0}) == std::vector<int>{1});
    for (const std::vector<double>& works : {std::vector<double>{0.083, 0.027, 0.021}, {0.45, 0.23, 0.15, 0.04, 0.03},
             {2.2, 0.31}, {0.0011, 0.0009}, {1.9, 1.1, 0.7}}) {
        const std::vector<int> chosen = calls(works);
        double shortest = 1e9, longest = 0;
        for (std::size_t i = 0; i < works.size(); ++i) {
            shortest = std::min(shortest, works[i] * chosen[i]);
            longest = std::max(longest, works[i] * chosen[i]);
        }
        INFO(works.front());
        CHECK(longest <= 1.2 * shortest);
        CHECK(shortest >= 0.15);
    }
}

TEST_CASE("Rounds that do not fit the budget are left out, but not below eleven", "[timer]")
{
    using std::chrono::milliseconds;
    const auto plan = [](std::size_t rounds, double roundMs, int budget) {
        const BlockPlan made = planBlocks(rounds, 20, roundMs, milliseconds(budget));
        return std::pair(made.rounds, made.blocks);
    };
    CHECK(plan(400, 0.5, 1000) == std::pair<std::size_t, std::size_t>(400, 20));
    CHECK(plan(400, 10, 1000) == std::pair<std::size_t, std::size_t>(100, 20));
    CHECK(plan(400, 1000, 1000) == std::pair<std::size_t, std::size_t>(11, 11));
    CHECK(plan(5, 1000, 1000) == std::pair<std::size_t, std::size_t>(5, 5));
    const BlockPlan uneven = planBlocks(11, 4, 1, milliseconds(1000));
    CHECK(std::vector{uneven.roundsIn(0), uneven.roundsIn(1), uneven.roundsIn(2), uneven.roundsIn(3)}
        == std::vector<std::size_t>{3, 3, 3, 2});
}

TEST_CASE("A ratio is the median of the blocks' medians, its interval the blocks' order statistics", "[timer]")
{
    FakeClock clock;
    // Blocks differ by their layout alone: 3.00, 3.01, ... 3.19, in an order that is no drift.
    BlockTimer timer(
        [&](std::size_t block, Random&) -> BlockTimer::Works {
            const auto slow = static_cast<std::int64_t>(30'000 + block * 7 % 20 * 100);
            return {[&clock, slow] { clock.work(slow); }, [&clock] { clock.work(kFastNs); }};
        },
        optionsFor(clock));
    timer.run();
    const MedianInterval ratio = timer.ratio(0, 1);
    CHECK_THAT(ratio.median, WithinRel(3.095, 1e-9));
    // The 6th and the 15th of 20 are 3.05 and 3.14; 1.5 % of the ratio are added to that as squares.
    const double half = std::hypot(0.045, 0.015 * 3.095);
    CHECK_THAT(ratio.interval.low, WithinRel(3.095 - half, 1e-9));
    CHECK_THAT(ratio.interval.high, WithinRel(3.095 + half, 1e-9));
    CHECK(timer.roundsDone() == 400);
    CHECK(timer.roundsPlanned() == 400);
    CHECK(timer.timing(1).repetitions == 400);
    CHECK_THAT(timer.timing(1).medianMs, WithinRel(0.01, 1e-9));
    CHECK(timer.quality().calm());
    CHECK_FALSE(timer.quality().repeated);
}

TEST_CASE("Times are CPU times, the wall time stands beside them", "[timer]")
{
    Pair pair;
    pair.each = [&](int) { pair.clock.stall(500); };
    BlockTimer timer = pair.timer();
    timer.run();
    CHECK_THAT(timer.timing(0).medianMs, WithinRel(0.03, 1e-9));
    CHECK_THAT(timer.timing(0).wallMs, WithinRel(0.0305, 1e-9));
    CHECK_THAT(timer.ratio(0, 1).median, WithinRel(3.0, 1e-9));
}

TEST_CASE("The order within a round is random, the same for the same seed", "[timer]")
{
    const auto order = [](std::uint64_t seed) {
        FakeClock clock;
        std::vector<int> slices; // a slice is one call here
        TimerOptions options = optionsFor(clock);
        options.seed = seed;
        const auto work = [&](int number) {
            return [&, number] {
                clock.work(250'000);
                slices.push_back(number);
            };
        };
        BlockTimer timer(BlockTimer::Works{work(0), work(1)}, options);
        timer.run();
        return slices;
    };
    const std::vector<int> once = order(1);
    CHECK(once == order(1));
    CHECK_FALSE(once == order(2));
    int swaps = 0, same = 0; // two of the same in a row only where two rounds differ in their order
    for (std::size_t i = once.size() - 600; i + 1 < once.size(); ++i)
        (once[i] == once[i + 1] ? same : swaps) += 1;
    CHECK(same > 100);
    CHECK(swaps > 300);
}

TEST_CASE("A slice in which another thread took the core is repeated at once and does not count", "[timer]")
{
    Pair pair;
    pair.each = [&](int call) {
        if (call % 2000 == 1500) // once in about a hundred slices
            pair.clock.takeCore(4'000'000, 90'000);
    };
    BlockTimer timer = pair.timer();
    timer.run();
    const TimingQuality& quality = timer.quality();
    CHECK(quality.switched > 0);
    CHECK(quality.slices == 800 + quality.switched);
    CHECK_FALSE(quality.flagged);
    for (const std::size_t work : {0, 1})
        CHECK_THAT(timer.timing(work).p90Ms, WithinRel(timer.timing(work).minMs, 1e-9));
    CHECK(timer.roundsDone() == 400);
}

TEST_CASE("A slice that is switched out five times in a row is taken as it is and marks the run", "[timer]")
{
    Pair pair;
    int taken = 0;
    pair.each = [&](int call) {
        if (call >= 3000 && taken < 150) { // every call of a while: each slice in it is hit
            pair.clock.takeCore(1000);
            ++taken;
        }
    };
    BlockTimer timer = pair.timer();
    timer.run();
    CHECK(timer.quality().flagged);
    CHECK(timer.quality().disturbed());
    CHECK(timer.quality().switchedShare() < 0.05);
    CHECK(timer.roundsDone() == 400);
}

TEST_CASE("More than 0.3 % of the slices switched, or CPU time below 0.9 of the wall time, is a disturbance", "[timer]")
{
    const auto quality = [](std::size_t switched, double cpuMs, double wallMs, std::size_t slices = 1000) {
        TimingQuality made;
        made.slices = slices;
        made.switched = switched;
        made.cpuMs = cpuMs;
        made.wallMs = wallMs;
        return made;
    };
    CHECK_FALSE(quality(30, 2500, 2500, 10'000).disturbed());
    CHECK(quality(31, 2500, 2500, 10'000).disturbed());
    CHECK_FALSE(quality(3, 25, 25, 100).disturbed()); // three befall any program, however short it is
    CHECK(quality(4, 25, 25, 100).disturbed());
    CHECK_FALSE(quality(0, 250, 275).disturbed());
    CHECK(quality(0, 250, 280).disturbed());
    CHECK_FALSE(quality(24, 2000, 2000).disturbed()); // slices eight times as long meet eight times as many
    CHECK(quality(25, 2000, 2000).disturbed());
    CHECK_FALSE(TimingQuality().disturbed());
    CHECK(together(quality(6, 250, 250), quality(0, 100'000, 100'000)).disturbed()); // not lost among the calm ones
    CHECK_FALSE(together(quality(2, 250, 250), quality(0, 250, 250)).disturbed());
}

TEST_CASE("A core that others use is told, although the ratio stays right", "[timer]")
{
    Pair pair;
    pair.each = [&](int call) {
        if (call % 200 == 0) // every tenth slice or so, for four milliseconds, and cold caches afterwards
            pair.clock.takeCore(4'000'000, 60'000);
    };
    BlockTimer timer = pair.timer();
    timer.run();
    CHECK(timer.quality().disturbed());
    CHECK(timer.quality().cpuShare() < 0.5);
    CHECK_THAT(timer.ratio(0, 1).median, WithinRel(3.0, 1e-9));
    CHECK_THAT(timer.ratio(0, 1).interval.high, WithinRel(3.045, 1e-9)); // no block differs from another
}

TEST_CASE("A disturbed measurement is made once more where that was asked for, and only once", "[timer]")
{
    const bool calmAfterwards = GENERATE(true, false);
    Pair pair;
    pair.each = [&](int call) {
        if (call % 50 == 0 && (call < 14'000 || !calmAfterwards))
            pair.clock.takeCore(1'000'000);
    };
    TimerOptions options;
    options.againIfDisturbed = true;
    BlockTimer timer = pair.timer(options);
    timer.run();
    CHECK(timer.quality().repeated);
    CHECK(timer.quality().disturbed() != calmAfterwards);
    CHECK(timer.roundsDone() == 800);
    CHECK(timer.roundsPlanned() == 800);
    CHECK(timer.timing(0).repetitions == 400);
}

TEST_CASE("A ratio that drifts is measured once more; what still drifts is unsteady", "[timer]")
{
    const bool settles = GENERATE(true, false);
    Pair pair;
    pair.each = [&](int call) {
        // A clock that sinks under load, say: one work gets slower with every call.
        pair.slowNs = kSlowNs + (settles ? std::min(call, 12'000) : call);
    };
    BlockTimer timer = pair.timer();
    timer.run();
    CHECK(timer.quality().repeated);
    CHECK(timer.quality().unsteady != settles);
    CHECK(timer.quality().calm() == settles);
    CHECK_FALSE(timer.quality().disturbed());
    if (settles)
        CHECK_THAT(timer.ratio(0, 1).median, WithinRel(4.2, 1e-9)); // of the second measurement alone
}

TEST_CASE("Halves whose intervals do not meet are a drift that no rank correlation sees", "[timer]")
{
    BlockSamples samples(2), steady(2);
    Random random(3);
    for (int block = 0; block < 20; ++block) {
        samples.openBlock();
        steady.openBlock();
        for (int round = 0; round < 21; ++round) {
            const double spread = round == 0 ? 0 : (round % 2 == 0 ? 1 : -1) * random.uniform(0.1, 1);
            const double times[] = {3 + spread + (block < 10 ? 0 : 0.01), 1};
            const double others[] = {3 + spread + (block % 2 == 0 ? 0 : 0.01), 1};
            samples.addRound(times, times);
            steady.addRound(others, others);
        }
    }
    CHECK(samples.drifts(0, 1));
    CHECK_FALSE(steady.drifts(0, 1));
}

TEST_CASE("Spearman's correlation shares the ranks of equal values", "[timer]")
{
    using Values = std::vector<double>;
    CHECK_THAT(spearman(Values{1, 2, 3, 4, 5}, Values{5, 6, 7, 8, 7}), WithinRel(0.8207826816681233, 1e-12));
    CHECK_THAT(
        spearman(Values{0, 1, 2, 3, 4, 5}, Values{2, 2, 1, 4, 3, 3}), WithinRel(10.5 / std::sqrt(17.5 * 16.5), 1e-12));
    CHECK_THAT(spearman(Values{1, 2, 3}, Values{9, 5, 1}), WithinRel(-1.0, 1e-12));
    CHECK(spearman(Values{1, 2, 3}, Values{4, 4, 4}) == 0);
}

TEST_CASE("Without a clock for the thread wall time is used, and said", "[timer]")
{
    Pair pair;
    pair.clock.threadTime = false;
    BlockTimer timer = pair.timer();
    timer.run();
    CHECK(timer.quality().wallClock);
    CHECK(timer.quality().calm());
}

TEST_CASE("Where switches are not counted, a slice without its wall time was switched", "[timer]")
{
    Pair pair;
    pair.clock.countsThem = false;
    pair.each = [&](int call) {
        if (call % 2000 == 1500)
            pair.clock.stall(4'000'000);
    };
    BlockTimer timer = pair.timer();
    timer.run();
    CHECK(timer.quality().switched > 0);
    CHECK(timer.quality().slices == 800 + timer.quality().switched);
}

TEST_CASE("Every block is made anew while the one before is still there, and on another stack", "[timer]")
{
    FakeClock clock;
    std::set<std::uintptr_t> frames;
    std::vector<std::weak_ptr<int>> blocks;
    std::vector<bool> previousAlive;
    BlockTimer timer(
        [&](std::size_t block, Random&) -> BlockTimer::Works {
            CHECK(block == blocks.size());
            if (block > 0)
                previousAlive.push_back(!blocks.back().expired());
            const auto buffer = std::make_shared<int>(0);
            blocks.push_back(buffer);
            return {[&clock, &frames, buffer] {
                volatile char here = 0;
                frames.insert(reinterpret_cast<std::uintptr_t>(&here));
                clock.work(kFastNs);
            }};
        },
        optionsFor(clock));
    timer.run();
    CHECK(blocks.size() == 20);
    CHECK(previousAlive == std::vector<bool>(19, true));
    CHECK(std::all_of(blocks.begin(), blocks.end(), [](const auto& block) { return block.expired(); }));
    CHECK(frames.size() >= 10);
}

TEST_CASE("A stop request ends the timing with the slice at hand", "[timer]")
{
    std::stop_source stop;
    Pair pair;
    pair.each = [&](int call) {
        if (call == 5000)
            stop.request_stop();
    };
    BlockTimer timer = pair.timer();
    timer.run(stop.get_token());
    CHECK(pair.calls < 5000 + 50);
    CHECK(timer.roundsDone() < 400);
    CHECK(timer.hasFigures());
}
