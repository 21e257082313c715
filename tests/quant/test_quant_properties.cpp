// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of any model on any grid.
#include "engine/quant/packing.h"
#include "engine/quant/quantized_model.h"
#include "tests/quant/arbitrary_model.h"

#include <algorithm>
#include <numeric>
#include <vector>

using namespace qlab;

namespace {

using S = QuantScheme;

/// A scheme under which the restored weight is a function of weight and grid alone.
bool isFunctionOfWeight(const S& scheme)
{
    return scheme.rounding != S::Rounding::Stochastic && scheme.rounding != S::Rounding::DataAware;
}

bool roundsToNearest(const S& scheme)
{
    return scheme.rounding == S::Rounding::NearestEven || scheme.rounding == S::Rounding::NearestAway;
}

std::size_t at(int row, int column) { return static_cast<std::size_t>(row * kPixels + column); }

} // namespace

TEST_CASE("any valid scheme is written and read back", "[quant][property]")
{
    test::holds(
        [] {
            const S scheme = test::arbitraryScheme();
            RC_LOG() << schemeToText(scheme) << '\n';
            RC_ASSERT(validate(scheme).ok());
            const auto read = schemeFromText(schemeToText(scheme));
            RC_ASSERT(read.ok());
            RC_ASSERT(*read == scheme);
        },
        500);
}

TEST_CASE("integers of any width and number come back from their bits", "[quant][property]")
{
    test::holds([] {
        const int bits = *rc::gen::inRange(1, 9);
        const bool odd = bits == 1 || (bits < 8 && *rc::gen::arbitrary<bool>());
        const int columns = *rc::gen::inRange(1, kPixels + 1);
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        std::vector<std::int8_t> q(kClasses * kPixels);
        for (int k = 0; k < kClasses; ++k)
            for (int j = 0; j < columns; ++j) {
                const int place = static_cast<int>(random.below(std::uint64_t{1} << bits));
                q[at(k, j)] = static_cast<std::int8_t>(odd ? 2 * place - ((1 << bits) - 1) : place - (1 << (bits - 1)));
            }
        const auto bytes = packWeights(q, bits, odd, columns);
        RC_ASSERT(bytes.size() == kClasses * static_cast<std::size_t>((columns * bits + 7) / 8));
        const auto read = unpackWeights(bytes, bits, odd, columns);
        RC_ASSERT(read.ok());
        RC_ASSERT(*read == q);
        // Bit by bit, from the definition.
        const int k = *rc::gen::inRange(0, kClasses), j = *rc::gen::inRange(0, columns);
        unsigned place = 0;
        for (int bit = 0; bit < bits; ++bit) {
            const int position = j * bits + bit;
            const unsigned byte = bytes[static_cast<std::size_t>(k * ((columns * bits + 7) / 8) + position / 8)];
            place |= (byte >> (position % 8) & 1U) << bit;
        }
        const int value = q[at(k, j)];
        const unsigned wanted = odd ? static_cast<unsigned>((value + (1 << bits) - 1) / 2)
                                    : static_cast<unsigned>(value) & ((1U << bits) - 1);
        RC_ASSERT(place == wanted);
        // One byte more or less is another matter.
        auto other = bytes;
        other.push_back(0);
        RC_ASSERT(!unpackWeights(other, bits, odd, columns).ok());
        other.resize(bytes.size() - 1);
        RC_ASSERT(!unpackWeights(other, bits, odd, columns).ok());
    });
}

TEST_CASE("any model lands on its grid, and weights behind the features stand for nothing", "[quant][property]")
{
    test::holds([] {
        const S scheme = test::arbitraryScheme();
        RC_LOG() << schemeToText(scheme) << '\n';
        const InputSteps steps = test::arbitrarySteps();
        const QuantizedModel model = quantize(test::arbitraryModel(steps, 100), scheme);
        for (int k = 0; k < kClasses; ++k) {
            const auto row = static_cast<std::size_t>(k);
            RC_ASSERT(std::isnormal(model.scale[row]));
            RC_ASSERT(model.scale[row] > 0.0F);
            const S grid = model.schemeOf(k);
            RC_ASSERT(model.zeroPoint[row] == 0 || (grid.zero == S::Zero::Affine && grid.bits > 1));
            for (int j = 0; j < kPixels; ++j) {
                const int q = model.q[at(k, j)];
                if (j >= steps.count()) {
                    RC_ASSERT(q == model.zeroPoint[row]);
                    continue;
                }
                RC_ASSERT(q >= grid.qmin());
                RC_ASSERT(q <= grid.qmax());
                RC_ASSERT(!grid.isOdd() || q % 2 != 0);
            }
        }
        RC_ASSERT(checkOnGrid(model).ok());
        if (scheme.granularity == S::Granularity::PerTensor)
            RC_ASSERT(std::ranges::count(model.scale, model.scale[0]) == kClasses);
    });
}

TEST_CASE("where the grid saturates, a larger weight is restored to no smaller one", "[quant][property]")
{
    test::holds([] {
        S scheme = test::arbitraryScheme();
        scheme.overflow = S::Overflow::Saturate;
        RC_LOG() << schemeToText(scheme) << '\n';
        RC_PRE(isFunctionOfWeight(scheme));
        const LinearModel original = test::arbitraryModel();
        const QuantizedModel model = quantize(original, scheme);
        for (int k = 0; k < kClasses; ++k) {
            std::vector<int> order(kPixels);
            std::iota(order.begin(), order.end(), 0);
            std::ranges::sort(order, {}, [&](int j) { return original.weights(k, j); });
            for (std::size_t i = 1; i < order.size(); ++i)
                RC_ASSERT(model.restored(k, order[i - 1]) <= model.restored(k, order[i]));
        }
    });
}

TEST_CASE("a grid with a zero restores 0 exactly, however it rounds", "[quant][property]")
{
    test::holds([] {
        const S scheme = test::arbitraryScheme();
        RC_LOG() << schemeToText(scheme) << '\n';
        RC_PRE(!scheme.isCodebook()); // whose levels lie where the weights are
        const LinearModel original = test::arbitraryModel();
        const QuantizedModel model = quantize(original, scheme);
        for (int k = 0; k < kClasses; ++k)
            for (int j = 0; j < kPixels; ++j)
                RC_ASSERT(original.weights(k, j) != 0.0F || model.schemeOf(k).isOdd() || model.restored(k, j) == 0.0F);
    });
}

TEST_CASE("inside its range a weight is restored to half a step, or to a step", "[quant][property]")
{
    test::holds([] {
        S scheme = test::arbitraryScheme();
        scheme.bits = *rc::gen::inRange(2, 9); // a sign has no range
        scheme.overflow = S::Overflow::Saturate;
        RC_LOG() << schemeToText(scheme) << '\n';
        RC_PRE(!scheme.isCodebook()); // its steps are of any size
        const LinearModel original = test::arbitraryModel();
        const QuantizedModel model = quantize(original, scheme); // data-aware is to nearest here
        const bool nearest = roundsToNearest(scheme) || scheme.rounding == S::Rounding::DataAware;
        for (int k = 0; k < kClasses; ++k) {
            const auto row = static_cast<std::size_t>(k);
            const S grid = model.schemeOf(k);
            if (grid.isSign())
                continue;
            const int spacing = grid.isOdd() ? 2 : 1;
            const double scale = static_cast<double>(model.scale[row]);
            const double low = scale * (grid.qmin() - model.zeroPoint[row]);
            const double high = scale * (grid.qmax() - model.zeroPoint[row]);
            // The quotient and the product are rounded to float: a few parts in 2^24 of at most 255 steps.
            const double most = scale * (spacing * (nearest ? 0.5 : 1.0) + 1e-4);
            for (int j = 0; j < kPixels; ++j) {
                const auto w = static_cast<double>(original.weights(k, j));
                if (w >= low && w <= high)
                    RC_ASSERT(std::abs(w - static_cast<double>(model.restored(k, j))) <= most);
                else
                    RC_ASSERT(model.restored(k, j) == static_cast<float>(w < low ? low : high));
            }
        }
    });
}

TEST_CASE("a symmetric grid takes the negative of a weight to the negative", "[quant][property]")
{
    test::holds([] {
        S scheme = test::arbitraryScheme();
        scheme.bits = *rc::gen::inRange(2, 9);
        scheme.zero = S::Zero::Symmetric;
        scheme.overflow = S::Overflow::Saturate;
        scheme.budget = 0; // a lopsided grid may want more bits for one side than for the other
        scheme.rounding =
            *rc::gen::element(S::Rounding::NearestEven, S::Rounding::NearestAway, S::Rounding::TowardZero);
        RC_LOG() << schemeToText(scheme) << '\n';
        RC_PRE(!scheme.isOdd() && !scheme.isCodebook());       // has no zero, and halves between odd numbers go one way
        const bool lopsided = scheme.qmin() != -scheme.qmax(); // one integer more below zero
        const bool searched = scheme.range == S::Range::LeastSquares || scheme.range == S::Range::LeastLogits;
        RC_PRE(!lopsided || !searched); // whose best range then depends on the side
        LinearModel original = test::arbitraryModel();
        const QuantizedModel model = quantize(original, scheme);
        original.weights = -original.weights;
        const QuantizedModel mirrored = quantize(original, scheme);
        RC_ASSERT(mirrored.scale == model.scale);
        for (std::size_t i = 0; i < model.q.size(); ++i)
            RC_ASSERT(mirrored.q[i] == std::min(-model.q[i], scheme.qmax())
                || (lopsided && model.q[i] == scheme.qmax() && mirrored.q[i] == scheme.qmin()));
    });
}
