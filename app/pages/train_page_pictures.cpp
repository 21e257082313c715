// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of the Train page: the weights, and what they will be learnt from.
#include "app/pages/train_page.h"

#include "app/pages/weight_rows.h"
#include "app/session/session.h"
#include "app/widgets/card.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/heat_map.h"
#include "app/widgets/number_text.h"
#include "app/widgets/scale_bar.h"

namespace qlab::app {
namespace {

constexpr std::size_t kSamples = 60;

QString weightsNote(const InputSteps& steps)
{
    const FeaturePicture picture(steps);
    return picture.isPicture() ? TrainPage::tr("ten %1 × %1 images, one per digit").arg(picture.cells())
                               : TrainPage::tr("%1 × %1 fans a digit, a blade for each of %2 directions")
                                     .arg(picture.cells())
                                     .arg(steps.directions);
}

} // namespace

void TrainPage::refreshWeights()
{
    LinearModelPtr model = m_session.model();
    if (!model) {
        const Experiment& settings = m_session.settings();
        Random random(settings.config.seed);
        model = std::make_shared<LinearModel>(initialModel(settings.config.normalization, random, settings.steps));
    }
    m_weightsCard->setNote(
        m_session.model() ? weightsNote(model->steps) : tr("before training: random noise between −1/28 and +1/28"));
    HeatMapRow row;
    row.values.assign(model->weights.data(), model->weights.data() + model->weights.size());
    row.limit = weightLimit(row.values, model->steps.count());
    m_scale->setLimit(row.limit);
    m_weights->setSteps(model->steps);
    m_weights->setRows({row});
}

void TrainPage::refreshSamples()
{
    const DataSummaryPtr& summary = m_session.data();
    if (!summary) {
        m_samples->setEmptyText(tr("The training images appear here once data is loaded."));
        m_samples->setTiles(nullptr, {});
        return;
    }
    const Dataset& set = *withoutSteps(summary->data);
    std::vector<DigitTile> tiles;
    for (std::size_t i = 0; i < std::min(kSamples, set.trainSize()); ++i) {
        DigitTile tile;
        tile.index = set.trainIndex[i];
        tile.trueLabel = set.trainSource->labels()[tile.index];
        tiles.push_back(tile);
    }
    m_samplesCard->setNote(tr("%1 of %2")
                               .arg(countText(static_cast<qint64>(tiles.size())),
                                   tr("%Ln training image(s)", nullptr, static_cast<int>(set.trainSize()))));
    m_samples->setTiles(set.trainSource, std::move(tiles));
}

} // namespace qlab::app
