// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QKeyEvent;

namespace qlab::app {

/// What a key means on a canvas that has the focus.
enum class CanvasCommand { None, Undo, Redo, Copy, Paste, Clear, Invert, Pen, Eraser, Thinner, Thicker };
CanvasCommand canvasCommand(const QKeyEvent& event);

/// An arrow key or Space, which move, put down and lift the keyboard's pen.
bool isPenKey(const QKeyEvent& event);

} // namespace qlab::app
