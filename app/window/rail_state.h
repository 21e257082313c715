// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "app/widgets/step_rail.h"

namespace qlab::app {

/// One step of the rail: what is possible, and where it stands in one to three words.
struct RailStep {
    StepRail::Status status = StepRail::Status::Open;
    QString state;
};

/// Of each page (page_table.h) for the session as it stands.
RailStep dataStep(const Session& session);
RailStep trainStep(const Session& session);
RailStep quantizeStep(const Session& session);
RailStep compareStep(const Session& session);
RailStep mapStep(const Session& session);
RailStep drawStep(const Session& session);

} // namespace qlab::app
