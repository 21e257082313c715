// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

namespace qlab::app {

class Drawing;
class DrawPanel;

/// The drawing beside every page but Draw, or in a window of its own (for a projector, say). Its title is the tools.
class DrawDock : public QDockWidget {
    Q_OBJECT
public:
    explicit DrawDock(Drawing& drawing, QWidget* parent = nullptr);

    /// How wide it is in a window of that width unless somebody drags its edge.
    static int usualWidth(int windowWidth);

Q_SIGNALS:
    void problem(const QString& message);
    /// By the button of its own window.
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* makeTools(Drawing& drawing);
    void placeTools();

    QWidget* m_tools;
    QWidget* m_content;
};

} // namespace qlab::app
