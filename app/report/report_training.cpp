// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/figure_text.h"
#include "app/present/train_charts.h"
#include "app/present/train_words.h"
#include "app/report/inline_svg.h"
#include "app/report/report_parts.h"
#include "engine/core/text.h"

#include <algorithm>
#include <cmath>

namespace qlab::app::report {
namespace {

constexpr QSize kLoss{586, 226}, kAccuracy{278, 226};

bool anyFinite(const std::vector<EpochRecord>& epochs)
{
    return std::ranges::any_of(epochs,
        [](const EpochRecord& epoch) { return std::isfinite(epoch.trainLoss) && std::isfinite(epoch.testLoss); });
}

QString lossFigure(const RunRecord& record)
{
    if (!anyFinite(record.epochs))
        return element("p",
            Report::tr("The loss is not a number: the training diverged. A smaller learning rate helps.")
                .toHtmlEscaped());
    LineChart chart;
    chart.setData(
        lossData({record.losses, record.epochs}, shownEpochs(record.epochs, record.config), kLossSmoothing, {}));
    const QString train = text(fixedText(record.epochs.back().trainLoss, 3));
    const QString test = text(fixedText(record.epochs.back().testLoss, 3));
    const QString lines = record.epochs.back().heldOutLoss
        ? Report::tr(
            "Thin: batch by batch, thick: smoothed; after each epoch: test set dotted, held-out images dash and"
            " dot.")
        : Report::tr("Thin: batch by batch, thick: smoothed, dotted: test set after each epoch.");
    return chartFigure(Report::tr("Loss"), Report::tr("mean cross-entropy"),
        inlineSvg(chart, kLoss, Report::tr("Loss by epoch: training ends at %1, testing at %2").arg(train, test)),
        lines + QLatin1Char(' ') + Report::tr("Means of the last epoch: %1 train, %2 test.").arg(train, test));
}

QString accuracyFigure(const RunRecord& record)
{
    LineChart chart;
    chart.setData(accuracyData({record.losses, record.epochs}, shownEpochs(record.epochs, record.config)));
    const auto percent = [](double share) { return text(percentText(share, 1)); };
    const QString label =
        Report::tr("Accuracy by epoch: training ends at %1, testing at %2")
            .arg(percent(record.epochs.back().trainAccuracy), percent(record.epochs.back().testAccuracy));
    return chartFigure(Report::tr("Accuracy"), QStringLiteral("%"), inlineSvg(chart, kAccuracy, label));
}

} // namespace

QString trainingSection(const RunRecord& record)
{
    if (!record.trained || record.epochs.empty())
        return {};
    const std::size_t held = heldOutSize(record.config, record.data->trainSize());
    const QString images = text(countText(record.data->trainSize() - held));
    QString note = record.epochs.size() == 1
        ? Report::tr("%1 images, 1 epoch").arg(images)
        : Report::tr("%1 images, %2 epochs").arg(images, text(countText(record.epochs.size())));
    if (held > 0)
        note = Report::tr("%1; %2 more held out").arg(note, text(countText(held)));
    const QString stop = earlyStopText(record.epochs, record.config.patience);
    const QString sentence = stop.isEmpty() ? QString() : element("p", (stop + QLatin1Char('.')).toHtmlEscaped());
    return section(Report::tr("The training"), note.toHtmlEscaped(),
        element("div.row.two-one", lossFigure(record) + accuracyFigure(record)) + sentence);
}

} // namespace qlab::app::report
