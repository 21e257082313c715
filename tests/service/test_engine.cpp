// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "engine/data/digit_generator.h"
#include "engine/data/stepped_data.h"
#include "engine/service/engine.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>

using namespace qlab;
using namespace std::chrono_literals;

namespace {

/// Keeps every event, and waits for the one that is wanted.
class Recorder {
public:
    Engine::Sink sink()
    {
        return [this](Event event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(std::move(event));
            m_arrived.notify_all();
        };
    }

    /// The first event of type T for \p id, waited for up to a limit that no healthy run reaches.
    template <typename T> std::optional<T> waitFor(JobId id)
    {
        return waitFor<T>([id](const T& event) { return event.id == id; });
    }
    template <typename T, typename Match> std::optional<T> waitFor(Match match)
    {
        std::unique_lock lock(m_mutex);
        std::optional<T> found;
        m_arrived.wait_for(lock, 60s, [&] {
            for (const Event& event : m_events)
                if (const T* candidate = std::get_if<T>(&event); candidate && match(*candidate)) {
                    found = *candidate;
                    return true;
                }
            return false;
        });
        return found;
    }
    template <typename T> std::size_t count()
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<std::size_t>(std::count_if(
            m_events.begin(), m_events.end(), [](const Event& event) { return std::holds_alternative<T>(event); }));
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::vector<Event> m_events;
};

DatasetPtr smallData(std::size_t count = 600)
{
    auto data = std::make_shared<Dataset>();
    data->trainSource = generateDigits(count, 1);
    data->test = generateDigits(200, 2);
    for (std::uint32_t i = 0; i < count; ++i)
        data->trainIndex.push_back(i);
    return data;
}

TrainConfig epochs(int count)
{
    TrainConfig config;
    config.epochs = count;
    return config;
}

/// More epochs than any test waits for.
TrainConfig endless() { return epochs(10'000); }

LinearModelPtr someModel()
{
    Random random(1);
    return std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random));
}

struct Bench {
    Recorder recorder;
    DatasetPtr data = smallData();
    Engine engine{recorder.sink()};
};

} // namespace

TEST_CASE("A training runs to its end and brings its curve", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(3)});
    REQUIRE(id.ok());
    const auto done = bench.recorder.waitFor<TrainDone>(*id);
    REQUIRE(done);
    REQUIRE(done->snapshot->epochs.size() == 3);
    REQUIRE(done->snapshot->epochsDone == 3);
    REQUIRE(done->snapshot->test->images() == 200);
    REQUIRE(done->snapshot->epochs.back().trainLoss < done->snapshot->epochs.front().trainLoss);
}

TEST_CASE("The thread changes nothing: the same weights as a trainer alone", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(2)});
    const auto done = bench.recorder.waitFor<TrainDone>(*id);
    REQUIRE(done);
    Trainer alone(bench.data, epochs(2));
    while (alone.state() == Trainer::State::Running)
        alone.stepBatch();
    REQUIRE(alone.model().weights == done->snapshot->model->weights);
    REQUIRE(alone.model().bias == done->snapshot->model->bias);
}

TEST_CASE("Bad requests are refused at the door", "[service]")
{
    Bench bench;
    REQUIRE_FALSE(bench.engine.submit(TrainRequest{nullptr, {}}).ok());
    REQUIRE_FALSE(bench.engine.submit(TrainRequest{bench.data, epochs(0)}).ok());
    REQUIRE_FALSE(bench.engine.submit(PreviewRequest{nullptr, nullptr, {}, bench.data}).ok());
    const auto diverged = std::make_shared<LinearModel>(*someModel());
    diverged->weights(3, 100) = std::numeric_limits<float>::infinity();
    REQUIRE_FALSE(bench.engine.submit(PreviewRequest{diverged, nullptr, {}, bench.data}).ok());
    QuantScheme scheme;
    scheme.bits = 9;
    REQUIRE_FALSE(bench.engine.submit(PreviewRequest{someModel(), nullptr, scheme, bench.data}).ok());
    REQUIRE_FALSE(bench.engine.submit(CompareRequest{someModel(), nullptr, bench.data}).ok());
}

TEST_CASE("Previews pass a running training", "[service]")
{
    Bench bench;
    const auto training = bench.engine.submit(TrainRequest{bench.data, endless()});
    REQUIRE(bench.recorder.waitFor<TrainProgress>(*training));
    const auto preview = bench.engine.submit(PreviewRequest{someModel(), nullptr, {}, bench.data});
    const auto done = bench.recorder.waitFor<PreviewDone>(*preview);
    REQUIRE(done);
    REQUIRE(done->report->quantizedEvaluation->images() == 200);
    REQUIRE(done->report->changed.size() == done->report->accuracy.changed);
    REQUIRE(bench.recorder.count<TrainDone>() == 0);
}

TEST_CASE("The newest preview wins", "[service]")
{
    Bench bench;
    const LinearModelPtr model = someModel();
    JobId last{};
    for (int i = 0; i < 300; ++i)
        last = *bench.engine.submit(PreviewRequest{model, nullptr, withBits({}, 1 + i % 8), bench.data});
    REQUIRE(bench.recorder.waitFor<PreviewDone>(last));
    REQUIRE(bench.recorder.count<PreviewDone>() + bench.recorder.count<Cancelled>() == 300);
}

TEST_CASE("A cancelled training says what it reached, and the next job follows", "[service]")
{
    Bench bench;
    const auto first = bench.engine.submit(TrainRequest{bench.data, endless()});
    const auto second = bench.engine.submit(TrainRequest{bench.data, epochs(1)});
    REQUIRE(bench.recorder.waitFor<TrainProgress>(
        [&](const TrainProgress& progress) { return progress.id == *first && progress.snapshot->epochsDone > 0; }));
    bench.engine.cancel(*first);
    const auto cancelled = bench.recorder.waitFor<Cancelled>(*first);
    REQUIRE(cancelled);
    REQUIRE(cancelled->partial);
    REQUIRE(cancelled->partial->epochsDone > 0);
    REQUIRE(bench.recorder.waitFor<TrainDone>(*second));
}

TEST_CASE("A job that waits can be cancelled before it begins", "[service]")
{
    Bench bench;
    const auto first = bench.engine.submit(TrainRequest{bench.data, endless()});
    const auto second = bench.engine.submit(TrainRequest{bench.data, epochs(1)});
    bench.engine.cancel(*second);
    REQUIRE(bench.recorder.waitFor<Cancelled>(*second));
    bench.engine.cancel(*first);
    REQUIRE(bench.recorder.waitFor<Cancelled>(*first));
    bench.engine.cancel(*first); // again: nothing happens
    const auto third = bench.engine.submit(TrainRequest{bench.data, epochs(1)});
    REQUIRE(bench.recorder.waitFor<TrainDone>(*third));
}

TEST_CASE("A training pauses, steps one batch at a time and goes on", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(2), true});
    const auto at = [&](double epochsDone) {
        return bench.recorder.waitFor<TrainProgress>([&](const TrainProgress& progress) {
            return progress.snapshot->paused && std::abs(progress.snapshot->epochsDone - epochsDone) < 1e-9;
        });
    };
    REQUIRE(at(0));
    bench.engine.stepOnce(*id);
    REQUIRE(at(64.0 / 600));
    bench.engine.stepOnce(*id);
    REQUIRE(at(128.0 / 600));
    bench.engine.setLearningRate(*id, 0.5f);
    bench.engine.resume(*id);
    const auto done = bench.recorder.waitFor<TrainDone>(*id);
    REQUIRE(done);
    REQUIRE(done->snapshot->config.learningRate == 0.5f);
    REQUIRE(done->snapshot->epochs.back().learningRate == 0.5f);
}

TEST_CASE("A paused training lets others wait but not previews", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(TrainRequest{bench.data, epochs(1), true});
    REQUIRE(bench.recorder.waitFor<TrainProgress>(*id));
    const auto preview = bench.engine.submit(PreviewRequest{someModel(), nullptr, {}, bench.data});
    REQUIRE(bench.recorder.waitFor<PreviewDone>(*preview));
    bench.engine.cancel(*id);
    REQUIRE(bench.recorder.waitFor<Cancelled>(*id));
}

TEST_CASE("A comparison runs alone, fills up and ends complete", "[service]")
{
    Bench bench;
    const LinearModelPtr model = someModel();
    const auto quantized = std::make_shared<QuantizedModel>(quantize(*model, {}));
    const auto id = bench.engine.submit(CompareRequest{model, quantized, bench.data});
    REQUIRE(bench.recorder.waitFor<CompareProgress>(*id));
    const auto preview = bench.engine.submit(PreviewRequest{model, nullptr, {}, bench.data});
    const auto done = bench.recorder.waitFor<CompareDone>(*id);
    REQUIRE(done);
    REQUIRE(done->report->complete);
    REQUIRE(done->report->comparison.breakdown);
    REQUIRE(done->report->batchCurve.size() == 5); // 1, 4, 16, 64 and all 200 images
    REQUIRE(bench.recorder.waitFor<PreviewDone>(*preview));
}

TEST_CASE("Previews pass the drawing of the built-in digits", "[service]")
{
    Bench bench;
    const auto load = bench.engine.submit(LoadRequest{});
    for (int i = 0; i < 3; ++i) {
        const auto preview = bench.engine.submit(PreviewRequest{someModel(), nullptr, {}, bench.data});
        REQUIRE(bench.recorder.waitFor<PreviewDone>(*preview));
    }
    REQUIRE(bench.recorder.count<DataLoaded>() == 0);
    REQUIRE(bench.recorder.waitFor<DataLoaded>(*load));
}

TEST_CASE("Results name what they were made from", "[service]")
{
    Bench bench;
    const auto model = someModel();
    QuantScheme scheme;
    scheme.bits = 5;
    const auto preview = bench.engine.submit(PreviewRequest{model, nullptr, scheme, bench.data});
    const auto answered = bench.recorder.waitFor<PreviewDone>(*preview);
    REQUIRE(answered);
    REQUIRE(answered->report->data == bench.data);
    REQUIRE(answered->report->model == model);
    REQUIRE(answered->report->scheme == scheme);
    REQUIRE(answered->report->quantized->scheme == scheme);
    const auto training = bench.engine.submit(TrainRequest{bench.data, epochs(1)});
    const auto trained = bench.recorder.waitFor<TrainDone>(*training);
    REQUIRE(trained);
    REQUIRE(trained->snapshot->data == bench.data);
    const auto timing = bench.engine.submit(CompareRequest{model, answered->report->quantized, bench.data});
    const auto timed = bench.recorder.waitFor<CompareProgress>(*timing);
    REQUIRE(timed);
    REQUIRE(timed->report->data == bench.data);
    REQUIRE(timed->report->model == model);
    REQUIRE(timed->report->quantized == answered->report->quantized);
    const auto load = bench.engine.submit(LoadRequest{{}, {SplitSpec::Kind::TrainFile, 0.5, 3}});
    bench.engine.cancel(*timing);
    const auto loaded = bench.recorder.waitFor<DataLoaded>(*load);
    REQUIRE(loaded);
    REQUIRE((loaded->summary->source == DataSource{}));
    REQUIRE((loaded->summary->data->split == SplitSpec{SplitSpec::Kind::TrainFile, 0.5, 3}));
}

TEST_CASE("Loaded images go through other steps without being read again", "[service]")
{
    Bench bench;
    const InputSteps steps = gradientSteps(InputSteps::Align::Moments, 4, 3);
    LoadRequest request{{DataSource::Kind::Folder, "/there/is/no/such/folder"}, bench.data->split, steps, bench.data};
    const auto stepped = bench.recorder.waitFor<DataLoaded>(*bench.engine.submit(request));
    REQUIRE(stepped);
    CHECK(stepped->summary->data->before == bench.data);
    CHECK(stepped->summary->data->steps == calibrated(steps, *bench.data));
    request.steps = {};
    const auto plain = bench.recorder.waitFor<DataLoaded>(*bench.engine.submit(request));
    REQUIRE(plain);
    CHECK(plain->summary->data == bench.data);
}

TEST_CASE("A quantized model that is handed in is judged as it is", "[service]")
{
    Bench bench;
    const auto model = someModel();
    QuantScheme scheme;
    scheme.bits = 4;
    auto other = std::make_shared<QuantizedModel>(quantize(*model, scheme));
    other->q[400] = 7;
    other->trained = true;
    const PreviewRequest request{model, nullptr, scheme, bench.data, other};
    const auto answered = bench.recorder.waitFor<PreviewDone>(*bench.engine.submit(request));
    REQUIRE(answered);
    CHECK(answered->report->quantized == other);
    CHECK(answered->report->quantizedEvaluation->logits == evaluate(*other, *bench.data->test).logits);
}

TEST_CASE("A training on a grid shows its weights from the beginning, and its curve", "[service]")
{
    Bench bench;
    const auto model = someModel();
    const QuantScheme scheme = parseScheme("ternary").value();
    for (const bool fresh : {false, true}) {
        const auto id = bench.engine.submit(QuantTrainRequest{{model, nullptr, scheme, bench.data}, {1e-4, fresh}});
        const auto begun = bench.recorder.waitFor<QuantTrainProgress>(*id);
        REQUIRE(begun);
        CHECK(begun->training->epochsDone == 0);
        CHECK_FALSE(begun->training->complete);
        const auto done = bench.recorder.waitFor<QuantTrainDone>(*id);
        REQUIRE(done);
        const QuantTraining& training = *done->training;
        CHECK(training.complete);
        CHECK(training.grid == GridTraining{1e-4, fresh});
        REQUIRE(static_cast<int>(training.epochs.size()) == training.config.epochs);
        CHECK(training.epochs.back().trainLoss < training.epochs.front().trainLoss);
        CHECK(training.epochs.back().testAccuracy == training.report->quantizedEvaluation->accuracy());
        CHECK(training.report->model == model);
        CHECK(training.report->quantized->trained);
        CHECK(training.report->quantized->scheme == scheme);
    }
    const auto refused = bench.engine.submit(QuantTrainRequest{{model, nullptr, scheme, bench.data}, {0.5, false}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().field == "l1");
}

TEST_CASE("A paused or stopped training is judged as it stands", "[service]")
{
    Bench bench;
    const auto training = bench.engine.submit(TrainRequest{bench.data, endless(), true});
    bench.engine.stepOnce(*training);
    const auto stepped = bench.recorder.waitFor<TrainProgress>(
        [](const TrainProgress& event) { return event.snapshot->paused && event.snapshot->epochsDone > 0; });
    REQUIRE(stepped);
    const Evaluation own = evaluate(*stepped->snapshot->model, *bench.data->test);
    REQUIRE(stepped->snapshot->test->predictions == own.predictions);
    bench.engine.cancel(*training);
    const auto stopped = bench.recorder.waitFor<Cancelled>(*training);
    REQUIRE(stopped);
    REQUIRE(stopped->partial->test->predictions == own.predictions);
}

TEST_CASE("Loading reports what is wrong with a folder", "[service]")
{
    Bench bench;
    const qlab::test::TemporaryFolder folder;
    const auto id = bench.engine.submit(LoadRequest{{DataSource::Kind::Folder, folder.path()}, {}});
    const auto failed = bench.recorder.waitFor<Failed>(*id);
    REQUIRE(failed);
    REQUIRE(failed->error.message.find("train-images") != std::string::npos);
}

TEST_CASE("Built-in digits load with their summary", "[service]")
{
    Bench bench;
    const auto id = bench.engine.submit(LoadRequest{});
    const auto loaded = bench.recorder.waitFor<DataLoaded>(*id);
    REQUIRE(loaded);
    const DataSummary& summary = *loaded->summary;
    std::size_t total = 0;
    for (std::size_t count : summary.trainCounts)
        total += count;
    REQUIRE(total == kBuiltinTrain);
    REQUIRE(summary.data->testSize() == kBuiltinTest);
    REQUIRE((summary.pixelMean > 0.05 && summary.pixelMean < 0.3));
    REQUIRE((summary.pixelDeviation > 0.1 && summary.pixelDeviation < 0.5));

    double sum = 0; // of a pixel in the middle, in all images of a class
    std::size_t count = 0;
    for (std::uint32_t index : summary.data->trainIndex)
        if (summary.data->trainSource->labels()[index] == 3) {
            sum += summary.data->trainSource->image(index)[14 * kSide + 14];
            ++count;
        }
    REQUIRE(count == summary.trainCounts[3]);
    REQUIRE(summary.classMeans[3][14 * kSide + 14] == Approx(sum / static_cast<double>(count)));
}

TEST_CASE("The engine ends at once whatever it does", "[service]")
{
    const int what = GENERATE(0, 1, 2, 3);
    std::atomic<bool> closed = false;
    {
        Recorder recorder;
        const DatasetPtr data = smallData();
        const LinearModelPtr model = someModel();
        {
            Engine engine([&, sink = recorder.sink()](Event event) {
                REQUIRE_FALSE(closed);
                sink(std::move(event));
            });
            if (what == 1)
                (void)engine.submit(TrainRequest{data, endless()});
            if (what == 2)
                (void)engine.submit(
                    CompareRequest{model, std::make_shared<QuantizedModel>(quantize(*model, {})), data});
            if (what == 3)
                (void)engine.submit(LoadRequest{});
            if (what == 1)
                recorder.waitFor<TrainProgress>([](const TrainProgress&) { return true; });
        }
        closed = true;
    }
    REQUIRE(closed);
}
