// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/judgement.h"

#include <QString>

#include <string>
#include <vector>

namespace qlab::app {

/// A judgement in words: a headline of a few words and a sentence with the figures, the same for window, command line
/// and report.
struct Verdict {
    Tone tone = Tone::Good;
    std::string headline; ///< "Smaller, faster, as accurate"
    std::string sentence;
    std::vector<std::string> figures; ///< the parts of the sentence to set in bold, in order
};
Verdict verdict(const Comparison& comparison);
/// "as accurate", "slightly less accurate", ...
QString accuracyWords(AccuracyChange change);

/// "disturbed", "unsteady" or nothing: the badge beside figures of such a measurement.
std::string qualityWord(const TimingQuality& quality);
/// What it means and what to do, a whole sentence; empty where there is nothing to say.
std::string qualityText(const TimingQuality& quality);
/// What the times of the table are, a sentence for each row: for captions and tooltips.
std::string batchTimeText(const Comparison& comparison);
std::string singleTimeText();
std::string streamedTimeText(const Comparison& comparison);
std::string floatTimeText();
std::string stepsTimeText();

} // namespace qlab::app
