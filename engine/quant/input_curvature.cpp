// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/input_curvature.h"

#include "engine/model/evaluation.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <span>

namespace qlab {
namespace {

using Clock = std::chrono::steady_clock;

/// Added to the variances before factorizing, as a share of their mean: keeps what the images hardly show from
/// carrying the others' errors (GPTQ's value; Frantar and others, arXiv 2210.17323).
constexpr float kDamping = 0.01f;

/// Images of which the model is surer than this of a class say next to nothing about its weights.
constexpr float kLeastImportance = 1.0f / 128;

constexpr Eigen::Index index(std::size_t value) { return static_cast<Eigen::Index>(value); }

/// The chosen images one after the other, so that the kernels can run over them.
ImageSet gathered(const ImageSet& source, const std::vector<std::uint32_t>& images)
{
    ImageSet result(images.size());
    for (std::size_t i = 0; i < images.size(); ++i)
        std::ranges::copy(source.image(images[i]), result.mutableImage(i).begin());
    return result;
}

/// False for a model that is sure of class \p k on every image: they then count alike.
bool isUnsureOfAny(const std::vector<float>& importance, std::size_t k)
{
    for (std::size_t i = k; i < importance.size(); i += kClasses)
        if (importance[i] >= kLeastImportance)
            return true;
    return false;
}

} // namespace

InputCurvatureMaker::InputCurvatureMaker(DatasetPtr data, LinearModelPtr model)
    : m_result(std::make_shared<InputCurvature>())
{
    assert(data->trainSize() > 0 && isFinite(*model));
    m_result->data = std::move(data);
    m_result->model = std::move(model);
}

bool InputCurvatureMaker::step(std::chrono::nanoseconds budget, const std::stop_token& stop)
{
    const auto end = Clock::now() + budget;
    if (m_images.empty())
        chooseImages();
    do {
        if (m_row == kClasses)
            return true;
        if (m_next < m_images.size())
            addImage();
        else
            finishRow();
    } while (!stop.stop_requested() && Clock::now() < end);
    return m_row == kClasses;
}

void InputCurvatureMaker::chooseImages()
{
    const Dataset& data = *m_result->data;
    const std::size_t count = std::min(InputCurvature::kImages, data.trainSize());
    m_images.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        m_images[i] = data.trainIndex[i * data.trainSize() / count];

    const Evaluation answers = evaluate(*m_result->model, gathered(*data.trainSource, m_images));
    m_importance.resize(answers.logits.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto p = softmax(std::span<const float, kClasses>(answers.logits.data() + i * kClasses, kClasses));
        for (std::size_t k = 0; k < kClasses; ++k)
            m_importance[i * kClasses + k] = static_cast<float>(p[k] * (1 - p[k]));
    }
    for (std::size_t k = 0; k < kClasses; ++k)
        if (!isUnsureOfAny(m_importance, k))
            for (std::size_t i = 0; i < count; ++i)
                m_importance[i * kClasses + k] = 1;
    m_products.setZero(kPixels, kPixels);
    m_sums.setZero(kPixels);
}

void InputCurvatureMaker::addImage()
{
    const std::size_t i = m_next++;
    const float importance = m_importance[i * kClasses + m_row];
    if (importance < kLeastImportance)
        return;
    const auto pixels = m_result->data->trainSource->image(m_images[i]);
    const auto x = Eigen::Map<const Eigen::Matrix<std::uint8_t, kPixels, 1>>(pixels.data()).cast<float>().eval();
    m_total += importance;
    m_sums += importance * x;
    const auto first = std::ranges::find_if(pixels, [](std::uint8_t p) { return p != 0; }) - pixels.begin();
    for (Eigen::Index j = first; j < kPixels; ++j)
        if (x[j] != 0)
            m_products.row(j).segment(first, j + 1 - first) += importance * x[j] * x.segment(first, j + 1 - first);
}

void InputCurvatureMaker::finishRow()
{
    InputCurvature::Row& row = m_result->rows[m_row];
    const auto total = static_cast<float>(m_total);
    const Eigen::VectorXf mean = m_sums / total;
    const Eigen::VectorXf variance = m_products.diagonal() / total - mean.cwiseAbs2();

    constexpr float kNoVariance = 1e-3f; // of pixels in 0 ... 255, whose square is 65,025
    for (int j = 0; j < m_result->model->steps.count(); ++j)
        if (variance[j] > kNoVariance)
            row.features.push_back(j);
    std::ranges::stable_sort(row.features, {}, [&](int j) { return variance[j]; });

    const auto count = index(row.features.size());
    InputCurvature::Matrix& c = row.covarianceAndFactor;
    c.resize(count, count);
    row.variance.resize(count);
    for (Eigen::Index b = 0; b < count; ++b) {
        const int j = row.features[static_cast<std::size_t>(b)];
        row.variance[b] = variance[j];
        for (Eigen::Index a = 0; a <= b; ++a) {
            const int i = row.features[static_cast<std::size_t>(a)];
            c(a, b) = m_products(std::max(i, j), std::min(i, j)) / total - mean[i] * mean[j];
            c(b, a) = c(a, b);
        }
    }
    if (count > 0)
        c.diagonal().array() += kDamping * row.variance.mean();
    Eigen::LLT<Eigen::Ref<InputCurvature::Matrix>> inPlace(c); // writes the lower half only
    const Normalization& n = m_result->model->normalization;
    for (Eigen::Index j = 0; j < kPixels; ++j)
        row.mean[static_cast<std::size_t>(j)] = (mean[j] / 255.0f - n.mean) / n.std;

    m_products.setZero();
    m_sums.setZero();
    m_total = 0;
    m_next = 0;
    ++m_row;
}

InputCurvaturePtr InputCurvatureMaker::take() { return std::move(m_result); }

} // namespace qlab
