// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/linear_tensors.h"

#include "engine/formats/float_values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace qlab {
namespace {

using Sizes = std::vector<std::size_t>;

/// Squares of sums below this are finite too (quantization adds up squared errors). Real logits stay below 1e4.
constexpr double kLargestSum = 1e18;

bool isPlainWeight(const Sizes& shape) { return shape == Sizes{kClasses, kPixels}; }
bool isTurnedWeight(const Sizes& shape) { return shape == Sizes{kPixels, kClasses}; }
bool isBias(const Sizes& shape)
{
    return shape == Sizes{kClasses} || shape == Sizes{1, kClasses} || shape == Sizes{kClasses, 1};
}

/// What training leaves beside a model: it has the shapes of the weights, but no part in an answer.
bool isTrainingState(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    static constexpr std::array<std::string_view, 9> kWords{
        "optim", "exp_avg", "momentum", "velocity", "adam", "iteration", "learning_rate", "global_step", "num_batches"};
    return std::any_of(
        kWords.begin(), kWords.end(), [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

struct Parts {
    const Tensor* weight = nullptr;
    const Tensor* bias = nullptr;
};

Error twoOfThem(const Tensor& first, const Tensor& second, const char* what)
{
    return unsupported("\"" + first.name + "\" and \"" + second.name + "\" could both be the " + what
        + ": a softmax regression has one weight [10, 784] and one bias [10]");
}

std::string nameOfAll(const TensorFile& file)
{
    constexpr std::size_t kMostNames = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(file.tensors.size(), kMostNames); ++i)
        text += (i == 0 ? "\"" : ", \"") + file.tensors[i].name + "\" " + describeTensor(file.tensors[i]);
    if (file.tensors.size() > kMostNames)
        text += " and " + std::to_string(file.tensors.size() - kMostNames) + " more";
    return text.empty() ? "no tensors" : text;
}

Result<Parts> findParts(const TensorFile& file)
{
    Parts parts;
    const Tensor* foreign = nullptr;
    for (const Tensor& tensor : file.tensors) {
        if (isTrainingState(tensor.name))
            continue;
        const bool weight = isPlainWeight(tensor.shape) || isTurnedWeight(tensor.shape);
        if (!weight && !isBias(tensor.shape)) {
            foreign = foreign == nullptr ? &tensor : foreign;
            continue;
        }
        const Tensor*& place = weight ? parts.weight : parts.bias;
        if (place != nullptr)
            return twoOfThem(*place, tensor, weight ? "weights" : "bias");
        place = &tensor;
    }
    if (parts.weight == nullptr)
        return unsupported(
            "no softmax regression on 28 x 28 pixels: there is no tensor [10, 784]; the file has " + nameOfAll(file));
    if (foreign != nullptr)
        return unsupported("no softmax regression: tensor \"" + foreign->name + "\" " + describeTensor(*foreign)
            + " belongs to another kind of model; one weight [10, 784] and one bias [10] are wanted");
    return parts;
}

std::string shortText(double value)
{
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%.2g", value);
    return text.data();
}

} // namespace

Result<LinearModel> linearModelFrom(const TensorFile& file)
{
    const auto parts = findParts(file);
    if (!parts)
        return parts.error();
    const auto weights = floatValues(*parts->weight);
    if (!weights)
        return weights.error();
    LinearModel model;
    if (isPlainWeight(parts->weight->shape))
        model.weights = WeightMatrix::Map(weights->data());
    else
        model.weights = Eigen::Map<const Eigen::Matrix<float, kClasses, kPixels>>(weights->data()); // column by column
    if (parts->bias != nullptr) {
        const auto bias = floatValues(*parts->bias);
        if (!bias)
            return bias.error();
        model.bias = BiasVector::Map(bias->data());
    }
    return model;
}

Status checkRange(const LinearModel& model)
{
    const auto [mean, std] = model.normalization;
    const double brightest = std::max(std::abs(-mean / std), std::abs((1 - mean) / std));
    const Eigen::Matrix<double, kClasses, 1> sums =
        model.weights.cast<double>().cwiseAbs().rowwise().sum() * std::max(brightest, 1.0)
        + model.bias.cast<double>().cwiseAbs();
    if (sums.maxCoeff() < kLargestSum)
        return {};
    const double largest = std::max<double>(model.weights.cwiseAbs().maxCoeff(), model.bias.cwiseAbs().maxCoeff());
    return badInput(
        "its numbers are as large as " + shortText(largest) + ": sums of them overflow, so the model cannot be used");
}

} // namespace qlab
