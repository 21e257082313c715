// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/train_words.h"

#include "app/widgets/number_text.h"
#include "engine/train/early_stop.h"

#include <QCoreApplication>

#include <algorithm>

namespace qlab::app {
namespace {

struct TrainWords {
    Q_DECLARE_TR_FUNCTIONS(TrainWords)
};

} // namespace

QString earlyStopText(std::span<const EpochRecord> epochs, int patience)
{
    const auto restored = std::ranges::find(epochs, true, &EpochRecord::restored);
    const bool goneBack = restored != epochs.end();
    const QString best = goneBack ? countText(restored->epoch) : QString();
    if (stopsEarly(epochs, patience)) {
        const QString last = countText(epochs.back().epoch);
        return goneBack
            ? TrainWords::tr("Stopped after epoch %1: no better since epoch %2, whose weights it has").arg(last, best)
            : TrainWords::tr("Stopped after epoch %1: the loss on the held-out images is not a number").arg(last);
    }
    return goneBack ? TrainWords::tr("Weights of epoch %1, the best on the held-out images").arg(best) : QString();
}

} // namespace qlab::app
