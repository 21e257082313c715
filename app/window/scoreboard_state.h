// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "app/widgets/scoreboard.h"

namespace qlab::app {

/// What the scoreboard says about the session as it stands.
ScoreboardState scoreboardState(const Session& session);

/// The ratio of the times of original and quantized model: "3.2", "×", "faster".
ScoreFigure ratioFigure(const Session& session);

/// "MNIST, official split, 60,000 + 10,000"
QString dataCaption(const Session& session);

} // namespace qlab::app
