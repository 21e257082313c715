// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/train_fields.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

namespace qlab {
namespace {

template <typename Number> std::string numberText(Number value)
{
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

template <auto member> std::string write(const TrainConfig& config) { return numberText(config.*member); }

template <auto member> double number(const TrainConfig& config) { return static_cast<double>(config.*member); }

template <auto member> Status parse(std::string_view text, TrainConfig& config)
{
    auto value = config.*member;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return badInput("no number");
    config.*member = value;
    return {};
}

template <auto member>
constexpr TrainField numberField(std::string_view name, std::string_view option, std::string_view title,
    const NumberRange& range, std::string_view help)
{
    return {name, option, title, help, range, number<member>, write<member>, parse<member>};
}

std::string writeSchedule(const TrainConfig& config) { return std::string(scheduleName(config.schedule)); }

Status parseScheduleInto(std::string_view text, TrainConfig& config)
{
    const auto schedule = parseSchedule(text);
    if (schedule)
        config.schedule = *schedule;
    return schedule ? Status() : Status(schedule.error());
}

std::string writeNormalization(const TrainConfig& config) { return normalizationText(config.normalization); }

Status parseNormalizationInto(std::string_view text, TrainConfig& config)
{
    const auto normalization = parseNormalization(std::string(text));
    if (normalization)
        config.normalization = *normalization;
    return normalization ? Status() : Status(normalization.error());
}

using C = TrainConfig;
constexpr NumberRange kEpochs{1, 10'000, true}, kBatches{0, 100'000'000, true}, kRates{0, 100, false, true},
    kWarmUps{0, 0.5}, kMomenta{0, 1, false, false, true}, kDecays{0, 1}, kAverages{0, 0.9}, kPatience{0, 10'000, true},
    kSeeds{0, 0x1p64, true};

const std::array kFields = {
    numberField<&C::epochs>("epochs", "--epochs", "epochs", kEpochs, "passes over the training images; default 10"),
    numberField<&C::batchSize>(
        "batch_size", "--batch-size", "batch size", kBatches, "images a step, 0 = all at once; default 64"),
    numberField<&C::learningRate>("learning_rate", "--lr", "learning rate", kRates, "learning rate; default 0.01"),
    TrainField{"schedule", "--schedule", "schedule",
        "how the rate goes on: constant, linear or cosine (to 0), step (a tenth, a hundredth)", {}, nullptr,
        writeSchedule, parseScheduleInto},
    numberField<&C::warmUp>(
        "warm_up", "--warmup", "warm-up", kWarmUps, "share of the training in which the rate rises; default 0"),
    numberField<&C::momentum>("momentum", "--momentum", "momentum", kMomenta, "0 up to below 1; default 0"),
    numberField<&C::weightDecay>(
        "weight_decay", "--weight-decay", "weight decay", kDecays, "L2 penalty, 0 to 1; default 0"),
    numberField<&C::averaging>("averaging", "--average", "averaging", kAverages,
        "share of the training, at its end, whose weights are averaged; default 0"),
    numberField<&C::patience>("patience", "--patience", "patience", kPatience,
        "a tenth of the training images is held out, and training ends after so many epochs without a lower loss on"
        " them, with the weights of the best epoch; default 0 = off"),
    numberField<&C::seed>("seed", "--seed", "seed", kSeeds, "of split, initial weights and shuffling; default 1"),
    TrainField{"normalization", "--normalize", "normalization",
        "mnist (0.1307, 0.3081), half (0.5, 0.5), unit ([0, 1]) or MEAN/STD; of a model file: counts where the file"
        " names none",
        {}, nullptr, writeNormalization, parseNormalizationInto},
};

} // namespace

std::span<const TrainField> trainFields() { return kFields; }

const TrainField& trainField(std::string_view name)
{
    const auto field = std::ranges::find(kFields, name, &TrainField::name);
    assert(field != kFields.end());
    return *field;
}

Status readField(const TrainField& field, std::string_view text, TrainConfig& config)
{
    TrainConfig changed = config;
    const Status status = field.parse(text, changed);
    const std::string name(field.name);
    if (field.range && (!status || !field.range->holds(field.number(changed))))
        return badInput("takes a " + std::string(field.range->whole ? "whole " : "") + "number "
                + rangeText(*field.range) + (field.range->whole ? "" : ", with a dot as the decimal mark") + ", not \""
                + std::string(text) + "\"",
            name);
    if (!status)
        return badInput(status.error().message, name);
    config = changed;
    return {};
}

} // namespace qlab
