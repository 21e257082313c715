// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/canvas_keys.h"

#include <QKeyEvent>

namespace qlab::app {
namespace {

CanvasCommand plainCommand(int key)
{
    switch (key) {
    case Qt::Key_P:
        return CanvasCommand::Pen;
    case Qt::Key_E:
        return CanvasCommand::Eraser;
    case Qt::Key_I:
        return CanvasCommand::Invert;
    case Qt::Key_BracketLeft:
        return CanvasCommand::Thinner;
    case Qt::Key_BracketRight:
        return CanvasCommand::Thicker;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return CanvasCommand::Clear;
    default:
        return CanvasCommand::None;
    }
}

} // namespace

CanvasCommand canvasCommand(const QKeyEvent& event)
{
    constexpr auto kControlShift = Qt::ControlModifier | Qt::ShiftModifier;
    if (event.matches(QKeySequence::Undo))
        return CanvasCommand::Undo;
    if (event.matches(QKeySequence::Redo) || (event.key() == Qt::Key_Z && event.modifiers() == kControlShift))
        return CanvasCommand::Redo;
    if (event.matches(QKeySequence::Copy))
        return CanvasCommand::Copy;
    if (event.matches(QKeySequence::Paste))
        return CanvasCommand::Paste;
    const bool plain = (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    return plain ? plainCommand(event.key()) : CanvasCommand::None;
}

bool isPenKey(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Space:
        return true;
    default:
        return false;
    }
}

} // namespace qlab::app
