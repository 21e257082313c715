// SPDX-License-Identifier: GPL-3.0-or-later
// What files hold beside the weights: the quantization of the input, and the integers of the bias.
#include "engine/formats/compact_file.h"
#include "engine/formats/model_file.h"
#include "engine/formats/safetensors.h"
#include "tests/model/random_model.h"
#include "tests/support.h"

#include <cmath>
#include <cstring>

using namespace qlab;
using test::randomModel;
using S = QuantScheme;

namespace {

QuantizedModel staticModel(S scheme = {})
{
    scheme.input = S::Input::Static;
    scheme.calibrationImages = 77;
    QuantizedModel model = quantize(randomModel(11), scheme);
    model.input = {0.0123F, 34, 255};
    return model;
}

template <typename T> void put(TensorFile& file, const std::string& name, T value)
{
    for (Tensor& tensor : file.tensors)
        if (tensor.name == name)
            std::memcpy(tensor.bytes.data(), &value, sizeof value);
}

} // namespace

TEST_CASE("the quantization of a static input comes back from the file", "[export][static]")
{
    S scheme;
    scheme.bits = GENERATE(1, 4, 8);
    scheme.zero = GENERATE(S::Zero::Symmetric, S::Zero::Affine);
    scheme.inputBits = GENERATE(8, 5);
    QuantizedModel model = staticModel(scheme);
    model.input = {0.0123F, 31, scheme.inputTop()};
    const auto file = decodeModel(encodeModel(model));
    REQUIRE(file.ok());
    REQUIRE(file->quantized != nullptr);
    CHECK(file->quantized->scheme == model.scheme);
    CHECK(file->quantized->input == model.input);
    CHECK(file->quantized->q == model.q);
    CHECK(encodeModel(*file->quantized) == encodeModel(model));
}

TEST_CASE("a static input without a sound quantization is refused", "[export][static]")
{
    const TensorFile whole = *decodeSafetensors(encodeModel(staticModel()));
    const auto messageOf = [&](auto change) {
        TensorFile file = whole;
        change(file);
        const auto read = decodeModel(encodeSafetensors(file));
        return read.ok() ? std::string("read") : read.error().message;
    };
    CHECK(messageOf([](TensorFile&) {}) == "read");
    for (const float scale : {0.0F, -1.0F, 1e-45F, 1e38F})
        CHECK_THAT(messageOf([&](TensorFile& file) { put(file, "input_scale", scale); }),
            test::ContainsSubstring("input_scale"));
    CHECK_THAT(
        messageOf([&](TensorFile& file) { put(file, "input_scale", NAN); }), test::ContainsSubstring("not finite"));
    for (const char* name : {"input_scale", "input_zero_point"})
        CHECK_THAT(messageOf([&](TensorFile& file) {
            std::erase_if(file.tensors, [&](const Tensor& tensor) { return tensor.name == name; });
        }),
            test::ContainsSubstring(name));
    CHECK_THAT(messageOf([](TensorFile& file) { file.metadata["scheme"] = "bits=8 input=static input-bits=5"; }),
        test::ContainsSubstring("beyond its grid of 0 to 31")); // 34
    // A model of pixels has none.
    CHECK_THAT(messageOf([](TensorFile& file) { file.metadata["scheme"] = "bits=8"; }),
        test::ContainsSubstring("does not belong"));
}

TEST_CASE("a compact file takes a static model as one of pixels", "[formats][static]")
{
    const QuantizedModel model = staticModel();
    CHECK(compacted(model).scheme.input == S::Input::Pixels);
    QuantizedModel pixels = model;
    pixels.scheme.input = S::Input::Pixels;
    CHECK(encodeCompact(model) == encodeCompact(pixels));
    pixels.scheme.inputBits = 3;
    CHECK(compacted(pixels).scheme.inputBits == 8);
    CHECK(encodeCompact(model) == encodeCompact(pixels));
}

TEST_CASE("a bias of integers comes back from the file, integers, scales and floats", "[export][bias]")
{
    S scheme;
    scheme.bias = GENERATE(S::Bias::Int32, S::Bias::Int16, S::Bias::Int8);
    scheme.input = GENERATE(S::Input::Pixels, S::Input::Dynamic8, S::Input::Static, S::Input::Float);
    scheme.granularity = GENERATE(S::Granularity::PerTensor, S::Granularity::PerChannel);
    scheme.zero = GENERATE(S::Zero::Symmetric, S::Zero::Affine);
    INFO(schemeToText(scheme));
    LinearModel original = randomModel(12);
    original.bias *= 1e3F; // 32 bits of it are more than a float has
    const QuantizedModel model = quantize(original, scheme);
    const std::string bytes = encodeModel(model);
    const auto file = decodeModel(bytes);
    REQUIRE(file.ok());
    CHECK(file->quantized->biasQ == model.biasQ);
    CHECK(file->quantized->biasScale == model.biasScale);
    CHECK(file->quantized->bias == model.bias);
    CHECK(encodeModel(*file->quantized) == bytes);
    // Every tensor begins at a multiple of its element; the integers take what their width says.
    const TensorFile tensors = *decodeSafetensors(bytes);
    std::size_t at = 0;
    for (const Tensor& tensor : tensors.tensors) {
        const std::size_t width = tensor.type == "F32" || tensor.type == "I32" ? 4 : tensor.type == "I16" ? 2 : 1;
        CHECK(at % width == 0);
        at += tensor.bytes.size();
        if (tensor.name == "bias")
            CHECK(tensor.bytes.size()
                == (scheme.bias == S::Bias::Int32       ? 40U
                        : scheme.bias == S::Bias::Int16 ? 20U
                                                        : 10U));
        if (tensor.name == "bias_scale")
            CHECK(tensor.bytes.size()
                == (scheme.bias == S::Bias::Int32 && scheme.granularity == S::Granularity::PerChannel
                            && (scheme.input == S::Input::Pixels || scheme.input == S::Input::Static)
                        ? 40U
                        : 4U));
    }
}

TEST_CASE("damaged integers of a bias are refused", "[export][bias]")
{
    S scheme;
    scheme.bias = S::Bias::Int16;
    const TensorFile whole = *decodeSafetensors(encodeModel(quantize(randomModel(11), scheme)));
    const auto messageOf = [&](auto change) {
        TensorFile file = whole;
        change(file);
        const auto read = decodeModel(encodeSafetensors(file));
        return read.ok() ? std::string("read") : read.error().message;
    };
    CHECK(messageOf([](TensorFile&) {}) == "read");
    CHECK(messageOf([](TensorFile& file) { put(file, "bias", std::int16_t{-32767}); }) == "read");
    CHECK_THAT(messageOf([](TensorFile& file) { put(file, "bias", std::int16_t{-32768}); }),
        test::ContainsSubstring("below its grid"));
    for (const float scale : {0.0F, -1.0F})
        CHECK_THAT(messageOf([&](TensorFile& file) { put(file, "bias_scale", scale); }),
            test::ContainsSubstring("not above 0"));
    CHECK_THAT(
        messageOf([](TensorFile& file) { put(file, "bias_scale", 1e30F); }), test::ContainsSubstring("overflow"));
    CHECK_THAT(messageOf([](TensorFile& file) {
        std::erase_if(file.tensors, [](const Tensor& tensor) { return tensor.name == "bias_scale"; });
    }),
        test::ContainsSubstring("bias_scale"));
    CHECK_THAT(messageOf([](TensorFile& file) { file.metadata["scheme"] = "bits=8"; }),
        test::ContainsSubstring("expected F32 [10]"));
    CHECK_THAT(messageOf([](TensorFile& file) { file.metadata["scheme"] = "bits=8 bias=int8"; }),
        test::ContainsSubstring("expected I8 [10]"));
}

TEST_CASE("a compact file has one bias, its own", "[formats][bias]")
{
    S scheme;
    scheme.bias = S::Bias::Int32;
    LinearModel original = randomModel(13);
    const QuantizedModel model = quantize(original, scheme), small = compacted(model);
    CHECK(small.scheme.bias == S::Bias::Float);
    CHECK(small.biasQ == std::array<std::int32_t, kClasses>{});
    const auto read = decodeCompact(encodeCompact(model));
    REQUIRE(read.ok());
    CHECK(read->bias == small.bias);
    CHECK(read->scheme.bias == S::Bias::Float);
}
