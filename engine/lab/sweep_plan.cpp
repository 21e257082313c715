// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/sweep_plan.h"

namespace qlab {
namespace {

using Granularity = QuantScheme::Granularity;
using Levels = QuantScheme::Levels;
using Range = QuantScheme::Range;
using Zero = QuantScheme::Zero;

QuantScheme scheme(int bits, Granularity granularity, Levels levels = Levels::Restricted)
{
    QuantScheme result;
    result.bits = bits;
    result.granularity = granularity;
    result.levels = levels;
    return result;
}

/// The ways to choose a grid of so many bits, per tensor or per channel.
void addGrids(int bits, Granularity granularity, std::vector<QuantScheme>& list)
{
    QuantScheme plain = scheme(bits, granularity);
    list.push_back(plain);
    QuantScheme squares = plain;
    squares.range = Range::LeastSquares;
    list.push_back(squares);
    if (bits <= 4) { // above, both find about the same limit
        QuantScheme logits = plain;
        logits.range = Range::LeastLogits;
        list.push_back(logits);
    }
    if (bits == 1)
        return; // a sign has no levels to choose
    QuantScheme full = scheme(bits, granularity, Levels::Full);
    list.push_back(full);
    full.range = Range::LeastSquares;
    list.push_back(full);
    if (bits <= 4) { // above, a level at zero more or less is nothing
        QuantScheme odd = scheme(bits, granularity, Levels::Odd);
        odd.range = Range::LeastSquares;
        list.push_back(odd);
        odd.range = Range::LeastLogits;
        list.push_back(odd);
        full.range = Range::LeastLogits;
        list.push_back(full);
        list.push_back(scheme(bits, granularity, Levels::Codebook));
    }
    QuantScheme affine = plain;
    affine.zero = Zero::Affine;
    list.push_back(affine);
    affine.range = Range::LeastSquares;
    list.push_back(affine);
    QuantScheme percentile = plain;
    percentile.range = Range::Percentile;
    list.push_back(percentile);
}

/// Rounded with the images in mind: what is possible without training.
void addDataAware(std::vector<QuantScheme>& list)
{
    for (const Granularity granularity : {Granularity::PerTensor, Granularity::PerChannel}) {
        for (int bits = 8; bits >= 1; --bits) {
            for (const Levels levels : {Levels::Restricted, Levels::Full, Levels::Odd, Levels::Codebook}) {
                const int least = levels == Levels::Codebook ? 1 : 2; // a sign has no levels to choose
                if (levels != Levels::Restricted && (bits < least || bits > 3))
                    continue; // one level more in fifteen changes next to nothing
                QuantScheme aware = scheme(bits, granularity, levels);
                aware.range = Range::LeastSquares;
                aware.rounding = QuantScheme::Rounding::DataAware;
                list.push_back(aware);
            }
        }
    }
}

/// Between one, two and three bits for all: each row its own width, with the images in mind.
void addBudgets(std::vector<QuantScheme>& list)
{
    for (const int bytes : {1176, 1470, 1764}) {
        QuantScheme budget = scheme(3, Granularity::PerChannel, Levels::Full);
        budget.range = Range::LeastSquares;
        budget.rounding = QuantScheme::Rounding::DataAware;
        budget.budget = bytes;
        list.push_back(budget);
    }
}

std::vector<QuantScheme> allRoundings()
{
    std::vector<QuantScheme> list;
    for (int bits = 8; bits >= 1; --bits) {
        QuantScheme fixed = scheme(bits, Granularity::PerTensor);
        fixed.range = Range::Fixed;
        fixed.exponent = bits - 1;
        list.push_back(fixed);
        addGrids(bits, Granularity::PerTensor, list);
        addGrids(bits, Granularity::PerChannel, list);
    }
    addDataAware(list);
    addBudgets(list);
    return list;
}

/// Of other inputs: what keeps the float model's accuracy without training, for comparison.
std::vector<QuantScheme> fewRoundings()
{
    std::vector<QuantScheme> list;
    for (const int bits : {8, 4}) {
        QuantScheme squares = scheme(bits, Granularity::PerTensor);
        squares.range = Range::LeastSquares;
        list.push_back(squares);
    }
    return list;
}

/// As they are, and drawn to zero where there is one: less accurate, but smaller by more.
std::vector<TrainedGrid> gridsToTrain()
{
    const QuantScheme three = scheme(3, Granularity::PerTensor), ternary = scheme(2, Granularity::PerTensor),
                      four = scheme(2, Granularity::PerTensor, Levels::Full);
    std::vector<TrainedGrid> grids{{scheme(4, Granularity::PerTensor)}};
    for (const QuantScheme& grid : {three, four, ternary})
        for (const double l1 : {0.0, 1e-4, 3e-4})
            grids.push_back({grid, l1});
    grids.push_back({scheme(1, Granularity::PerTensor)});
    return grids;
}

std::vector<InputSteps> otherInputs()
{
    using Align = InputSteps::Align;
    std::vector<InputSteps> inputs;
    for (const auto& [directions, grid] : {std::pair{4, 3}, {4, 4}, {4, 5}, {8, 5}, {12, 5}, {8, 6}, {8, 7}, {16, 7}})
        inputs.push_back(gradientSteps(Align::Moments, directions, grid));
    for (const Align align : {Align::Moments, Align::Deskew}) {
        for (const int grid : {7, 10, 14})
            inputs.push_back(pooledSteps(align, grid));
        InputSteps pixels;
        pixels.align = align;
        inputs.push_back(pixels);
    }
    for (const int grid : {10, 20})
        inputs.push_back(pooledSteps(Align::None, grid));
    return inputs;
}

} // namespace

std::vector<SweepStage> sweepPlan(const SweepOptions& options)
{
    const std::vector<TrainedGrid> trained = options.trained ? gridsToTrain() : std::vector<TrainedGrid>();
    std::vector<SweepStage> plan{{{}, allRoundings(), trained}};
    if (options.steps)
        for (const InputSteps& steps : otherInputs())
            plan.push_back({steps, fewRoundings(), trained});
    return plan;
}

std::size_t modelsOf(const std::vector<SweepStage>& plan)
{
    std::size_t models = 0;
    for (const SweepStage& stage : plan)
        models += stage.rounded.size() + stage.trained.size();
    return models;
}

} // namespace qlab
