// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFocusFrame>

namespace qlab::app {

/// The one keyboard focus mark of the program: a 2 px ring, 2 px outside the control. It shows when the focus came by
/// Tab, Backtab or a shortcut and hides when it came by the mouse. A control with the property focusRing = "parent" is
/// ringed with its parent (segments), with "none" not at all.
class FocusRing : public QFocusFrame {
    Q_OBJECT
public:
    /// From now on the ring follows the focus. Once, after QApplication is created.
    static void install();
    /// Focuses a control and rings it although no key was pressed: the default button at first start.
    static void showOn(QWidget& control);
    /// What is ringed now, or nullptr.
    static QWidget* ringed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    friend class FocusFollower;
    FocusRing();
};

} // namespace qlab::app
