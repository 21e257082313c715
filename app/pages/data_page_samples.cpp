// SPDX-License-Identifier: GPL-3.0-or-later
// The images of the Data page, before and after the input steps.
#include "app/pages/data_page.h"

#include "app/session/drawing.h"
#include "app/widgets/card.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/segmented_control.h"

#include <QLabel>

namespace qlab::app {
namespace {

/// More than anyone scrolls through; the Draw page has all test images.
constexpr std::size_t kMostSamples = 3000;

QString count(std::size_t number) { return countText(static_cast<qint64>(number)); }

} // namespace

QWidget* DataPage::buildSamples()
{
    m_samplesCard = new Card(tr("Samples"));
    m_part = new SegmentedControl({tr("train"), tr("test")}, SegmentedControl::Height::Small);
    m_part->setToolTip(tr("The images that a model learns from, or the ones that it is judged on"));
    m_samplesHint = makeLabel(LabelLook::Caption, tr("click sends one to the canvas"));
    m_stage = new SegmentedControl({tr("before"), tr("after")}, SegmentedControl::Height::Small);
    m_stage->setToolTip(tr("The images before the input steps, or what the models see after them"));
    m_stage->setCurrent(1);
    for (QWidget* widget :
        {static_cast<QWidget*>(m_samplesHint), static_cast<QWidget*>(m_stage), static_cast<QWidget*>(m_part)})
        m_samplesCard->addHeaderWidget(widget);
    m_samples = new DigitGrid(DigitGrid::Badges::Label);
    m_samples->setEmptyText(tr("The images appear here once they are loaded."));
    m_samplesCard->body()->addWidget(m_samples, 1);
    connect(m_part, &SegmentedControl::currentChanged, this, &DataPage::showSamples);
    connect(m_stage, &SegmentedControl::currentChanged, this, &DataPage::showSamples);
    connect(m_samples, &DigitGrid::tileActivated, this, [this](std::size_t index) {
        if (m_part->current() == 1)
            m_drawing.showTestImage(index);
        else if (const Dataset& shown = shownSet(); &shown != withoutSteps(m_session.data()->data).get())
            m_drawing.showTrainingImage(shown.before->trainIndex[index]);
        else
            m_drawing.showTrainingImage(index);
    });
    return m_samplesCard;
}

/// The images before or after the steps.
const Dataset& DataPage::shownSet() const
{
    const DatasetPtr& set = m_session.data()->data;
    return m_stage->current() == 1 ? *set : *withoutSteps(set);
}

void DataPage::showSamples()
{
    const DataSummaryPtr& summary = m_session.data();
    if (!summary) {
        m_samples->setTiles(nullptr, {});
        return;
    }
    const Dataset& set = shownSet();
    const bool stepped = !summary->data->steps.none();
    m_stage->setVisible(stepped);
    m_samplesHint->setVisible(!stepped);
    m_samples->setSteps(set.steps);
    const bool train = m_part->current() == 0;
    const std::size_t size = train ? set.trainSize() : set.testSize();
    std::vector<DigitTile> tiles;
    for (std::size_t i = 0; i < std::min(size, kMostSamples); ++i) {
        const std::size_t index = train ? set.trainIndex[i] : i;
        DigitTile tile;
        tile.index = index;
        tile.trueLabel = (train ? set.trainSource : set.test)->labels()[index];
        tiles.push_back(tile);
    }
    m_samplesCard->setNote(tr("the first %1 of %2").arg(count(tiles.size()), count(size)));
    m_samples->setTiles(train ? set.trainSource : set.test, std::move(tiles));
}

} // namespace qlab::app
