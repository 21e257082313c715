// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/early_stop.h"
#include "tests/model/reference_files.h"
#include "tests/train/eigen_sgd.h"

#include <limits>
#include <numeric>
#include <set>

using namespace qlab;
using namespace std::chrono_literals;
using Catch::Matchers::WithinAbs;
using State = Trainer::State;

namespace {

/// Noise with a spot for each class that a third of the labels then contradict: there is something to learn at first,
/// and something to learn by heart after it.
ImagesPtr spots(std::size_t count, std::uint64_t seed)
{
    auto images = std::make_shared<ImageSet>(count);
    Random random(seed);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t digit = random.below(kClasses);
        for (std::uint8_t& pixel : images->mutableImage(i))
            pixel = static_cast<std::uint8_t>(random.below(64));
        for (std::size_t j = 0; j < 40; ++j)
            images->mutableImage(i)[digit * 70 + j] = static_cast<std::uint8_t>(128 + random.below(128));
        images->mutableLabels()[i] = static_cast<std::uint8_t>(random.below(3) == 0 ? random.below(kClasses) : digit);
    }
    return images;
}

/// 403 of 500 images picked out of order, and 70 to test on.
DatasetPtr smallData()
{
    auto data = std::make_shared<Dataset>();
    data->trainSource = spots(500, 31);
    data->trainIndex.resize(500);
    std::iota(data->trainIndex.begin(), data->trainIndex.end(), 0u);
    Random random(32);
    shuffle(data->trainIndex, random);
    data->trainIndex.resize(403);
    data->test = spots(70, 33);
    return data;
}

TrainConfig patient(int patience)
{
    TrainConfig config;
    config.epochs = 60;
    config.batchSize = 50;
    config.learningRate = 0.2f;
    config.seed = 7;
    config.patience = patience;
    config.normalization = Normalization::unit();
    return config;
}

void finish(Trainer& trainer)
{
    while (trainer.state() == State::Running)
        trainer.step(1h);
}

bool sameWeights(const LinearModel& a, const LinearModel& b) { return a.weights == b.weights && a.bias == b.bias; }

/// The rule of early_stop.h written out anew: which images are trained on and which are not.
struct Halves {
    std::vector<std::uint32_t> kept, held;
};
Halves halves(const Dataset& data, std::uint64_t seed)
{
    std::vector<std::uint32_t> shuffled = data.trainIndex; // every image once
    Random random(seed + 2);
    for (std::size_t i = shuffled.size() - 1; i > 0; --i)
        std::swap(shuffled[i], shuffled[random.next() % (i + 1)]);
    shuffled.resize(shuffled.size() / 10);
    Halves result;
    result.held = shuffled;
    const std::set<std::uint32_t> held(shuffled.begin(), shuffled.end());
    for (const std::uint32_t index : data.trainIndex)
        if (!held.contains(index))
            result.kept.push_back(index);
    return result;
}

/// Mean cross-entropy in double, from the definition.
double lossOf(const test::EigenSgd& sgd, const Dataset& data, const std::vector<std::uint32_t>& indices,
    const Normalization& normalization)
{
    double sum = 0;
    for (const std::uint32_t index : indices) {
        Eigen::VectorXd x(kPixels);
        for (int j = 0; j < kPixels; ++j)
            x[j] =
                static_cast<double>(normalization.apply(data.trainSource->image(index)[static_cast<std::size_t>(j)]));
        const Eigen::VectorXd logits = sgd.weights * x + sgd.bias;
        const double top = logits.maxCoeff();
        sum += top + std::log((logits.array() - top).exp().sum()) - logits[data.trainSource->labels()[index]];
    }
    return sum / static_cast<double>(indices.size());
}

EpochRecord epochWith(int epoch, std::optional<double> loss)
{
    EpochRecord record;
    record.epoch = epoch;
    record.heldOutLoss = loss;
    return record;
}

std::vector<EpochRecord> epochsWith(std::initializer_list<double> losses)
{
    std::vector<EpochRecord> epochs;
    for (const double loss : losses)
        epochs.push_back(epochWith(static_cast<int>(epochs.size()) + 1, loss));
    return epochs;
}

} // namespace

TEST_CASE("training ends where a slow loop in double ends, with the weights of its best epoch", "[train][early-stop]")
{
    const DatasetPtr data = smallData();
    for (const int patience : {1, 2, 5}) {
        INFO("patience " << patience);
        const TrainConfig config = patient(patience);
        Dataset part = *data;
        const Halves expected = halves(*data, config.seed);
        REQUIRE(expected.held.size() == 40);
        part.trainIndex = expected.kept;
        test::EigenSgd sgd(part, config);

        Trainer trainer(data, config);
        CHECK(sgd.largestDifference(trainer.model()) == 0); // the same initial weights as without patience
        double lowest = std::numeric_limits<double>::infinity();
        Eigen::MatrixXd weights;
        Eigen::VectorXd bias;
        int best = 0;
        int epoch = 0;
        while (epoch < config.epochs && epoch - best < patience) {
            const double trainLoss = sgd.epoch();
            const double loss = lossOf(sgd, *data, expected.held, config.normalization);
            ++epoch;
            REQUIRE(trainer.state() == State::Running);
            trainer.step(1h);
            REQUIRE(static_cast<int>(trainer.epochs().size()) == epoch);
            CHECK_THAT(trainer.epochs().back().trainLoss, WithinAbs(trainLoss, 1e-4));
            REQUIRE(trainer.epochs().back().heldOutLoss);
            CHECK_THAT(*trainer.epochs().back().heldOutLoss, WithinAbs(loss, 1e-4));
            if (loss < lowest) {
                lowest = loss;
                best = epoch;
                weights = sgd.weights;
                bias = sgd.bias;
            }
        }
        CHECK(best > 1);
        CHECK(epoch < config.epochs);
        CHECK(trainer.state() == State::Finished);
        CHECK(stopsEarly(trainer.epochs(), patience));
        CHECK(bestEpoch(trainer.epochs()) == best);
        CHECK((trainer.model().weights.cast<double>() - weights).cwiseAbs().maxCoeff() < 1e-4);
        CHECK((trainer.model().bias.cast<double>() - bias).cwiseAbs().maxCoeff() < 1e-4);
        CHECK((trainer.model().weights.cast<double>() - sgd.weights).cwiseAbs().maxCoeff() > 1e-3); // not the last ones
        for (const EpochRecord& record : trainer.epochs())
            CHECK(record.restored == (record.epoch == best));
        // What is said of the model is said of these weights.
        CHECK((trainer.lastEvaluation()->logits == evaluate(trainer.model(), *data->test).logits));
        CHECK(
            trainer.lastEvaluation()->accuracy() == trainer.epochs()[static_cast<std::size_t>(best) - 1].testAccuracy);
        CHECK(trainer.epochsDone() == epoch);
    }
}

TEST_CASE("with a patience, too, slicing does not change a bit of the weights", "[train][early-stop]")
{
    const DatasetPtr data = smallData();
    Trainer whole(data, patient(3));
    finish(whole);
    Trainer batches(data, patient(3));
    while (batches.state() == State::Running)
        batches.stepBatch();
    Trainer slices(data, patient(3));
    for (auto budget = 0us; slices.state() == State::Running; budget += 5us)
        slices.step(budget);
    REQUIRE(whole.epochs().size() < 60);
    for (const Trainer* const other : {&batches, &slices}) {
        CHECK(other->epochs().size() == whole.epochs().size());
        CHECK(sameWeights(other->model(), whole.model()));
        CHECK(other->lastEvaluation()->logits == whole.lastEvaluation()->logits);
    }
}

TEST_CASE(
    "the weights are those of a training without patience on the images kept, stopped there", "[train][early-stop]")
{
    const DatasetPtr data = smallData();
    TrainConfig config = patient(3);
    Trainer stopping(data, config);
    finish(stopping);

    auto part = std::make_shared<Dataset>(*data);
    part->trainIndex = halves(*data, config.seed).kept;
    config.patience = 0;
    config.epochs = bestEpoch(stopping.epochs());
    Trainer plain(part, config);
    finish(plain);
    CHECK(sameWeights(stopping.model(), plain.model()));
    for (const EpochRecord& record : plain.epochs()) {
        CHECK_FALSE(record.heldOutLoss);
        CHECK_FALSE(record.restored);
    }
}

TEST_CASE("the test set has no part in early stopping", "[train][early-stop]")
{
    const DatasetPtr data = smallData();
    auto other = std::make_shared<Dataset>(*data);
    other->test = spots(90, 34);
    Trainer one(data, patient(2));
    Trainer two(other, patient(2));
    finish(one);
    finish(two);
    CHECK(one.epochs().size() == two.epochs().size());
    CHECK(sameWeights(one.model(), two.model()));
}

TEST_CASE("a training that goes on getting better goes to its end", "[train][early-stop]")
{
    TrainConfig config = patient(1);
    config.learningRate = 1e-3f;
    config.batchSize = 0; // downhill, step by step
    config.epochs = 12;
    Trainer trainer(smallData(), config);
    finish(trainer);
    REQUIRE(trainer.epochs().size() == 12);
    CHECK(bestEpoch(trainer.epochs()) == 12);
    CHECK_FALSE(stopsEarly(trainer.epochs(), 1));
    for (const EpochRecord& record : trainer.epochs())
        CHECK_FALSE(record.restored);
}

TEST_CASE("a training that ends as planned goes back to its best epoch, and on from its last", "[train][early-stop]")
{
    const DatasetPtr data = smallData();
    TrainConfig config = patient(5);
    Trainer whole(data, config);
    finish(whole);
    const int best = bestEpoch(whole.epochs());
    const int all = static_cast<int>(whole.epochs().size());
    REQUIRE(all == best + 5);

    config.epochs = best + 2;
    Trainer trainer(data, config);
    finish(trainer);
    CHECK(static_cast<int>(trainer.epochs().size()) == best + 2);
    CHECK_FALSE(stopsEarly(trainer.epochs(), 5));
    CHECK(trainer.epochs()[static_cast<std::size_t>(best) - 1].restored);
    CHECK(sameWeights(trainer.model(), whole.model()));

    trainer.setEpochs(60);
    REQUIRE(trainer.state() == State::Running);
    CHECK_FALSE(trainer.epochs()[static_cast<std::size_t>(best) - 1].restored);
    CHECK_FALSE(sameWeights(trainer.model(), whole.model()));
    CHECK((trainer.lastEvaluation()->logits == evaluate(trainer.model(), *data->test).logits));
    finish(trainer);
    CHECK(static_cast<int>(trainer.epochs().size()) == all);
    CHECK(sameWeights(trainer.model(), whole.model()));
    for (int i = 0; i < all; ++i) {
        const auto at = static_cast<std::size_t>(i);
        CHECK(trainer.epochs()[at].heldOutLoss == whole.epochs()[at].heldOutLoss);
    }
    trainer.setEpochs(10'000); // its patience is at an end
    CHECK(trainer.state() == State::Finished);
    CHECK(sameWeights(trainer.model(), whole.model()));
}

TEST_CASE("a training whose held-out loss is no number ends, too, with its last weights", "[train][early-stop]")
{
    TrainConfig config = patient(2);
    config.learningRate = 100;
    config.weightDecay = 1; // each step multiplies the weights by -99
    Trainer trainer(smallData(), config);
    finish(trainer);
    CHECK(trainer.epochs().size() < 60);
    CHECK_FALSE(std::isfinite(trainer.epochs().back().heldOutLoss.value_or(0)));
    CHECK(stopsEarly(trainer.epochs(), 2));
}

TEST_CASE("the best epoch is the first of the lowest loss", "[train][early-stop]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(bestEpoch({}) == 0);
    CHECK(bestEpoch(epochsWith({3, 2, 2, 4})) == 2);
    CHECK(bestEpoch(epochsWith({nan, 5, nan})) == 2);
    CHECK(bestEpoch(epochsWith({nan, infinity})) == 0);
    CHECK(bestEpoch(std::vector{epochWith(1, std::nullopt)}) == 0);

    CHECK_FALSE(stopsEarly({}, 1));
    CHECK_FALSE(stopsEarly(epochsWith({3, 2, 2}), 0));
    CHECK(stopsEarly(epochsWith({3, 2, 2}), 1)); // equal is no better
    CHECK_FALSE(stopsEarly(epochsWith({3, 2, 2}), 2));
    CHECK(stopsEarly(epochsWith({3, 2, 2, 2.5}), 2));
    CHECK(stopsEarly(epochsWith({nan, nan}), 2));
    CHECK_FALSE(stopsEarly(std::vector{epochWith(1, std::nullopt), epochWith(2, std::nullopt)}, 1));
}

TEST_CASE("a tenth of the images is held out, by the seed", "[train][early-stop]")
{
    const DatasetPtr data = smallData();
    CHECK(heldOutSize(patient(0), 60'000) == 0);
    CHECK(heldOutSize(patient(1), 60'000) == 6'000);
    CHECK(heldOutSize(patient(9), 19) == 1);
    const HeldOut none = holdOut(*data, patient(0));
    CHECK(none.kept == data->trainIndex);
    CHECK(none.images == nullptr);

    const HeldOut some = holdOut(*data, patient(1));
    const Halves expected = halves(*data, 7);
    CHECK(some.kept == expected.kept);
    REQUIRE(some.images->size() == expected.held.size());
    for (std::size_t i = 0; i < expected.held.size(); ++i) {
        const auto image = data->trainSource->image(expected.held[i]);
        REQUIRE(std::equal(image.begin(), image.end(), some.images->image(i).begin()));
        REQUIRE(some.images->labels()[i] == data->trainSource->labels()[expected.held[i]]);
    }
    TrainConfig other = patient(1);
    other.seed = 8;
    CHECK(holdOut(*data, other).kept != some.kept);

    Dataset twice = *data; // the same image in several places
    twice.trainIndex.assign(20, 5);
    CHECK(holdOut(twice, patient(1)).kept == std::vector<std::uint32_t>(18, 5));
}
