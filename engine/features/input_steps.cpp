// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/features/input_steps.h"

#include <array>
#include <charconv>
#include <optional>

namespace qlab {
namespace {

constexpr int kMostDirections = 16;
constexpr std::array<std::string_view, 4> kAlignments = {"none", "centre", "deskew", "moments"};
constexpr std::string_view kPool = "pool-", kGradients = "gradients-";

int usualCrop(int grid) { return grid > 24 ? grid : grid >= 7 ? 24 : grid > 3 ? 22 : 20; }

std::optional<int> takeNumber(std::string_view& text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view what)
{
    if (!text.starts_with(what))
        return false;
    text.remove_prefix(what.size());
    return true;
}

/// The part behind the "+". False if it is none.
bool readFeatures(std::string_view text, InputSteps& steps)
{
    std::optional<int> grid;
    if (take(text, kPool)) {
        steps.features = InputSteps::Features::Pooled;
        grid = takeNumber(text);
    } else if (take(text, kGradients)) {
        steps.features = InputSteps::Features::Gradients;
        const auto directions = takeNumber(text);
        if (!directions || !take(text, "x"))
            return false;
        steps.directions = *directions;
        grid = takeNumber(text);
        if (!grid || !take(text, "x") || takeNumber(text) != grid)
            return false;
    }
    if (!grid)
        return false;
    steps.grid = *grid;
    steps.crop = usualCrop(*grid);
    if (take(text, "/")) {
        const auto crop = takeNumber(text);
        if (!crop)
            return false;
        steps.crop = *crop;
    }
    return text.empty();
}

Error unknown(std::string_view text)
{
    return badInput("\"" + std::string(text)
        + "\" names no input steps: none, centre, deskew or moments, and behind a + pool-20 or gradients-16x7x7");
}

} // namespace

int InputSteps::count() const
{
    switch (features) {
    case Features::Pixels:
        return kPixels;
    case Features::Pooled:
        return grid * grid;
    case Features::Gradients:
        return directions * grid * grid;
    }
    return kPixels;
}

InputSteps pooledSteps(InputSteps::Align align, int grid, int crop)
{
    InputSteps steps;
    steps.align = align;
    steps.features = InputSteps::Features::Pooled;
    steps.grid = grid;
    steps.crop = crop;
    return steps;
}

InputSteps gradientSteps(InputSteps::Align align, int directions, int grid)
{
    InputSteps steps = pooledSteps(align, grid, usualCrop(grid));
    steps.features = InputSteps::Features::Gradients;
    steps.directions = directions;
    return steps;
}

Status validate(const InputSteps& steps)
{
    if (steps.features == InputSteps::Features::Pixels)
        return {};
    if (steps.grid < 1 || steps.grid > kSide)
        return badInput("input steps: the cells a side must be 1 to 28", "grid");
    if (steps.crop < steps.grid || steps.crop > kSide)
        return badInput("input steps: the crop must be at least as many pixels as cells, and at most 28", "crop");
    if (steps.features == InputSteps::Features::Gradients
        && (steps.directions < 1 || steps.directions > kMostDirections))
        return badInput("input steps: the directions must be 1 to 16", "directions");
    if (steps.count() > kPixels)
        return badInput("input steps: at most 784 features, not " + std::to_string(steps.count()), "grid");
    return {};
}

std::string stepsText(const InputSteps& steps)
{
    std::string text(kAlignments[static_cast<std::size_t>(steps.align)]);
    if (steps.features == InputSteps::Features::Pixels)
        return text;
    const std::string grid = std::to_string(steps.grid);
    if (steps.features == InputSteps::Features::Pooled)
        text += "+" + std::string(kPool) + grid;
    else
        text += "+" + std::string(kGradients) + std::to_string(steps.directions) + "x" + grid + "x" + grid;
    return steps.crop == usualCrop(steps.grid) ? text : text + "/" + std::to_string(steps.crop);
}

Result<InputSteps> parseSteps(std::string_view text)
{
    const std::size_t plus = text.find('+');
    const std::string_view align = text.substr(0, plus);
    InputSteps steps;
    std::size_t index = 0;
    while (index < kAlignments.size() && kAlignments[index] != align)
        ++index;
    if (index == kAlignments.size())
        return unknown(text);
    steps.align = static_cast<InputSteps::Align>(index);
    if (plus != std::string_view::npos && !readFeatures(text.substr(plus + 1), steps))
        return unknown(text);
    if (const Status valid = validate(steps); !valid)
        return valid.error();
    return steps;
}

} // namespace qlab
