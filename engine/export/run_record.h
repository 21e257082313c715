// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/comparison.h"
#include "engine/bench/machine.h"
#include "engine/data/split.h"
#include "engine/train/trainer.h"

#include <string>

namespace qlab {

/// Everything that one run of the lab found, for run.json, the CSV files and the report.
struct RunRecord {
    std::string version; ///< of the program
    std::string started; ///< UTC, ISO 8601
    Machine machine;
    DatasetPtr data;
    TrainConfig config;
    bool trained = true; ///< false: the model was read from a file
    std::vector<EpochRecord> epochs;
    std::vector<BatchLoss> losses;
    QuantScheme scheme;
    LinearModelPtr original;
    QuantizedModelPtr quantized;
    EvaluationPtr originalEvaluation, quantizedEvaluation;
    Comparison comparison;
};

/// The four rows of the contract: metric,unit,original,quantized,ratio. Accuracy's ratio is quantized / original,
/// the others original / quantized: above 1, the quantized model is better.
std::string comparisonCsv(const Comparison& comparison);

/// epoch,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,seconds
std::string lossCsv(const std::vector<EpochRecord>& epochs);

/// Settings, seed, machine and every number shown.
std::string runJson(const RunRecord& record);

/// One self-contained HTML page: settings, table, verdict, charts as inline SVG, confusion, changed digits.
std::string reportHtml(const RunRecord& record);

} // namespace qlab
