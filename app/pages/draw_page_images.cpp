// SPDX-License-Identifier: GPL-3.0-or-later
// The test images of the Draw page: all, wrong or changed ones.
#include "app/pages/draw_page.h"

#include "app/widgets/card.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/tag.h"

namespace qlab::app {

QWidget* DrawPage::buildGrid()
{
    m_gridCard = new Card(tr("Test images"));
    m_filter = new SegmentedControl({tr("all"), tr("wrong"), tr("changed")}, SegmentedControl::Height::Small);
    m_filter->setToolTip(
        tr("All test images, those the original gets wrong, or those whose answer quantization changed"));
    m_gridCard->addTitleWidget(m_filter);
    m_gridCard->addHeaderWidget(makeLabel(LabelLook::Caption, tr("click sends one to the canvas")));
    m_gridCard->addHeaderWidget(new Tag(tr("original"), Tag::Kind::Original));
    m_gridCard->addHeaderWidget(new Tag(tr("quantized"), Tag::Kind::Quantized));
    m_grid = new DigitGrid(DigitGrid::Badges::Predictions);
    m_grid->setEmptyText(tr("No test image is in this group."));
    m_gridCard->body()->addWidget(m_grid, 1);
    connect(m_filter, &SegmentedControl::currentChanged, this, &DrawPage::refreshGrid);
    connect(m_grid, &DigitGrid::tileActivated, this, [this](std::size_t index) {
        m_followWinner = true;
        m_drawing.showTestImage(index);
    });
    return m_gridCard;
}

bool DrawPage::passes(Filter filter, std::size_t image) const
{
    const QuantReportPtr& report = m_session.quant();
    if (filter == Filter::All || !report)
        return filter == Filter::All;
    const int original = report->originalEvaluation->predictions[image];
    return filter == Filter::Wrong ? original != m_session.data()->data->test->labels()[image]
                                   : original != report->quantizedEvaluation->predictions[image];
}

void DrawPage::refreshGrid()
{
    m_gridStale = false;
    const DataSummaryPtr& summary = m_session.data();
    const QuantReportPtr& report = m_session.quant();
    if (!summary) {
        m_grid->setTiles(nullptr, {});
        return;
    }
    const ImagesPtr& images = withoutSteps(summary->data)->test;
    const auto filter = static_cast<Filter>(m_filter->current());
    std::vector<DigitTile> tiles;
    for (std::size_t i = 0; i < images->size(); ++i) {
        if (!passes(filter, i))
            continue;
        DigitTile tile;
        tile.index = i;
        tile.trueLabel = images->labels()[i];
        if (report) {
            tile.original = report->originalEvaluation->predictions[i];
            tile.quantized = report->quantizedEvaluation->predictions[i];
        }
        tiles.push_back(tile);
    }
    m_gridCard->setNote(countText(static_cast<qint64>(tiles.size())));
    const QString untrained = report ? QString() : tr("There is no model yet: train one first.");
    m_filter->setSegmentBlocked(1, untrained);
    m_filter->setSegmentBlocked(2, untrained);
    m_grid->setTiles(images, std::move(tiles));
}

} // namespace qlab::app
