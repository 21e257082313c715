// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/data_aware.h"

#include "engine/quant/bias_grid.h"
#include "engine/quant/codebook.h"
#include "engine/quant/grid.h"
#include "engine/quant/logit_range.h"
#include "engine/quant/row_widths.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

namespace qlab {
namespace {

using Eigen::VectorXf;

/// What a weight may be in steps of its scale: first, first + step, ..., last; or the levels of a codebook.
struct Levels {
    float first, last, step;
    const NearestLevel* codebook = nullptr;

    float nearest(float x) const
    {
        if (codebook != nullptr)
            return (*codebook)(x);
        return std::clamp(first + step * std::nearbyint((x - first) / step), first, last);
    }
};

/// One row on one scale. Everything in steps of that scale, in the curvature's order of features.
class RowRounding {
public:
    RowRounding(const InputCurvature::Row& row, VectorXf weights, const Levels& levels)
        : m_row(row)
        , m_c(row.covarianceAndFactor)
        , m_w(std::move(weights))
        , m_levels(levels)
        , m_q(VectorXf::Zero(m_w.size()))
    {
    }

    /// Column by column, the last first.
    void nearestPlane()
    {
        VectorXf carried = VectorXf::Zero(m_w.size()); // what the errors so far want of each weight, times its L_jj
        for (Eigen::Index j = m_w.size() - 1; j >= 0; --j) {
            m_q[j] = m_levels.nearest(m_w[j] + carried[j] / m_c(j, j));
            carried.head(j) += (m_w[j] - m_q[j]) * m_c.row(j).head(j).transpose();
        }
    }

    /// C (w - q), without the damping.
    VectorXf pull() const
    {
        const VectorXf e = m_w - m_q;
        return m_c.triangularView<Eigen::StrictlyUpper>() * e
            + m_c.triangularView<Eigen::StrictlyUpper>().transpose() * e + m_row.variance.cwiseProduct(e);
    }

    void coordinateDescent()
    {
        constexpr int kMostPasses = 60;
        VectorXf g = pull();
        for (int pass = 0, moved = 1; pass < kMostPasses && moved > 0; ++pass) {
            moved = 0;
            for (Eigen::Index j = 0; j < m_w.size(); ++j) {
                const float better = m_levels.nearest(m_q[j] + g[j] / m_row.variance[j]);
                const float change = better - m_q[j];
                if (change == 0)
                    continue;
                m_q[j] = better;
                g.head(j) -= change * m_c.col(j).head(j);
                g.tail(m_w.size() - j - 1) -= change * m_c.row(j).tail(m_w.size() - j - 1).transpose();
                g[j] -= change * m_row.variance[j];
                ++moved;
            }
        }
    }

    double cost() const { return (m_w - m_q).cast<double>().dot(pull().cast<double>()); }
    const VectorXf& steps() const { return m_q; }

private:
    const InputCurvature::Row& m_row;
    const InputCurvature::Matrix& m_c;
    VectorXf m_w;
    Levels m_levels;
    VectorXf m_q;
};

/// Beyond every grid, and small enough for sums of squares: where weights end whatever their scale.
constexpr float kFarAway = 0x1p20f;

/// The rows of a group (the tensor or a row) on one grid.
struct Rounded {
    Grid grid;
    std::vector<VectorXf> steps; ///< of each row, in its curvature's order
    double cost = std::numeric_limits<double>::infinity();
};

class GroupRounding {
public:
    GroupRounding(const InputCurvature& curvature, const QuantScheme& scheme, int firstRow, int rows)
        : m_curvature(curvature)
        , m_scheme(scheme)
        , m_first(firstRow)
        , m_rows(rows)
    {
        if (scheme.isCodebook()) {
            const Codebook codebook = chooseCodebook(weights(), scheme.bits, curvature.model->steps.count());
            m_start.scale = codebook.scale;
            m_codebook.emplace(codebook.levels);
        } else {
            m_start = chooseGrid(weights(), scheme, curvature.model->steps.count());
        }
    }

    Rounded best() const
    {
        const bool searches = m_codebook || m_scheme.range == QuantScheme::Range::LeastSquares
            || m_scheme.range == QuantScheme::Range::LeastLogits;
        if (!searches)
            return on(m_start);
        // Coarse grids are best with a larger scale than the one with the least error of the weights: up to 2.4 times.
        constexpr int kTried = 24;
        constexpr double kSmallest = 0.7;
        constexpr double kLargest = 3;
        Rounded best;
        for (int i = 0; i < kTried; ++i) {
            Grid grid = m_start;
            grid.scale *= static_cast<float>(kSmallest * std::pow(kLargest / kSmallest, i / (kTried - 1.0)));
            Rounded tried = on(grid);
            if (i == 0 || tried.cost < best.cost)
                best = std::move(tried);
        }
        return best;
    }

private:
    std::span<const float> weights() const
    {
        return {m_curvature.model->weights.data() + m_first * kPixels, static_cast<std::size_t>(m_rows) * kPixels};
    }

    Levels levelsOn(const Grid& grid) const
    {
        if (m_codebook)
            return {m_codebook->lowest(), m_codebook->highest(), 1, &*m_codebook};
        if (m_scheme.isOdd())
            return {static_cast<float>(m_scheme.qmin()), static_cast<float>(m_scheme.qmax()), 2};
        return {static_cast<float>(grid.qmin - grid.zeroPoint), static_cast<float>(grid.qmax - grid.zeroPoint), 1};
    }

    Rounded on(const Grid& grid) const
    {
        Rounded result{grid, {}, 0};
        for (int k = m_first; k < m_first + m_rows; ++k) {
            const InputCurvature::Row& row = m_curvature.rows[static_cast<std::size_t>(k)];
            VectorXf steps(static_cast<Eigen::Index>(row.features.size()));
            for (std::size_t j = 0; j < row.features.size(); ++j)
                steps[static_cast<Eigen::Index>(j)] =
                    std::clamp(m_curvature.model->weights(k, row.features[j]) / grid.scale, -kFarAway, kFarAway);
            RowRounding rounding(row, std::move(steps), levelsOn(grid));
            rounding.nearestPlane();
            rounding.coordinateDescent();
            result.cost += rounding.cost() * grid.scale * grid.scale;
            result.steps.push_back(rounding.steps());
        }
        return result;
    }

    const InputCurvature& m_curvature;
    const QuantScheme& m_scheme;
    int m_first, m_rows;
    Grid m_start;
    std::optional<NearestLevel> m_codebook;
};

/// Puts one rounded row in place of what \p model has; what its errors take from the logit, on average.
double takeRow(int k, const InputCurvature& curvature, const Grid& grid, const VectorXf& steps, QuantizedModel& model)
{
    const auto r = static_cast<std::size_t>(k);
    const InputCurvature::Row& row = curvature.rows[r];
    model.scale[r] = grid.scale;
    model.zeroPoint[r] = grid.zeroPoint;
    for (std::size_t j = 0; j < row.features.size(); ++j)
        model.q[r * kPixels + static_cast<std::size_t>(row.features[j])] =
            static_cast<std::int8_t>(static_cast<std::int32_t>(steps[static_cast<Eigen::Index>(j)]) + grid.zeroPoint);
    double missing = 0;
    for (int j = 0; j < model.steps.count(); ++j)
        missing += static_cast<double>(curvature.model->weights(k, j) - model.restored(k, j))
            * row.mean[static_cast<std::size_t>(j)];
    return missing;
}

} // namespace

QuantizedModel quantizeDataAware(const InputCurvature& curvature, const QuantScheme& scheme)
{
    assert(validate(scheme).ok() && scheme.rounding == QuantScheme::Rounding::DataAware);
    QuantizedModel result = quantize(*curvature.model, scheme); // to nearest, which stays where features do not vary
    BiasVector bias = curvature.model->bias;
    const int rows = scheme.granularity == QuantScheme::Granularity::PerTensor ? kClasses : 1;
    for (int first = 0; first < static_cast<int>(kClasses); first += rows) {
        const Rounded rounded = GroupRounding(curvature, scheme, first, rows).best();
        for (int k = first; k < first + rows; ++k)
            bias[k] += static_cast<float>(
                takeRow(k, curvature, rounded.grid, rounded.steps[static_cast<std::size_t>(k - first)], result));
    }
    setInputAndBias(result, bias, curvature.data.get());
    return result;
}

QuantizedModel quantizeOn(const InputCurvature& curvature, const QuantScheme& scheme)
{
    if (!needsCurvature(scheme))
        return quantizeOn(curvature.data, curvature.model, scheme);
    if (scheme.hasRowWidths())
        return quantizeRows(
            scheme, curvature.model->steps.count(),
            [&](const QuantScheme& even) { return quantizeOn(curvature, even); },
            [&](const QuantizedModel& rounded, int row) { return logitCost(curvature, row, rounded); });
    return scheme.rounding == QuantScheme::Rounding::DataAware ? quantizeDataAware(curvature, scheme)
                                                               : quantizeLeastLogits(curvature, scheme);
}

QuantizedModel quantizeOn(const DatasetPtr& data, const LinearModelPtr& model, const QuantScheme& scheme)
{
    if (!needsCurvature(scheme)) {
        QuantizedModel result = quantize(*model, scheme);
        setInputAndBias(result, model->bias, data.get());
        return result;
    }
    InputCurvatureMaker maker(data, model);
    while (!maker.step(std::chrono::hours(1))) { }
    return quantizeOn(*maker.take(), scheme);
}

} // namespace qlab
