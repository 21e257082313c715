// SPDX-License-Identifier: GPL-3.0-or-later
// What files hold beside the weights: the quantization of the input.
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
    const QuantizedModel model = staticModel(scheme);
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
}
