// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/drawing.h"
#include "app/widgets/answer_panel.h"

#include <optional>

namespace qlab::app {

/// A model's view of the drawing as the widgets take it; nothing where there is none.
inline std::optional<Answer> shortAnswer(const std::optional<DrawingAnswer>& answer)
{
    return answer ? std::optional(answerFrom(answer->probabilities)) : std::nullopt;
}
inline std::optional<Probabilities> probabilities(const std::optional<DrawingAnswer>& answer)
{
    return answer ? std::optional(answer->probabilities) : std::nullopt;
}

} // namespace qlab::app
