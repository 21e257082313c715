// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/atomic_file.h"
#include "engine/formats/model_file.h"
#include "engine/formats/safetensors.h"
#include "engine/quant/packing.h"
#include "tests/model/random_model.h"
#include "tests/support.h"

using namespace qlab;
using test::randomModel;
using S = QuantScheme;

namespace {

QuantizedModel roundTrip(const QuantizedModel& model)
{
    const auto file = decodeModel(encodeModel(model));
    if (!file.ok())
        FAIL(file.error().message);
    REQUIRE(file->original == nullptr);
    REQUIRE(file->quantized != nullptr);
    return *file->quantized;
}

void checkSame(const QuantizedModel& a, const QuantizedModel& b)
{
    CHECK(a.scheme == b.scheme);
    CHECK(a.q == b.q);
    CHECK(a.scale == b.scale);
    CHECK(a.zeroPoint == b.zeroPoint);
    CHECK(a.bias == b.bias);
    CHECK(a.normalization == b.normalization);
}

} // namespace

TEST_CASE("a float model comes back bit for bit", "[export]")
{
    LinearModel model = randomModel(1);
    model.normalization = GENERATE(Normalization::mnist(), Normalization::half(), Normalization{0.1f, 1.0f / 3.0f});
    const std::string bytes = encodeModel(model);
    CHECK(bytes.size() <= 31'700);
    const auto file = decodeModel(bytes);
    REQUIRE(file.ok());
    REQUIRE(file->original != nullptr);
    CHECK(file->quantized == nullptr);
    CHECK(file->original->weights == model.weights);
    CHECK(file->original->bias == model.bias);
    CHECK(file->original->normalization == model.normalization);
}

TEST_CASE("a quantized model of every width comes back", "[export]")
{
    S scheme;
    scheme.bits = GENERATE(range(1, 9));
    scheme.granularity = GENERATE(S::Granularity::PerTensor, S::Granularity::PerChannel);
    scheme.zero = GENERATE(S::Zero::Symmetric, S::Zero::Affine);
    scheme.levels = GENERATE(S::Levels::Restricted, S::Levels::Full, S::Levels::Odd);
    INFO(schemeToText(scheme));
    LinearModel original = randomModel(3);
    original.weights.row(4).array() += 0.02f; // so that affine zero points differ from row to row
    original.normalization = Normalization::half();
    const QuantizedModel model = quantize(original, scheme);
    checkSame(roundTrip(model), model);
    const auto packed = 10 * packedRowBytes(scheme.bits);
    CHECK(encodeModel(model).size() <= packed + 460);
}

TEST_CASE("models of features come back, and their files hold the weights of features alone", "[export]")
{
    const std::string text = GENERATE("none+gradients-4x3x3", "moments+gradients-16x7x7", "none+pool-5", "deskew");
    InputSteps steps = parseSteps(text).value();
    if (steps.features == InputSteps::Features::Gradients)
        steps.strength = 1.25f;
    INFO(text);
    LinearModel original = randomModel(7);
    original.steps = steps;
    original.weights.rightCols(kPixels - steps.count()).setZero();
    const std::string floats = encodeModel(original);
    const auto file = decodeModel(floats);
    REQUIRE(file.ok());
    REQUIRE(file->original != nullptr);
    CHECK(file->original->steps == steps);
    CHECK(file->original->weights == original.weights);
    CHECK(file->original->bias == original.bias);
    CHECK(floats.size() <= static_cast<std::size_t>(kClasses * (steps.count() + 1)) * sizeof(float) + 300);
    for (const int bits : {1, 2, 3, 8}) {
        S scheme;
        scheme.bits = bits;
        scheme.zero = bits == 3 ? S::Zero::Affine : S::Zero::Symmetric;
        const QuantizedModel model = quantize(original, scheme);
        checkSame(roundTrip(model), model);
        CHECK(encodeModel(model).size() <= kClasses * packedRowBytes(bits, steps.count()) + 520);
    }
}

TEST_CASE("a model of codebooks comes back, its levels beside the packed places", "[export][codebook]")
{
    LinearModel original = randomModel(9);
    original.steps = parseSteps(GENERATE("none", "none+pool-5")).value(); // 784 and 25 features
    original.weights.rightCols(kPixels - original.steps.count()).setZero();
    original.weights.row(6).setZero();
    S scheme;
    scheme.levels = S::Levels::Codebook;
    scheme.bits = GENERATE(range(1, 9));
    scheme.granularity = GENERATE(S::Granularity::PerTensor, S::Granularity::PerChannel);
    INFO(schemeToText(scheme));
    const QuantizedModel model = quantize(original, scheme);
    checkSame(roundTrip(model), model);
    const std::string bytes = encodeModel(model);
    CHECK(encodeModel(roundTrip(model)) == bytes);
    const int columns = original.steps.count();
    const std::size_t levels = scheme.bits == 8
        ? 0
        : (std::size_t{1} << scheme.bits) * (scheme.granularity == S::Granularity::PerTensor ? 1 : kClasses);
    CHECK(weightBytes(model) == 10 * packedRowBytes(scheme.bits, columns) + levels);
    CHECK(bytes.size() > weightBytes(model));
    CHECK(bytes.size() <= weightBytes(model) + 600);
}

TEST_CASE("damaged codebooks are refused", "[export][codebook]")
{
    S scheme;
    scheme.levels = S::Levels::Codebook;
    scheme.bits = 3;
    const TensorFile whole = *decodeSafetensors(encodeModel(quantize(randomModel(9), scheme)));
    const auto messageOf = [](const TensorFile& file) { return decodeModel(encodeSafetensors(file)).error().message; };
    const auto change = [&](auto work) {
        TensorFile file = whole;
        for (Tensor& tensor : file.tensors)
            if (tensor.name == "codebook")
                work(tensor);
        return messageOf(file);
    };
    REQUIRE(decodeModel(encodeSafetensors(whole)).ok());
    CHECK_THAT(change([](Tensor& t) { std::swap(t.bytes[0], t.bytes[7]); }), test::ContainsSubstring("rise"));
    CHECK_THAT(change([](Tensor& t) { t.bytes[8] = '\x80'; }), test::ContainsSubstring("-128"));
    CHECK_THAT(change([](Tensor& t) { std::fill_n(t.bytes.begin() + 8, 8, t.bytes[8]); }),
        test::ContainsSubstring("level that its codebook does not have"));
    CHECK_THAT(change([](Tensor& t) {
        t.shape = {10, 4};
        t.bytes.resize(40);
    }),
        test::ContainsSubstring("expected I8 [10, 8]"));
    CHECK_THAT(change([](Tensor& t) { t.name = "codebooks"; }), test::ContainsSubstring("no tensor \"codebook\""));
}

TEST_CASE("rows with widths of their own come back, and others than the scheme's are refused", "[export][widths]")
{
    S scheme;
    scheme.budget = 2500;
    scheme.bits = 6;
    scheme.zero = GENERATE(S::Zero::Symmetric, S::Zero::Affine);
    LinearModel original = randomModel(9);
    for (int k = 0; k < kClasses; ++k)
        original.weights.row(k) *= static_cast<float>(1 << k % 5);
    const QuantizedModel model = quantize(original, scheme);
    REQUIRE(model.widths);
    const QuantizedModel read = roundTrip(model);
    checkSame(read, model);
    CHECK((read.widths == model.widths));
    const TensorFile whole = *decodeSafetensors(encodeModel(model));
    const auto messageOf = [&](std::size_t row, char bits) {
        TensorFile file = whole;
        for (Tensor& tensor : file.tensors)
            if (tensor.name == "row_bits")
                tensor.bytes[row] = static_cast<decltype(tensor.bytes)::value_type>(bits);
        return decodeModel(encodeSafetensors(file)).error().message;
    };
    CHECK_THAT(messageOf(3, 0), test::ContainsSubstring("row_bits"));
    CHECK_THAT(messageOf(3, 7), test::ContainsSubstring("row_bits"));
    const auto narrow = std::ranges::min_element(*model.widths);
    CHECK_THAT(messageOf(static_cast<std::size_t>(narrow - model.widths->begin()), 6), // beyond the budget
        test::ContainsSubstring("row_bits"));
    CHECK_THAT(messageOf(static_cast<std::size_t>(std::ranges::max_element(*model.widths) - model.widths->begin()), 1),
        test::ContainsSubstring("weight_packed"));
}

TEST_CASE("every field of the scheme survives the file", "[export]")
{
    S scheme;
    scheme.bits = 3;
    scheme.granularity = S::Granularity::PerTensor;
    scheme.levels = S::Levels::Full;
    scheme.range = S::Range::Percentile;
    scheme.exponent = 5;
    scheme.percentile = 98.7;
    scheme.clip = 0.25;
    scheme.overflow = S::Overflow::Wrap;
    scheme.rounding = S::Rounding::Floor;
    scheme.input = S::Input::Dynamic7;
    const QuantizedModel model = quantize(randomModel(4), scheme);
    checkSame(roundTrip(model), model);
}

TEST_CASE("8-bit files stay within 8,300 bytes", "[export]")
{
    const LinearModel model = randomModel(5);
    for (const SchemePreset& preset : schemePresets()) {
        INFO(preset.key);
        const std::size_t bytes = encodeModel(quantize(model, preset.scheme)).size();
        CHECK(bytes <= 8'300);
    }
}

TEST_CASE("the defaults of a scheme are part of the file format", "[export]")
{
    // A file names only what differs from them: changing a default would change what old files mean.
    const TensorFile file = *decodeSafetensors(encodeModel(quantize(randomModel(6), S{})));
    CHECK(file.metadata.at("scheme") == "bits=8");
    const auto scheme = schemeFromText("bits=8");
    REQUIRE(scheme.ok());
    CHECK(schemeToText(*scheme)
        == "bits=8 granularity=per-channel zero=symmetric levels=restricted range=min-max exponent=7 "
           "percentile=99.9 clip=1 sigmas=3 overflow=saturate rounding=nearest-even rounding-seed=1 input=pixels");
}

TEST_CASE("errors about a model file name it", "[export]")
{
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "model.safetensors";
    CHECK(readModelFile(path).error().code == Error::Code::NotFound);
    REQUIRE(writeFileAtomically(path, "nonsense").ok());
    const auto broken = readModelFile(path);
    REQUIRE_FALSE(broken.ok());
    CHECK(broken.error().message.rfind(path.string(), 0) == 0);
    REQUIRE(writeFileAtomically(path, encodeModel(randomModel(9))).ok());
    CHECK(readModelFile(path).ok());
}
