// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/loss_curve.h"

namespace qlab {

void LossCurve::add(double lossSum, std::size_t images, double epoch)
{
    m_lossSum += lossSum;
    m_images += images;
    if (++m_batches < m_batchesPerPoint)
        return;
    m_points.push_back({epoch, static_cast<float>(m_lossSum / static_cast<double>(m_images))});
    m_batches = 0;
    m_images = 0;
    m_lossSum = 0;
    if (m_points.size() == kLimit)
        halve();
}

void LossCurve::halve()
{
    double start = 0;
    for (std::size_t i = 0; i + 1 < m_points.size(); i += 2) {
        const BatchLoss& first = m_points[i];
        const BatchLoss& second = m_points[i + 1];
        // A point stands for as many images as epochs passed since the one before it.
        const double share = (first.epoch - start) / (second.epoch - start);
        const double loss = share * first.loss + (1 - share) * second.loss;
        start = second.epoch;
        m_points[i / 2] = {second.epoch, static_cast<float>(loss)};
    }
    m_points.resize(m_points.size() / 2);
    m_batchesPerPoint *= 2;
}

} // namespace qlab
