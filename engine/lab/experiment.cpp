// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lab/experiment.h"

#include "engine/core/text.h"
#include "engine/train/train_fields.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <vector>

namespace qlab {
namespace {

/// Puts what was read in its place, or tells why not.
template <typename Value> Status take(const Result<Value>& read, Value& place)
{
    if (!read)
        return read.error();
    place = *read;
    return {};
}

std::string writeSource(const Experiment& experiment)
{
    return experiment.source.kind == DataSource::Kind::Folder ? experiment.source.folder.string() : "builtin";
}

/// The seed is a field of its own.
Status readSplit(std::string_view text, Experiment& experiment)
{
    const std::uint64_t seed = experiment.split.seed;
    const Status status = take(parseSplit(std::string(text)), experiment.split);
    experiment.split.seed = seed;
    return status;
}

Status readSplitSeed(std::string_view text, Experiment& experiment)
{
    TrainConfig number;
    const Status status = readField(trainField("seed"), text, number);
    if (status)
        experiment.split.seed = number.seed;
    return status;
}

Status readPenalty(std::string_view text, Experiment& experiment)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value <= 0.01))
        return badInput("L1 penalty is \"" + std::string(text) + "\": use a number, 0 to 0.01", "l1");
    experiment.grid.l1 = value;
    return {};
}

constexpr std::string_view kOriginal = "original", kScratch = "scratch";

Status readStart(std::string_view text, Experiment& experiment)
{
    if (text != kOriginal && text != kScratch)
        return badInput("\"" + std::string(text) + "\" is no start of a training: original or scratch", "train_from");
    experiment.grid.fresh = text == kScratch;
    return {};
}

const std::vector<ExperimentField>& fields()
{
    static const std::vector<ExperimentField> list = [] {
        std::vector<ExperimentField> all{
            {"data", "--data",
                "builtin, mnist (QLAB_DATA or the user's data folder), or a folder with the four IDX files, gzipped or "
                "not, CSV tables (label, pixels), mnist.npz or PNG pictures by digit, or one such CSV or npz file;"
                " default: mnist where it is found, else builtin",
                writeSource,
                [](std::string_view text, Experiment& e) {
                    return take(parseDataSource(std::string(text)), e.source);
                }},
            {"split", "--split",
                "official, a training share such as 0.8 (of the training file), or all:0.8 (of both files together)",
                [](const Experiment& e) { return splitText(e.split); }, readSplit},
            {"split_seed", "", "", [](const Experiment& e) { return std::to_string(e.split.seed); }, readSplitSeed},
            {"steps", "--steps",
                "what images go through first: none, centre, deskew or moments, and behind a + features: pool-20,"
                " gradients-16x7x7",
                [](const Experiment& e) { return stepsText(e.steps); },
                [](std::string_view text, Experiment& e) { return take(parseSteps(text), e.steps); }}};
        for (const TrainField& field : trainFields())
            all.push_back({field.name, field.option, field.help, nullptr, nullptr, &field});
        all.push_back({"scheme", "--scheme-text",
            "every setting of a scheme by name, in place of the two: \"bits=4 range=least-squares "
            "granularity=per-channel\"; info of a quantized model prints one",
            [](const Experiment& e) { return schemeToText(e.scheme); },
            [](std::string_view text, Experiment& e) { return take(schemeFromText(text), e.scheme); }});
        all.push_back({"l1", "--l1",
            "L1 penalty of that training, 0 to 0.01: more weights end on zero, and the .qlm file is smaller; try "
            "0.0001",
            [](const Experiment& e) { return exactText(e.grid.l1); }, readPenalty});
        all.push_back({"train_from", "--train-from", "where that training begins: original (default) or scratch",
            [](const Experiment& e) { return std::string(e.grid.fresh ? kScratch : kOriginal); }, readStart});
        return all;
    }();
    return list;
}

} // namespace

std::string ExperimentField::write(const Experiment& experiment) const
{
    return training ? training->write(experiment.config) : writer(experiment);
}

Status ExperimentField::read(std::string_view text, Experiment& experiment) const
{
    return training ? readField(*training, text, experiment.config) : reader(text, experiment);
}

std::span<const ExperimentField> experimentFields() { return fields(); }

const ExperimentField& experimentField(std::string_view name)
{
    const auto field = std::ranges::find(fields(), name, &ExperimentField::name);
    assert(field != fields().end());
    return *field;
}

} // namespace qlab
