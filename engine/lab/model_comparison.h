// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/pair_timer.h"
#include "engine/data/split.h"
#include "engine/features/feature_maker.h"
#include "engine/model/divergence.h"

#include <optional>

namespace qlab {

/// Two models on the same test images, each behind its own steps.
struct ModelComparison {
    std::size_t images = 0;
    std::size_t firstCorrect = 0, secondCorrect = 0;
    Interval first95, second95; ///< Wilson's
    McNemar accuracy;           ///< first and second as given
    Interval sameClass95;       ///< Wilson's, of accuracy.same()
    Divergence divergence;      ///< of the second from the first
    PairTimes times;            ///< once measured

    double firstAccuracy() const { return static_cast<double>(firstCorrect) / static_cast<double>(images); }
    double secondAccuracy() const { return static_cast<double>(secondCorrect) / static_cast<double>(images); }
};

/// Makes a ModelComparison a slice at a time on the caller's thread: puts the test images through the steps of each,
/// judges both, then times them in turns (nothing else should run then).
class ModelComparisonRun {
public:
    /// \p data: without steps, at least one test image. Precondition: each model is one of the two kinds.
    ModelComparisonRun(AnyModel first, AnyModel second, DatasetPtr data);
    /// Goes on for about \p slice; true when all is there.
    bool step(std::chrono::nanoseconds slice, std::stop_token stop = {});
    /// All but the times is known.
    bool judged() const { return m_timer.has_value(); }
    /// Precondition: judged().
    const ModelComparison& result() const { return m_result; }

private:
    struct Side {
        AnyModel model;
        std::optional<FeatureMaker> maker; ///< while images go through the steps
        std::shared_ptr<ImageSet> made;
        std::size_t done = 0;
        ImagesPtr images; ///< once they are there
    };
    void prepare(Side& side, std::chrono::nanoseconds slice, const std::stop_token& stop);
    void judge();

    DatasetPtr m_data;
    std::array<Side, 2> m_sides;
    std::optional<PairTimer> m_timer;
    ModelComparison m_result;
};

/// Without the times, all at once.
ModelComparison compareModels(const AnyModel& first, const AnyModel& second, const DatasetPtr& data);

} // namespace qlab
