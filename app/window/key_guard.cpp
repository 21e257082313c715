// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/key_guard.h"

#include "app/widgets/digit_canvas.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>

namespace qlab::app {
namespace {

/// True if \p control means something by this key when it has the focus (by keyboard).
bool wants(const QWidget* control, int key)
{
    if (qobject_cast<const DigitCanvas*>(control))
        return key == Qt::Key_Space || key == Qt::Key_BracketLeft || key == Qt::Key_BracketRight
            || key == Qt::Key_Escape || key == Qt::Key_Delete;
    if (qobject_cast<const QAbstractItemView*>(control)) // also the open list of a combo box
        return key == Qt::Key_Space || (key >= Qt::Key_A && key <= Qt::Key_Z);
    if (qobject_cast<const QComboBox*>(control))
        return key == Qt::Key_Space;
    // The default button at first start has the focus too: there Space means the same as the shortcut.
    if (qobject_cast<const QAbstractButton*>(control))
        return key == Qt::Key_Space;
    return false;
}

} // namespace

bool KeyGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && wants(qobject_cast<QWidget*>(watched), key->key())) {
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace qlab::app
