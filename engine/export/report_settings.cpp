// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/figure_text.h"
#include "engine/core/text.h"
#include "engine/export/html.h"
#include "engine/export/json_text.h"
#include "engine/export/report_parts.h"

namespace qlab::report {
namespace {

std::string floatText(float value) { return exactText(decimal(value)); }

std::string definition(std::string_view term, std::string_view value)
{
    return element("dt", escaped(term)) + element("dd", escaped(value));
}

std::string dataFacts(const RunRecord& record)
{
    const Dataset& data = *record.data;
    return definition("Images", data.name) + definition("Split", splitText(data.split))
        + (data.split.kind == SplitSpec::Kind::Official ? ""
                                                        : definition("Split seed", std::to_string(data.split.seed)))
        + definition("Training", countText(data.trainSize())) + definition("Test", countText(data.testSize()))
        + definition("Normalization", normalizationText(record.original->normalization));
}

std::string trainingFacts(const RunRecord& record)
{
    const TrainConfig& config = record.config;
    if (!record.trained)
        return definition("Training", "none: the model was read from a file");
    const std::string batch =
        config.batchSize == 0 ? "all images" : countText(static_cast<std::size_t>(config.batchSize));
    double seconds = 0;
    for (const EpochRecord& epoch : record.epochs)
        seconds += epoch.seconds;
    return definition("Epochs", std::to_string(config.epochs)) + definition("Batch size", batch)
        + definition("Learning rate", floatText(config.learningRate))
        + definition("Momentum", floatText(config.momentum)) + definition("Weight decay", floatText(config.weightDecay))
        + definition("Seed", std::to_string(config.seed)) + definition("Time", fixedText(seconds, 2) + " s");
}

std::string rangeText(const QuantScheme& scheme)
{
    std::string text(name(scheme.range));
    if (scheme.range == QuantScheme::Range::Fixed)
        text.append(", scale 2^").append(signedText(-scheme.exponent, 0));
    else if (scheme.range == QuantScheme::Range::Percentile)
        text.append(", ").append(exactText(scheme.percentile)).append(" %");
    else if (scheme.range == QuantScheme::Range::Manual)
        text.append(", ±").append(exactText(scheme.clip));
    return text;
}

std::string schemeFacts(const QuantScheme& scheme)
{
    return definition("Bits", std::to_string(scheme.bits)) + definition("Scale", name(scheme.granularity))
        + definition("Zero", name(scheme.zero)) + definition("Levels", name(scheme.levels))
        + definition("Range", rangeText(scheme)) + definition("Overflow", name(scheme.overflow))
        + definition("Rounding", name(scheme.rounding)) + definition("Input", name(scheme.input));
}

std::string machineFacts(const Machine& machine)
{
    return definition("Processor", machine.cpu) + definition("Cores", std::to_string(machine.cores))
        + definition("Kernels", machine.target) + definition("System", machine.system)
        + definition("Compiler", machine.compiler) + definition("Build", machine.build);
}

std::string factColumn(std::string_view title, std::string_view facts)
{
    return element("div", element("h3", escaped(title)) + element("dl", facts));
}

} // namespace

std::string settingsSection(const RunRecord& record)
{
    const std::string columns = factColumn("Data", dataFacts(record)) + factColumn("Training", trainingFacts(record))
        + factColumn("Quantization", schemeFacts(record.scheme)) + factColumn("Machine", machineFacts(record.machine));
    return section("Settings and machine", "", element("div.facts", columns));
}

} // namespace qlab::report
