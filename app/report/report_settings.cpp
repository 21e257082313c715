// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/figure_text.h"
#include "app/present/scheme_words.h"
#include "app/report/report_parts.h"
#include "engine/core/text.h"
#include "engine/formats/json_text.h"

namespace qlab::app::report {
namespace {

QString floatText(float value) { return text(exactText(decimal(value))); }

QString definition(const QString& term, const QString& value)
{
    return element("dt", term.toHtmlEscaped()) + element("dd", value.toHtmlEscaped());
}

/// Of the names that settings have in files and options.
QString named(std::string_view name) { return text(std::string(name)); }

QString dataFacts(const RunRecord& record)
{
    const Dataset& data = *record.data;
    QString facts = definition(Report::tr("Images"), text(data.name))
        + definition(Report::tr("Split"), text(splitText(data.split)));
    if (data.split.kind != SplitSpec::Kind::Official)
        facts += definition(Report::tr("Split seed"), QString::number(data.split.seed));
    return facts + definition(Report::tr("Training"), text(countText(data.trainSize())))
        + definition(Report::tr("Test"), text(countText(data.testSize())))
        + definition(Report::tr("Normalization"), text(normalizationText(record.original->normalization)));
}

QString trainingFacts(const RunRecord& record)
{
    const TrainConfig& config = record.config;
    if (!record.trained)
        return definition(Report::tr("Training"), Report::tr("none: the model was read from a file"));
    double seconds = 0;
    for (const EpochRecord& epoch : record.epochs)
        seconds += epoch.seconds;
    const QString batch =
        config.batchSize == 0 ? Report::tr("all images") : text(countText(static_cast<std::size_t>(config.batchSize)));
    const QString average =
        config.averaging == 0 ? QString() : definition(Report::tr("Average"), floatText(config.averaging));
    const QString patience = config.patience == 0
        ? QString()
        : definition(Report::tr("Patience"), Report::tr("%Ln epoch(s)", nullptr, config.patience));
    return definition(Report::tr("Epochs"), QString::number(config.epochs))
        + definition(Report::tr("Batch size"), batch)
        + definition(Report::tr("Learning rate"), floatText(config.learningRate))
        + definition(Report::tr("Schedule"), QString::fromUtf8(scheduleName(config.schedule).data()))
        + definition(Report::tr("Warm-up"), floatText(config.warmUp))
        + definition(Report::tr("Momentum"), floatText(config.momentum))
        + definition(Report::tr("Weight decay"), floatText(config.weightDecay)) + average + patience
        + definition(Report::tr("Seed"), QString::number(config.seed))
        + definition(Report::tr("Time"), Report::tr("%1 s").arg(text(fixedText(seconds, 2))));
}

QString rangeText(const QuantScheme& scheme)
{
    QString range = named(name(scheme.range));
    if (scheme.range == QuantScheme::Range::Fixed)
        range += Report::tr(", scale 2^%1").arg(text(signedText(-scheme.exponent, 0)));
    else if (scheme.range == QuantScheme::Range::Percentile)
        range += QStringLiteral(", %1 %").arg(text(exactText(scheme.percentile)));
    else if (scheme.range == QuantScheme::Range::Manual)
        range += QStringLiteral(", ±%1").arg(text(exactText(scheme.clip)));
    else if (scheme.range == QuantScheme::Range::Sigmas)
        range += QStringLiteral(", ±%1 σ").arg(text(exactText(scheme.sigmas)));
    return range;
}

/// Of a codebook only whether the levels were taken with the images in mind.
QString gridFacts(const QuantScheme& scheme)
{
    const QString rounding = definition(Report::tr("Rounding"), named(name(scheme.rounding)));
    if (scheme.isCodebook())
        return scheme.rounding == QuantScheme::Rounding::DataAware ? rounding : QString();
    return definition(Report::tr("Range"), rangeText(scheme))
        + definition(Report::tr("Overflow"), named(name(scheme.overflow))) + rounding;
}

QString inputText(const QuantScheme& scheme)
{
    QString input = named(name(scheme.input));
    if (scheme.hasInputBits() && scheme.inputBits < 8)
        input += Report::tr(", %Ln bit(s)", nullptr, scheme.inputBits);
    return scheme.input == QuantScheme::Input::Static
        ? Report::tr("%1, by the range of %Ln training image(s)", nullptr, scheme.calibrationImages).arg(input)
        : input;
}

QString schemeFacts(const QuantScheme& scheme)
{
    return definition(Report::tr("Bits"), bitsText(scheme))
        + definition(Report::tr("Scale"), named(name(scheme.granularity)))
        + definition(Report::tr("Zero"), named(name(scheme.zero)))
        + definition(Report::tr("Levels"), named(name(scheme.levels))) + gridFacts(scheme)
        + definition(Report::tr("Input"), inputText(scheme))
        + (scheme.bias == QuantScheme::Bias::Float ? QString()
                                                   : definition(Report::tr("Bias"), named(name(scheme.bias))));
}

QString machineFacts(const Machine& machine)
{
    return definition(Report::tr("Processor"), text(machine.cpu))
        + definition(Report::tr("Cores"), QString::number(machine.cores))
        + definition(Report::tr("Kernels"), text(machine.target))
        + definition(Report::tr("System"), text(machine.system))
        + definition(Report::tr("Compiler"), text(machine.compiler))
        + definition(Report::tr("Build"), text(machine.build));
}

QString factColumn(const QString& title, const QString& facts)
{
    return element("div", element("h3", title.toHtmlEscaped()) + element("dl", facts));
}

} // namespace

QString settingsSection(const RunRecord& record)
{
    const QString columns = factColumn(Report::tr("Data"), dataFacts(record))
        + factColumn(Report::tr("Training"), trainingFacts(record))
        + factColumn(Report::tr("Quantization"), schemeFacts(record.scheme))
        + factColumn(Report::tr("Machine"), machineFacts(record.machine));
    return section(Report::tr("Settings and machine"), {}, element("div.facts", columns));
}

} // namespace qlab::app::report
