// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/train_config.h"

#include "engine/core/text.h"
#include "engine/train/train_fields.h"

#include <cmath>
#include <string>

namespace qlab {
namespace {

Status validatePatience(const TrainConfig& config, std::size_t trainingImages)
{
    if (config.patience == 0)
        return {};
    if (heldOutSize(config, trainingImages) == 0)
        return badInput("patience holds a tenth of the training images out, and there are only "
                + std::to_string(trainingImages) + ": use 10 or more, or a patience of 0",
            "patience");
    // Which weights are the end's is known beforehand only where the end is.
    if (config.averaging > 0)
        return badInput("averaging takes the weights of the training's end, and patience leaves open when that is: set"
                        " one of them to 0",
            "patience");
    return {};
}

} // namespace

Status validate(const TrainConfig& config, std::size_t trainingImages)
{
    if (trainingImages == 0)
        return badInput("there are no training images: choose data first", "data");
    for (const TrainField& field : trainFields())
        if (field.range && field.name != "batch_size" && !field.range->holds(field.number(config)))
            return badInput(std::string(field.title) + " is " + field.write(config) + ": use a "
                    + (field.range->whole ? "whole number " : "number ") + rangeText(*field.range),
                std::string(field.name));
    if (Status status = validatePatience(config, trainingImages); !status)
        return status;
    const std::size_t held = heldOutSize(config, trainingImages);
    const std::size_t images = trainingImages - held; // that steps are taken on
    // More than the set would silently be the full batch, which has its own name: 0.
    if (config.batchSize < 0 || static_cast<std::size_t>(config.batchSize) > images)
        return badInput("batch size is " + std::to_string(config.batchSize) + ": use 1 to "
                + groupedText(static_cast<std::int64_t>(images))
                + (held > 0 ? " (the training images that are not held out)" : " (the training images)")
                + ", or 0 for all of them",
            "batch_size");
    if (!std::isfinite(config.normalization.mean))
        return badInput("mean of the normalization is " + exactText(static_cast<double>(config.normalization.mean))
                + ": use a number",
            "normalization");
    // Pixels are divided by it.
    if (!(config.normalization.std > 0 && std::isfinite(config.normalization.std)))
        return badInput("deviation of the normalization is " + exactText(static_cast<double>(config.normalization.std))
                + ": use a number above 0",
            "normalization");
    return {};
}

} // namespace qlab
