// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QIcon>

class QPainter;

namespace qlab::app {

/// The drawings of resources/icons.
enum class Icon {
    ArrowRight,
    Benchmark,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Close,
    Copy,
    Dock,
    Eraser,
    Folder,
    Info,
    More,
    Pause,
    Pen,
    Play,
    Plus,
    Redo,
    Save,
    Step,
    Stop,
    Trash,
    Undo,
    Count
};

/// Which token tints an icon in which state of its button.
struct IconTint {
    Token normal = Token::Text2;
    Token checked = Token::Text;
    Token disabled = Token::Text3;
};

/// An icon that is drawn from its SVG at whatever size and pixel ratio is asked, in the colours of the theme in force
/// at that moment: it follows a theme change by itself.
QIcon themeIcon(Icon icon, IconTint tint = {});

/// The same drawing for painters with colours of their own; rect in the painter's coordinates, square.
void paintIcon(QPainter& painter, const QRectF& rect, Icon icon, const QColor& color);

/// A pixmap of size x size logical pixels for labels; carries its device pixel ratio. Ask again on PaletteChange.
QPixmap iconPixmap(Icon icon, const QColor& color, int size, qreal devicePixelRatio);

/// The program's own icon, with every size from 16 to 256 for the window manager.
QIcon applicationIcon();

} // namespace qlab::app
