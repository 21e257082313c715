// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QLayout>
#include <QToolBar>

namespace qlab::app {

/// A bar that is nothing but its content: it stays where it is and has no margins, which a tool bar takes from its
/// style whenever that changes.
class FlatBar : public QToolBar {
public:
    FlatBar(const QString& name, QWidget* content)
        : QToolBar(content->accessibleName())
    {
        setObjectName(name);
        setMovable(false);
        addWidget(content);
    }

protected:
    bool event(QEvent* event) override
    {
        const bool taken = QToolBar::event(event);
        if (event->type() == QEvent::Polish || event->type() == QEvent::StyleChange) {
            layout()->setContentsMargins(0, 0, 0, 0);
            layout()->setSpacing(0);
        }
        return taken;
    }
};

} // namespace qlab::app
