// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/float_values.h"
#include "engine/formats/model_file.h"
#include "engine/formats/safetensors.h"
#include "tests/model/random_model.h"
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

TEST_CASE("names and prefixes of other makers do not matter", "[export]")
{
    const LinearModel model = randomModel(3);
    const auto [weight, bias] = GENERATE(std::pair("fc.weight", "fc.bias"), std::pair("linear.weight", "linear.bias"),
        std::pair("0.weight", "0.bias"), std::pair("module.0.weight", "module.0.bias"), std::pair("W", "B"),
        std::pair("MODULE.FC.WEIGHT", "MODULE.FC.BIAS"));
    TensorFile file = pytorchFile(model);
    file.tensors[0].name = bias;
    file.tensors[1].name = weight;
    file.tensors.push_back({"optimizer.exp_avg.weight", "F32", {10, 784}, file.tensors[1].bytes});
    file.tensors.push_back({"optimizer.step", "F32", {}, "abcd"});
    const auto read = decodeModel(encodeSafetensors(file));
    REQUIRE(read.ok());
    CHECK(read->original->weights == model.weights);
    CHECK(read->original->bias == model.bias);
}

TEST_CASE("a kernel of Keras lies on its side, and a bias may be missing or a row", "[export]")
{
    const LinearModel model = randomModel(4);
    const Eigen::Matrix<float, 784, 10, Eigen::RowMajor> turned = model.weights.transpose();
    TensorFile file;
    file.tensors.push_back({"dense/kernel:0", "F32", {784, 10}, floatBytes(turned.data(), 7840)});
    SECTION("no bias")
    {
        const auto read = decodeModel(encodeSafetensors(file));
        REQUIRE(read.ok());
        CHECK(read->original->weights == model.weights);
        CHECK(read->original->bias == BiasVector::Zero());
    }
    SECTION("a row")
    {
        file.tensors.push_back({"dense/bias:0", "F32", {1, 10}, floatBytes(model.bias.data(), 10)});
        const auto read = decodeModel(encodeSafetensors(file));
        REQUIRE(read.ok());
        CHECK(read->original->bias == model.bias);
    }
}

TEST_CASE("floats of every width are read", "[export]")
{
    // 0, -2, the largest half, the smallest one above 0, 1/3 rounded, a normal one next to the denormal ones
    const std::vector<std::pair<std::uint16_t, float>> halves{{0x0000, 0.0f}, {0xc000, -2.0f}, {0x7bff, 65504.0f},
        {0x0001, 0x1p-24f}, {0x3555, 0.333251953125f}, {0x0400, 0x1p-14f}};
    for (const auto& [bits, value] : halves) {
        const auto read = floatValues({"t", "F16", {1}, {reinterpret_cast<const char*>(&bits), 2}});
        REQUIRE(read.ok());
        CHECK((*read)[0] == value);
    }
    const std::uint16_t brain = 0xc049;
    CHECK((*floatValues({"t", "BF16", {1}, {reinterpret_cast<const char*>(&brain), 2}}))[0] == -3.140625f);
    const double wide = 0.1;
    CHECK((*floatValues({"t", "F64", {1}, {reinterpret_cast<const char*>(&wide), 8}}))[0] == 0.1f);
    const double far = 1e300;
    CHECK_FALSE(floatValues({"t", "F64", {1}, {reinterpret_cast<const char*>(&far), 8}}).ok());
    const std::uint16_t infinite = 0x7c00;
    CHECK_FALSE(floatValues({"t", "F16", {1}, {reinterpret_cast<const char*>(&infinite), 2}}).ok());
    CHECK_FALSE(floatValues({"t", "I8", {2}, "ab"}).ok());
}

TEST_CASE("metadata that are null count as none", "[export]")
{
    std::string bytes = encodeSafetensors(pytorchFile(randomModel(5)));
    const std::string from = "{\"format\":\"pt\"}";
    bytes.replace(bytes.find(from), from.size(), "null" + std::string(from.size() - 4, ' '));
    CHECK(decodeModel(bytes).ok());
}

TEST_CASE("float files that are no model of the lab are refused", "[export]")
{
    const LinearModel model = randomModel(7);
    TensorFile file = pytorchFile(model);
    SECTION("no tensors at all") { checkRefused({}, "no tensor"); }
    SECTION("another shape")
    {
        file.tensors[1].shape = {28, 280};
        checkRefused(file, "\"weight\" F32 [28, 280]");
    }
    SECTION("integers")
    {
        file.tensors[0].type = "I32";
        checkRefused(file, "\"bias\" is I32 [10]");
    }
    SECTION("another layer")
    {
        file.tensors.push_back({"hidden.weight", "F32", {1}, "abcd"});
        checkRefused(file, "\"hidden.weight\" F32 [1] belongs to another kind of model");
    }
    SECTION("a convolution in front")
    {
        file.tensors.push_back({"conv1.weight", "F32", {2, 1, 3, 3}, std::string(72, '\0')});
        checkRefused(file, "no softmax regression: tensor \"conv1.weight\"");
    }
    SECTION("two that could be the weights")
    {
        file.tensors.push_back(file.tensors[1]);
        file.tensors.back().name = "second.weight";
        checkRefused(file, "could both be the weights");
    }
    SECTION("finite weights whose sums overflow")
    {
        LinearModel broken = model;
        broken.weights.setConstant(3e38f);
        checkRefused(pytorchFile(broken), "as large as 3e+38");
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
