// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/machine.h"
#include "engine/kernels/targets.h"
#include "tests/support.h"

using namespace qlab;

TEST_CASE("the machine is described", "[bench]")
{
    const Machine machine = describeMachine();
    CHECK_FALSE(machine.cpu.empty());
    CHECK(machine.cores >= 1);
    CHECK_FALSE(machine.system.empty());
    CHECK(machine.target == kernels::activeTarget().title);
    CHECK_FALSE(machine.compiler.empty());
    CHECK((machine.build == "release" || machine.build == "debug"));
    CHECK(peakMemoryBytes() > 1'000'000);
}
