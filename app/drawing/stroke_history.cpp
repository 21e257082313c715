// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/stroke_history.h"

#include <utility>

namespace qlab::app {

void StrokeHistory::beginStroke(Tool tool, const StrokePoint& first)
{
    add(Stroke{tool, {first}});
    m_open = true;
}

void StrokeHistory::add(CanvasStep step)
{
    m_steps.resize(m_done);
    m_steps.push_back(std::move(step));
    ++m_done;
    m_open = false;
}

void StrokeHistory::extendStroke(const StrokePoint& next)
{
    Q_ASSERT(m_open);
    std::get<Stroke>(m_steps.back()).points.push_back(next);
}

void StrokeHistory::cancelStroke()
{
    if (!m_open)
        return;
    m_open = false;
    m_steps.pop_back();
    --m_done;
    ++m_generation;
}

void StrokeHistory::undo()
{
    m_open = false;
    if (!canUndo())
        return;
    --m_done;
    ++m_generation;
}

void StrokeHistory::redo()
{
    m_open = false;
    if (canRedo())
        ++m_done;
}

std::size_t firstVisibleStep(std::span<const CanvasStep> steps)
{
    for (std::size_t i = steps.size(); i-- > 0;)
        if (std::holds_alternative<ClearStep>(steps[i]) || std::holds_alternative<ImageStep>(steps[i]))
            return i;
    return 0;
}

} // namespace qlab::app
