// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/logit_range.h"

#include "engine/quant/bias_grid.h"
#include "engine/quant/grid.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace qlab {
namespace {

/// A column for each error of a whole row.
using Errors = Eigen::Matrix<float, kPixels, Eigen::Dynamic>;

/// logitCost() of each column. All at once: the covariance, megabytes of it, then goes through the cache once.
/// \p biasError: of the row, under all columns alike.
Eigen::ArrayXd logitCosts(const InputCurvature& curvature, int k, const Errors& errors, double biasError = 0)
{
    const InputCurvature::Row& row = curvature.rows[static_cast<std::size_t>(k)];
    const Eigen::MatrixXf varying = errors(row.features, Eigen::all);
    const Eigen::MatrixXf products = row.covarianceAndFactor.triangularView<Eigen::StrictlyUpper>() * varying;
    const double perPixel = 1 / (255 * static_cast<double>(curvature.model->normalization.std));
    const int features = curvature.model->steps.count();
    const Eigen::VectorXd mean = Eigen::VectorXf::Map(row.mean.data(), features).cast<double>();
    Eigen::ArrayXd costs(errors.cols());
    for (Eigen::Index i = 0; i < errors.cols(); ++i) {
        const Eigen::VectorXd e = varying.col(i).cast<double>();
        const double apart = e.dot(2 * products.col(i).cast<double>() + row.variance.cast<double>().cwiseProduct(e));
        const double together = mean.dot(errors.col(i).head(features).cast<double>()) + biasError;
        costs[i] = apart * perPixel * perPixel + together * together;
    }
    return costs;
}

/// Rows \p first ... \p first + rows - 1 of the model, which share a grid.
struct Group {
    const InputCurvature& curvature;
    const QuantScheme& scheme;
    int first, rows;

    int features() const { return curvature.model->steps.count(); }
    std::span<const float> weights() const
    {
        return {curvature.model->weights.data() + first * kPixels, static_cast<std::size_t>(rows) * kPixels};
    }
    std::span<const float> row(int k) const
    {
        return {curvature.model->weights.data() + k * kPixels, static_cast<std::size_t>(features())};
    }
};

/// What rounding to each of the grids leaves of a row's weights.
template <rounding::Mode mode, Ends ends> Errors errorsOn(std::span<const float> row, const std::vector<Grid>& grids)
{
    Errors errors = Errors::Zero(kPixels, static_cast<Eigen::Index>(grids.size()));
    for (std::size_t i = 0; i < grids.size(); ++i) {
        const Grid& grid = grids[i];
        float* const error = errors.col(static_cast<Eigen::Index>(i)).data();
        for (std::size_t j = 0; j < row.size(); ++j)
            error[j] = row[j] - grid.scale * stepsOf<mode, ends>(row[j], grid);
    }
    return errors;
}

Grid bestOfLimits(const Group& group)
{
    const std::vector<Grid> grids = clippedGrids(group.weights(), group.scheme);
    Eigen::ArrayXd costs = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(grids.size()));
    for (int k = group.first; k < group.first + group.rows; ++k)
        costs += logitCosts(group.curvature, k, withRules(group.scheme, [&](auto mode, auto ends) {
            return errorsOn<mode(), ends()>(group.row(k), grids);
        }));
    Eigen::Index best = 0;
    costs.minCoeff(&best);
    return grids[static_cast<std::size_t>(best)];
}

/// The scale is found in units of the one that squares ask for, so that what is subtracted below is of like size.
Grid bestOfSigns(const Group& group)
{
    Grid grid = chooseGrid(group.weights(), group.scheme, group.features());
    double across = 0, signs = 0; // wᵀMσ and σᵀMσ
    for (int k = group.first; k < group.first + group.rows; ++k) {
        Errors errors = Errors::Zero(kPixels, 3);
        const std::span<const float> row = group.row(k);
        for (std::size_t j = 0; j < row.size(); ++j) {
            const float sign = row[j] >= 0 ? grid.scale : -grid.scale;
            errors.row(static_cast<Eigen::Index>(j)) << row[j], sign, row[j] - sign;
        }
        const Eigen::ArrayXd costs = logitCosts(group.curvature, k, errors);
        across += (costs[0] + costs[1] - costs[2]) / 2;
        signs += costs[1];
    }
    if (across > 0 && signs > 0) // else no scale is better than none: that of the squares stays
        grid.scale = usableScale(grid.scale * static_cast<float>(across / signs));
    return grid;
}

} // namespace

double logitCost(const InputCurvature& curvature, int row, std::span<const float> error)
{
    Errors errors = Errors::Zero(kPixels, 1);
    std::ranges::copy(error, errors.data());
    return logitCosts(curvature, row, errors)[0];
}

double logitCost(const InputCurvature& curvature, int row, const QuantizedModel& rounded)
{
    const LinearModel& model = *curvature.model;
    Errors errors = Errors::Zero(kPixels, 1);
    for (int j = 0; j < model.steps.count(); ++j)
        errors(j, 0) = model.weights(row, j) - rounded.restored(row, j);
    return logitCosts(
        curvature, row, errors, static_cast<double>(model.bias[row]) - static_cast<double>(rounded.bias[row]))[0];
}

QuantizedModel quantizeLeastLogits(const InputCurvature& curvature, const QuantScheme& scheme)
{
    assert(validate(scheme).ok() && scheme.range == QuantScheme::Range::LeastLogits);
    const int rows = scheme.granularity == QuantScheme::Granularity::PerTensor ? kClasses : 1;
    QuantizedModel result = quantizeOnGrids(*curvature.model, scheme, [&](int first) {
        const Group group{curvature, scheme, first, rows};
        return scheme.isSign() ? bestOfSigns(group) : bestOfLimits(group);
    });
    setInputAndBias(result, curvature.model->bias, curvature.data.get());
    return result;
}

} // namespace qlab
