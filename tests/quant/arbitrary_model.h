// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/linear_model.h"
#include "engine/quant/quant_scheme.h"
#include "tests/features/arbitrary_steps.h"

#include <cmath>
#include <limits>

/// Models and schemes for properties. Weights come from a seed of their own: drawing 7840 floats one by one would take
/// most of the time, and shrinking them too.
namespace qlab::test {

/// A finite double above 0 and at most \p most.
inline double arbitraryPositive(double most)
{
    const double value = most * std::ldexp(1 + *rc::gen::inRange(0, 1'000'000) / 1e6, -1 - *rc::gen::inRange(0, 40));
    return *rc::gen::inRange(0, 8) == 0 ? most : value;
}

/// Any scheme that validate() takes.
inline QuantScheme arbitraryScheme()
{
    using S = QuantScheme;
    S scheme;
    scheme.bits = *rc::gen::inRange(1, 9);
    scheme.granularity = *rc::gen::element(S::Granularity::PerTensor, S::Granularity::PerChannel);
    scheme.zero = *rc::gen::element(S::Zero::Symmetric, S::Zero::Affine);
    scheme.levels = *rc::gen::element(S::Levels::Restricted, S::Levels::Full, S::Levels::Odd, S::Levels::Codebook);
    scheme.range = *rc::gen::element(S::Range::Fixed, S::Range::MinMax, S::Range::Percentile, S::Range::LeastSquares,
        S::Range::Manual, S::Range::Sigmas, S::Range::LeastLogits);
    scheme.exponent = *rc::gen::inRange(-8, 17);
    scheme.percentile = 100 - *rc::gen::inRange(0, 50'000) / 1001.0;
    scheme.clip = arbitraryPositive(10);
    scheme.sigmas = arbitraryPositive(100);
    scheme.overflow = *rc::gen::element(S::Overflow::Saturate, S::Overflow::Wrap);
    scheme.rounding = *rc::gen::element(S::Rounding::NearestEven, S::Rounding::NearestAway, S::Rounding::TowardZero,
        S::Rounding::Floor, S::Rounding::Stochastic, S::Rounding::DataAware);
    scheme.seed = *rc::gen::inRange(0, std::numeric_limits<int>::max());
    scheme.input = *rc::gen::element(S::Input::Pixels, S::Input::Dynamic8, S::Input::Dynamic7, S::Input::DynamicRow,
        S::Input::Float, S::Input::Static);
    scheme.inputBits = *rc::gen::inRange(1, 9);
    scheme.calibrationImages = *rc::gen::element(1, 1000, std::numeric_limits<int>::max());
    scheme.bias = *rc::gen::element(S::Bias::Float, S::Bias::Int32, S::Bias::Int16, S::Bias::Int8);
    if (*rc::gen::inRange(0, 3) == 0)
        scheme.budget = *rc::gen::inRange(1, kClasses * kPixels + 1);
    if (scheme.rounding == S::Rounding::DataAware)
        scheme.overflow = S::Overflow::Saturate;
    return scheme;
}

/// Weights of one size or of many, some of them 0, others equal; a row may be all zeros. Weights behind the features
/// are 0. \p mostExponent: weights are below 2 to that.
inline LinearModel arbitraryModel(const InputSteps& steps = {}, int mostExponent = 4)
{
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const int top = *rc::gen::inRange(-30, mostExponent + 1);
    const auto spread = static_cast<std::uint64_t>(*rc::gen::inRange(1, 20)); // powers of two
    const auto zeros = static_cast<std::uint64_t>(*rc::gen::inRange(0, 101)); // in a hundred
    const bool whole = *rc::gen::inRange(0, 4) == 0; // few values, many of them halves between two levels
    LinearModel model;
    model.steps = steps;
    model.normalization = {static_cast<float>(*rc::gen::inRange(-100, 101)) / 100.0F,
        static_cast<float>(*rc::gen::inRange(1, 200)) / 100.0F};
    const auto value = [&] {
        double size = random.uniform(-1, 1);
        if (whole)
            size = std::nearbyint(size * 8) / 8;
        return static_cast<float>(std::ldexp(size, top - static_cast<int>(random.below(spread))));
    };
    model.weights.setZero();
    for (int k = 0; k < kClasses; ++k)
        for (int j = 0; j < steps.count(); ++j)
            if (random.below(100) >= zeros)
                model.weights(k, j) = value();
    if (const int empty = *rc::gen::inRange(0, 2 * kClasses); empty < kClasses)
        model.weights.row(empty).setZero();
    for (int k = 0; k < kClasses; ++k)
        model.bias[k] = value();
    return model;
}

} // namespace qlab::test
