// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/service/recorder.h"

#include "engine/data/stepped_data.h"
#include "engine/quant/data_aware.h"

#include <atomic>

using namespace qlab;
using namespace qlab::test;
using namespace std::chrono_literals;

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

TEST_CASE("Any two models are compared on the images before any steps", "[service]")
{
    Bench bench;
    const InputSteps steps = gradientSteps(InputSteps::Align::Moments, 4, 3);
    Random random(2);
    const auto stepped = std::make_shared<LinearModel>(initialModel(Normalization::mnist(), random, steps));
    const AnyModel first{someModel(), nullptr};
    const AnyModel second{nullptr, std::make_shared<QuantizedModel>(quantize(*stepped, {}))};
    const auto id = bench.engine.submit(ModelsRequest{first, second, bench.data});
    REQUIRE(id.ok());
    const auto done = bench.recorder.waitFor<ModelsCompared>(*id);
    REQUIRE(done);
    CHECK(done->report->data == bench.data);
    CHECK(done->report->first == first);
    CHECK(done->report->second == second);
    CHECK(done->report->comparison.firstCorrect == evaluate(first, *bench.data->test).correct);
    CHECK(done->report->comparison.times.measured());

    CHECK_FALSE(bench.engine.submit(ModelsRequest{first, {}, bench.data}).ok());
    CHECK_FALSE(bench.engine.submit(ModelsRequest{first, second, nullptr}).ok());
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

TEST_CASE("A preview measures the images where its scheme needs them, and takes what was measured", "[service]")
{
    Bench bench;
    const auto model = someModel();
    QuantScheme aware;
    aware.bits = 3;
    aware.rounding = QuantScheme::Rounding::DataAware;
    QuantScheme logits;
    logits.bits = 3;
    logits.range = QuantScheme::Range::LeastLogits;
    InputCurvaturePtr measured;
    for (const QuantScheme& scheme : {logits, aware, logits}) {
        PreviewRequest request{model, nullptr, scheme, bench.data};
        request.curvature = measured;
        const auto preview = bench.engine.submit(std::move(request));
        const auto answered = bench.recorder.waitFor<PreviewDone>(*preview);
        REQUIRE(answered);
        const InputCurvaturePtr& taken = answered->report->curvature;
        REQUIRE(taken);
        CHECK(taken->model == model);
        CHECK((!measured || taken == measured));
        measured = taken;
        CHECK(answered->report->quantized->q == quantizeOn(bench.data, model, scheme).q);
    }
}

TEST_CASE("A preview of a static input looks for the range of the images, and measures nothing else", "[service]")
{
    Bench bench;
    const auto model = someModel();
    QuantScheme scheme;
    scheme.input = QuantScheme::Input::Static;
    scheme.inputBits = 6;
    scheme.calibrationImages = 2;
    scheme.bias = QuantScheme::Bias::Int32;
    const auto preview = bench.engine.submit(PreviewRequest{model, nullptr, scheme, bench.data});
    const auto answered = bench.recorder.waitFor<PreviewDone>(*preview);
    REQUIRE(answered);
    CHECK_FALSE(answered->report->curvature);
    const QuantizedModel wanted = quantizeOn(bench.data, model, scheme);
    CHECK(answered->report->quantized->input == wanted.input);
    CHECK(answered->report->quantized->input.top == 63);
    CHECK(answered->report->quantized->bias == wanted.bias);
    CHECK(answered->report->quantizedEvaluation->logits == evaluate(wanted, *bench.data->test).logits);
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
