// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/model_file.h"
#include "engine/export/safetensors.h"
#include "tests/export/sample_record.h"
#include "tests/support.h"

#include <cstring>
#include <limits>

using namespace qlab;
using test::randomModel;
using S = QuantScheme;

namespace {

std::string floatBytes(const float* values, std::size_t count)
{
    std::string bytes(count * sizeof(float), '\0');
    std::memcpy(bytes.data(), values, bytes.size());
    return bytes;
}

/// What a state_dict of nn.Linear(784, 10) looks like: bias first, and PyTorch's own metadata.
TensorFile pytorchFile(const LinearModel& model)
{
    TensorFile file;
    file.metadata = {{"format", "pt"}};
    file.tensors.push_back({"bias", "F32", {10}, floatBytes(model.bias.data(), 10)});
    file.tensors.push_back({"weight", "F32", {10, 784}, floatBytes(model.weights.data(), 7840)});
    return file;
}

void checkRefused(const TensorFile& file, const std::string& reason)
{
    const auto model = decodeModel(encodeSafetensors(file));
    REQUIRE_FALSE(model.ok());
    INFO(model.error().message);
    CHECK(model.error().message.find(reason) != std::string::npos);
    CHECK(model.error().message.find('\n') == std::string::npos);
}

TensorFile tensorsOf(const QuantizedModel& model) { return *decodeSafetensors(encodeModel(model)); }

} // namespace

TEST_CASE("a float file from PyTorch is taken with the MNIST normalization", "[export]")
{
    const LinearModel model = randomModel(2);
    const auto file = decodeModel(encodeSafetensors(pytorchFile(model)));
    REQUIRE(file.ok());
    REQUIRE(file->original != nullptr);
    CHECK(file->original->weights == model.weights);
    CHECK(file->original->bias == model.bias);
    CHECK(file->original->normalization == Normalization::mnist());
}

TEST_CASE("float files that are no model of the lab are refused", "[export]")
{
    const LinearModel model = randomModel(7);
    TensorFile file = pytorchFile(model);
    SECTION("other names")
    {
        file.tensors[0].name = "fc.bias";
        checkRefused(file, "no tensor \"bias\"; the file has \"fc.bias\", \"weight\"");
    }
    SECTION("no tensors at all") { checkRefused({}, "no tensor"); }
    SECTION("another shape")
    {
        file.tensors[1].shape = {784, 10};
        checkRefused(file, "F32 [784, 10], expected F32 [10, 784]");
    }
    SECTION("another type")
    {
        file.tensors[0].type = "I32";
        checkRefused(file, "I32 [10], expected F32 [10]");
    }
    SECTION("another layer")
    {
        file.tensors.push_back({"hidden.weight", "F32", {1}, "abcd"});
        checkRefused(file, "hidden.weight");
    }
    SECTION("an unknown normalization")
    {
        file.metadata["normalization"] = "imagenet";
        checkRefused(file, "imagenet");
    }
    SECTION("weights that are not finite")
    {
        LinearModel broken = model;
        broken.weights(3, 100) =
            GENERATE(std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity());
        checkRefused(pytorchFile(broken), "\"weight\" holds values that are not finite");
    }
    SECTION("a bias that is not finite")
    {
        LinearModel broken = model;
        broken.bias(9) = std::numeric_limits<float>::infinity();
        checkRefused(pytorchFile(broken), "\"bias\" holds values that are not finite");
    }
}

TEST_CASE("quantized files that are no model of the lab are refused", "[export]")
{
    S scheme;
    scheme.zero = S::Zero::Affine;
    TensorFile file = tensorsOf(quantize(randomModel(8), scheme));
    const auto tensor = [&](const std::string& name) -> Tensor& {
        for (Tensor& each : file.tensors) {
            if (each.name == name)
                return each;
        }
        FAIL("no tensor " << name);
        return file.tensors.front();
    };
    SECTION("no scheme")
    {
        file.metadata.erase("scheme");
        checkRefused(file, "scheme");
    }
    SECTION("a scheme of the future")
    {
        file.metadata["scheme"] = "bits=16";
        checkRefused(file, "bits");
    }
    SECTION("packed weights where whole bytes belong")
    {
        tensor("weight").name = "weight_packed";
        checkRefused(file, "no tensor \"weight\"");
    }
    SECTION("no zero points")
    {
        tensor("zero_point").name = "zeros";
        checkRefused(file, "no tensor \"zero_point\"");
    }
    SECTION("zero points of a symmetric scheme")
    {
        file.metadata["scheme"] = "bits=8";
        checkRefused(file, "zero_point");
    }
    SECTION("one scale for a per-channel scheme")
    {
        tensor("scale").shape = {1};
        tensor("scale").bytes.resize(4);
        checkRefused(file, "F32 [1], expected F32 [10]");
    }
    SECTION("a scale that is not a number")
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(tensor("scale").bytes.data(), &nan, sizeof nan);
        checkRefused(file, "\"scale\" holds values that are not finite");
    }
    SECTION("a negative scale")
    {
        const float negative = -0.5f;
        std::memcpy(tensor("scale").bytes.data(), &negative, sizeof negative);
        checkRefused(file, "negative");
    }
    SECTION("a scale that makes weights overflow")
    {
        const float huge = std::numeric_limits<float>::max();
        std::memcpy(tensor("scale").bytes.data(), &huge, sizeof huge);
        checkRefused(file, "not finite");
    }
}
