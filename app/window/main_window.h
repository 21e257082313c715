// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "engine/core/result.h"

#include <QMainWindow>

#include <array>
#include <optional>

class QAction;
class QMenu;
class QStackedWidget;

namespace qlab::app {

class DrawDock;
class Drawing;
class ExperimentOpener;
class LogPane;
class Scoreboard;
class Session;
class StatusLine;
class StepRail;

/// Puts the pieces together: menus, scoreboard, step rail, pages, drawing dock, status line. Decides nothing about the
/// experiment: that is the session's.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Session& session, Drawing& drawing);

    void showPage(PageId page);
    /// As the user opens it: whoever opens Compare for the first time wants a comparison, from then on it is asked for.
    void openPage(PageId page);
    PageId currentPage() const { return m_current; }
    /// Replaces the present experiment, which an Undo brings back; the data are loaded meanwhile.
    Status openExperimentFrom(const QString& path);
    Status saveExperimentTo(const QString& path) const;
    Page& page(PageId id) { return *m_pages[static_cast<std::size_t>(id)]; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildPages();
    void buildLayout();
    void placeParts();
    void buildFileMenu();
    void addExperimentActions(QMenu& menu);
    static QString experimentFilter();
    void openExperiment();
    void saveExperiment();
    void openModel();
    void buildEditMenu();
    void buildViewMenu();
    void buildRunMenu();
    void buildHelpMenu();
    void restoreLayout();
    void showWanted();

    void refreshScores();
    void refreshDock();
    void say(const QString& text);
    void showProblem(PageId page, const QString& message);
    void offerUndo(const QString& dataName, double accuracy);
    void withdrawUndo();
    void pressSpace();
    void cancelEverything();
    void changeBits(int by);

    Session& m_session;
    Drawing& m_drawing;
    ExperimentOpener* m_opener;
    std::array<Page*, kPageCount> m_pages{};
    PageId m_current = PageId::Train;
    std::optional<PageId> m_wanted; ///< of the last time, until it can be shown
    QString m_undoOffer;            ///< the message with the Undo button, while it stands
    Scoreboard* m_scoreboard = nullptr;
    StepRail* m_rail = nullptr;
    QStackedWidget* m_stack = nullptr;
    DrawDock* m_dock = nullptr;
    LogPane* m_log = nullptr;
    StatusLine* m_status = nullptr;
    QAction* m_showDock = nullptr;
    QList<QAction*> m_pageActions; ///< in the order of the pages
};

} // namespace qlab::app
