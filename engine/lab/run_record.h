// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/comparison.h"
#include "engine/bench/machine.h"
#include "engine/data/split.h"
#include "engine/model/changed_predictions.h"
#include "engine/train/trainer.h"

#include <array>
#include <string>
#include <vector>

namespace qlab {

/// Everything that one run of the lab found, for run.json, the CSV files and the report. Complete when no pointer in
/// it is null, both evaluations are of the data's test set, and the comparison is of these two models.
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

/// One digit's share of the test set.
struct ClassFigures {
    std::size_t images = 0;
    std::size_t original = 0, quantized = 0; ///< images of the class that the models get right
};
std::array<ClassFigures, kClasses> classFigures(const RunRecord& record);

/// In the order of the test set.
std::vector<ChangedPrediction> changedPredictions(const RunRecord& record);

/// The four rows of the contract: metric,unit,original,quantized,ratio. Accuracy's ratio is quantized / original,
/// the others original / quantized: above 1, the quantized model is better. What was not measured stays empty.
std::string comparisonCsv(const Comparison& comparison);

/// epoch,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,seconds (accuracies 0 ... 1), and of trainings
/// with a patience held_out_loss as the last column.
std::string lossCsv(const std::vector<EpochRecord>& epochs);

/// What a run's figures come to in words, as the program says it elsewhere.
struct RunWords {
    std::string scheme;             ///< "8 bits, fixed 2⁷"
    std::string headline, sentence; ///< the verdict
};

/// Settings, seed, machine and every number that the report shows. Precondition: the record is complete.
std::string runJson(const RunRecord& record, const RunWords& words);

} // namespace qlab
