// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/bench/path_work.h"

#include <stop_token>
#include <vector>

namespace qlab {

/// One measured row.
struct BenchRow {
    Path path = Path::F32;
    Timing timing;       ///< from the prepared input in memory to digits (logits and argmax), one thread
    double accuracy = 0; ///< on all images, 0 ... 1
};

/// Times several paths interleaved on the same images.
class BenchRun {
public:
    /// In calls of \p imagesPerCall (at most all), which take the images of \p subject in turn, block by block.
    BenchRun(const PathSubject& subject, const std::vector<Path>& paths, std::size_t imagesPerCall,
        const TimerOptions& options);

    void run(std::stop_token stop = {}) { m_timer.run(stop); }
    /// One row a path, in the order given: the time of \p images images. Precondition: run() was not stopped early.
    std::vector<BenchRow> rows(std::size_t images) const;
    /// Time of \p slow / time of \p fast within each round. Precondition: both were given.
    MedianInterval ratio(Path slow, Path fast) const;
    const TimingQuality& quality() const { return m_timer.quality(); }

private:
    std::size_t indexOf(Path path) const;

    std::vector<Path> m_paths;
    std::vector<double> m_accuracy; ///< a path each
    double m_imagesPerCall;
    BlockTimer m_timer;
};

} // namespace qlab
