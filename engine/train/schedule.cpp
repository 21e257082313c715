// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace qlab {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"constant", "linear", "cosine", "step"};

} // namespace

std::string_view scheduleName(Schedule schedule) { return kNames[static_cast<std::size_t>(schedule)]; }

Result<Schedule> parseSchedule(std::string_view name)
{
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end())
        return badInput("schedule is \"" + std::string(name) + "\": use constant, linear, cosine or step", "schedule");
    return static_cast<Schedule>(found - kNames.begin());
}

double rateFactor(Schedule schedule, double warmUp, double done)
{
    if (done < warmUp)
        return done / warmUp;
    const double rest = std::clamp((done - warmUp) / (1 - warmUp), 0.0, 1.0);
    switch (schedule) {
    case Schedule::Constant:
        return 1;
    case Schedule::Linear:
        return 1 - rest;
    case Schedule::Cosine:
        return (1 + std::cos(std::numbers::pi * rest)) / 2;
    case Schedule::Step:
        return rest < 0.6 ? 1 : rest < 0.85 ? 0.1 : 0.01;
    }
    return 1;
}

} // namespace qlab
