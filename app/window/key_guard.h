// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace qlab::app {

/// Lets a focused control keep the keys that it knows itself: Space on a button presses it and does not start a
/// training, letters in a list search it. Install on the application.
class KeyGuard : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace qlab::app
