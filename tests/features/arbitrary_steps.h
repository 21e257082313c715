// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/bfloat16.h"
#include "engine/features/input_steps.h"
#include "tests/property.h"

namespace qlab::test {

/// Any input steps that validate() takes.
inline InputSteps arbitrarySteps()
{
    using Features = InputSteps::Features;
    InputSteps steps;
    steps.align = *rc::gen::element(
        InputSteps::Align::None, InputSteps::Align::Centre, InputSteps::Align::Deskew, InputSteps::Align::Moments);
    steps.features = *rc::gen::element(Features::Pixels, Features::Pooled, Features::Gradients);
    if (steps.features == Features::Pixels)
        return steps;
    if (steps.features == Features::Gradients) {
        steps.directions = *rc::gen::inRange(1, 17);
        steps.strength = toBfloat16(static_cast<float>(*rc::gen::inRange(1, 100'000)) / 1000.0F);
    }
    int most = 28; // as many cells as leave no more than 784 features
    while (steps.directions * most * most > kPixels)
        --most;
    steps.grid = *rc::gen::inRange(1, most + 1);
    steps.crop = *rc::gen::inRange(steps.grid, 29);
    return steps;
}

} // namespace qlab::test
