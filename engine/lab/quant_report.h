// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/split.h"
#include "engine/model/changed_predictions.h"
#include "engine/model/evaluation.h"
#include "engine/model/statistics.h"
#include "engine/quant/analysis.h"
#include "engine/quant/input_curvature.h"
#include "engine/quant/quantized_model.h"

#include <memory>
#include <vector>

namespace qlab {

/// Everything that one scheme does to one model, on the whole test set.
struct QuantReport {
    DatasetPtr data;
    QuantScheme scheme;
    LinearModelPtr model;
    QuantizedModelPtr quantized;
    InputCurvaturePtr curvature; ///< that a scheme took which needs images; else what the request brought
    EvaluationPtr originalEvaluation, quantizedEvaluation;
    McNemar accuracy; ///< first = original, second = quantized
    WeightError error;
    std::size_t originalBytes = 0, quantizedBytes = 0; ///< of the files as they would be written
    std::size_t weightBytes = 0;                       ///< of the quantized file: packed weights alone
    std::vector<ChangedPrediction> changed;            ///< by the original's margin, largest first
    double milliseconds = 0;                           ///< quantizing, classifying and counting
};

/// Judges \p quantized, made of \p model, on the whole test set. \p original: of the model on it, with logits; made if
/// it is null or has none.
QuantReport makeQuantReport(
    DatasetPtr data, LinearModelPtr model, const EvaluationPtr& original, QuantizedModelPtr quantized);

} // namespace qlab
