// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/ink_finder.h"

#include "engine/data/ground_level.h"
#include "engine/data/ink_groups.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace qlab {
namespace {

/// Less contrast than this between ground and ink is an empty sheet, in grey levels.
constexpr float kLeastContrast = 16;
constexpr float kLeastPaper = 64;   ///< of paper darker than this, ink takes no larger share
constexpr float kNoiseReach = 4.5f; ///< median deviations: three standard deviations of a normal distribution
constexpr float kInkShare = 0.3f;   ///< of the strongest ink: less is a smear, an echo of JPEG or the rim of a shadow
constexpr float kCleanShare = 0.1f; ///< the same where the ground has no noise at all
constexpr int kSoftRim = 2;         ///< pixels around the ink in which fainter ink belongs to it

/// How far every pixel stands out from the ground, as the brighter part, 0 ... 255.
struct Excess {
    std::vector<float> level;
    bool clean = false; ///< even ground without any noise: a drawing
    float groundSpan = 0;
    float strongest = 0; ///< of means over 3 x 3 pixels: no speck counts

    float leastInk() const { return std::max(1.0f, strongest * (clean ? kCleanShare : kInkShare)); }
};

float median(std::vector<float>& values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The middle of the ground's levels and what its noise reaches, from the pixels that cannot be ink.
std::pair<float, float> noiseOf(const std::vector<float>& level)
{
    const float half = *std::max_element(level.begin(), level.end()) / 2;
    std::vector<float> ground;
    std::copy_if(level.begin(), level.end(), std::back_inserter(ground), [half](float value) { return value <= half; });
    const float middle = median(ground);
    for (float& value : ground)
        value = std::abs(value - middle);
    return {middle, kNoiseReach * median(ground)};
}

float strongestMean(const GreyPicture& picture, const std::vector<float>& level)
{
    float strongest = 0;
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            if (level[picture.at(x, y)] <= strongest)
                continue;
            float sum = 0;
            for (int i = 0; i < 9; ++i)
                sum += level[picture.at(
                    std::clamp(x + i % 3 - 1, 0, picture.width - 1), std::clamp(y + i / 3 - 1, 0, picture.height - 1))];
            strongest = std::max(strongest, sum / 9);
        }
    return strongest;
}

Excess excessOf(const GreyPicture& picture)
{
    const GroundLevel ground = groundBelow(picture);
    Excess excess;
    excess.level.resize(picture.pixels.size());
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        const float above = static_cast<float>(picture.pixels[i]) - ground.level[i];
        // In uneven light, ink takes a share of what the ground sends back.
        excess.level[i] =
            ground.even ? above : std::min(255.0f, above * 255 / std::max(kLeastPaper, 255 - ground.level[i]));
    }
    const auto [middle, noise] = noiseOf(excess.level);
    for (float& level : excess.level)
        level = std::max(0.0f, level - middle - noise);
    excess.groundSpan = ground.span;
    excess.clean = ground.even && noise == 0;
    excess.strongest = strongestMean(picture, excess.level);
    return excess;
}

InkMask maskOf(const GreyPicture& picture, const Excess& excess)
{
    InkMask mask{picture.width, picture.height, {}};
    mask.pixels.reserve(excess.level.size());
    for (const float level : excess.level)
        mask.pixels.push_back(level >= excess.leastInk() ? 1 : 0);
    return mask;
}

/// The ink of a picture, if its ink is the brighter part.
struct Reading {
    Excess excess;
    InkGroups groups;
    double cover = 1;  ///< share of the picture that would be ink, lines and frames included
    double border = 0; ///< the same of its border

    bool hasInk() const { return !groups.digits.empty(); }
};

double borderShare(const InkMask& mask)
{
    int ink = 0;
    for (int x = 0; x < mask.width; ++x)
        ink += mask.pixels[mask.at(x, 0)] + mask.pixels[mask.at(x, mask.height - 1)];
    for (int y = 0; y < mask.height; ++y)
        ink += mask.pixels[mask.at(0, y)] + mask.pixels[mask.at(mask.width - 1, y)];
    return ink / (2.0 * (mask.width + mask.height));
}

Reading readBright(const GreyPicture& picture)
{
    Reading reading;
    reading.excess = excessOf(picture);
    if (reading.excess.strongest < kLeastContrast / 3) // a line one pixel thin fills a third of 3 x 3
        return reading;
    InkMask mask = maskOf(picture, reading.excess);
    reading.cover = static_cast<double>(std::count(mask.pixels.begin(), mask.pixels.end(), 1))
        / static_cast<double>(mask.pixels.size());
    reading.border = borderShare(mask);
    reading.groups = groupInk(std::move(mask));
    return reading;
}

GreyPicture negative(GreyPicture picture)
{
    for (std::uint8_t& pixel : picture.pixels)
        pixel = static_cast<std::uint8_t>(255 - pixel);
    return picture;
}

/// The ground is what is even: taken the other way round, it has the digit in it. Where both grounds are alike, ink is
/// the smaller part of the picture; where that leaves doubt too, the part that has less of the border.
bool firstIsInk(const Reading& first, const Reading& second)
{
    constexpr double kClear = 1.3;
    const auto clearlyMore = [](double a, double b, double least) { return a > kClear * b + least; };
    if (first.hasInk() != second.hasInk())
        return first.hasInk();
    const float one = first.excess.groundSpan, other = second.excess.groundSpan;
    if (clearlyMore(one, other, kLeastContrast / 2) || clearlyMore(other, one, kLeastContrast / 2))
        return one < other;
    if (clearlyMore(first.cover, second.cover, 0) || clearlyMore(second.cover, first.cover, 0))
        return first.cover < second.cover;
    return first.border < second.border;
}

/// The level that is full ink: of a clean drawing the strongest, of a photograph one that a twentieth exceeds.
float fullInk(const Reading& reading)
{
    std::vector<float> levels;
    for (std::size_t i = 0; i < reading.excess.level.size(); ++i)
        if (reading.groups.mask.pixels[i] != 0)
            levels.push_back(reading.excess.level[i]);
    const double share = reading.excess.clean ? 1 : 0.95;
    const auto place = levels.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(levels.size() - 1));
    std::nth_element(levels.begin(), place, levels.end());
    return *place;
}

/// The mask and a soft rim around it; in a clean drawing, all fainter ink that hangs together with it.
InkMask grown(const Reading& reading)
{
    InkMask wide = reading.groups.mask;
    std::vector<std::pair<int, int>> open;
    for (int y = 0; y < wide.height; ++y)
        for (int x = 0; x < wide.width; ++x)
            if (wide.pixels[wide.at(x, y)] != 0)
                open.emplace_back(x, y);
    for (int round = 0; !open.empty() && (reading.excess.clean || round < kSoftRim); ++round)
        for (const auto& [x, y] : std::exchange(open, {}))
            for (int i = 0; i < 9; ++i) {
                const int toX = x + i % 3 - 1, toY = y + i / 3 - 1;
                if (toX < 0 || toY < 0 || toX >= wide.width || toY >= wide.height)
                    continue;
                const std::size_t at = wide.at(toX, toY);
                const float level = reading.excess.level[at];
                if (wide.pixels[at] != 0 || level <= 0 || level >= reading.excess.leastInk()) // left out on purpose
                    continue;
                wide.pixels[at] = 1;
                open.emplace_back(toX, toY);
            }
    return wide;
}

FoundInk inked(const Reading& reading)
{
    const InkMask wide = grown(reading);
    const float full = fullInk(reading);
    FoundInk found{{wide.width, wide.height, std::vector<std::uint8_t>(wide.pixels.size())}, reading.groups.box};
    for (std::size_t i = 0; i < wide.pixels.size(); ++i)
        if (wide.pixels[i] != 0)
            found.ink.pixels[i] =
                static_cast<std::uint8_t>(std::lround(std::min(255.0f, reading.excess.level[i] * 255 / full)));
    return found;
}

Error noInk() { return badInput("shows no ink: a digit must stand out from its background"); }

} // namespace

Result<FoundInk> findInk(const GreyPicture& picture)
{
    if (!picture.isWhole())
        return noInk();
    const Reading light = readBright(picture), dark = readBright(negative(picture));
    const Reading& ink = firstIsInk(light, dark) ? light : dark;
    if (!ink.hasInk() || fullInk(ink) < kLeastContrast)
        return noInk();
    if (ink.groups.digits.size() > 1)
        return badInput("shows more than one digit (" + std::to_string(ink.groups.digits.size())
            + " separate marks of like size): cut out one of them");
    return inked(ink);
}

Result<GreyPicture> inkAsItIs(const GreyPicture& picture)
{
    if (!picture.isWhole())
        return noInk();
    std::vector<std::uint8_t> levels = picture.pixels;
    std::sort(levels.begin(), levels.end());
    const int ground = levels[levels.size() / 2];
    const int below = ground - levels.front(), above = levels.back() - ground;
    if (std::max(below, above) < static_cast<int>(kLeastContrast))
        return noInk();
    return below > above ? negative(picture) : picture;
}

} // namespace qlab
