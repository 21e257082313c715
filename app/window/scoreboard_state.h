// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/session/session.h"
#include "app/widgets/scoreboard.h"
#include "app/widgets/step_rail.h"

namespace qlab::app {

/// What the scoreboard says about the session as it stands.
ScoreboardState scoreboardState(const Session& session);

/// One step of the rail: what is possible, and where it stands in one to three words.
struct RailStep {
    StepRail::Status status = StepRail::Status::Open;
    QString state;
};
RailStep railStep(PageId page, const Session& session);

/// "MNIST, official split, 60,000 + 10,000"
QString dataCaption(const Session& session);

} // namespace qlab::app
