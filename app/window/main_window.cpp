// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/main_window.h"

#include "app/pages/data_page.h"
#include "app/pages/map_page.h"
#include "app/pages/train_page.h"
#include "app/session/drawing.h"
#include "app/session/session_file.h"
#include "app/theme/theme.h"
#include "app/widgets/blocked.h"
#include "app/widgets/focus_ring.h"
#include "app/widgets/number_text.h"
#include "app/widgets/sentence.h"
#include "app/window/draw_dock.h"
#include "app/window/flat_bar.h"
#include "app/window/log_pane.h"
#include "app/window/page_table.h"
#include "app/window/scoreboard_state.h"
#include "app/window/status_line.h"

#include <QCloseEvent>
#include <QSettings>
#include <QSignalBlocker>
#include <QStackedWidget>

namespace qlab::app {
namespace {

constexpr QSize kSmallest{1280, 720};

} // namespace

MainWindow::MainWindow(Session& session, Drawing& drawing)
    : m_session(session)
    , m_drawing(drawing)
    , m_opener(new ExperimentOpener(session, drawing, this))
{
    setWindowTitle(tr("Quantization Lab"));
    setMinimumSize(kSmallest);
    buildPages();
    buildLayout();
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    buildRunMenu();
    buildHelpMenu();

    for (auto signal : {&Session::dataChanged, &Session::settingsChanged, &Session::trainingChanged,
             &Session::quantChanged, &Session::compareChanged, &Session::sweepChanged})
        connect(&session, signal, this, &MainWindow::refreshScores);
    connect(&session, &Session::failed, this,
        [this](const QString& page, const QString& message) { showProblem(pageOfKey(page), message); });
    connect(&session, &Session::said, this, &MainWindow::say);
    connect(m_opener, &ExperimentOpener::opened, this, [this](const QString& leftOut) {
        if (leftOut.isEmpty())
            say(tr("The experiment is as it was saved"));
        else
            showProblem(PageId::Data, leftOut);
    });
    connect(&session, &Session::modelDropped, this, &MainWindow::offerUndo);
    connect(&session, &Session::undoGone, this, &MainWindow::withdrawUndo);
    refreshScores();
    restoreLayout();
    showPage(PageId::Train);
    m_wanted = pageOfKey(QSettings().value(QStringLiteral("window/page")).toString());
    showWanted();
}

/// The page of the last time, as soon as there is what it shows; no longer once the person has gone elsewhere.
void MainWindow::showWanted()
{
    if (!m_wanted || railStep(*m_wanted, m_session).status == StepRail::Status::Blocked)
        return;
    showPage(*m_wanted); // which forgets it
}

void MainWindow::buildPages()
{
    m_stack = new QStackedWidget;
    for (const PageEntry& entry : pageTable()) {
        Page* const page = m_pages[static_cast<std::size_t>(entry.id)] = entry.make(m_session, m_drawing);
        m_stack->addWidget(page);
        connect(page, &Page::pageRequested, this, &MainWindow::showPage);
        connect(page, &Page::said, this, &MainWindow::say);
        MessageBar& messages = page->messages();
        connect(&messages, &MessageBar::actionTriggered, this, [this, &messages] {
            if (messages.text() == m_undoOffer)
                m_session.undoLoad();
        });
        connect(&messages, &MessageBar::shown, this, &MainWindow::say);
    }
}

void MainWindow::buildLayout()
{
    m_scoreboard = new Scoreboard;
    m_rail = new StepRail;
    QStringList names;
    for (const PageEntry& entry : pageTable())
        names += pageName(entry).remove(QLatin1Char('&'));
    m_rail->setSteps(names);
    connect(m_rail, &StepRail::stepRequested, this, [this](int index) { openPage(static_cast<PageId>(index)); });
    m_dock = new DrawDock(m_drawing);
    connect(m_dock, &DrawDock::problem, this, [this](const QString& message) { showProblem(m_current, message); });
    connect(m_dock, &DrawDock::closed, this, [this] { m_showDock->setChecked(false); });
    connect(m_dock, &QDockWidget::topLevelChanged, this, &MainWindow::refreshDock);
    m_log = new LogPane;
    m_status = new StatusLine(m_session);
    connect(m_status, &StatusLine::logRequested, this, [this] { m_log->setVisible(!m_log->isVisible()); });
    placeParts();
}

/// Bars lie around the docks: the scoreboard above all, the rail from it to the status line.
void MainWindow::placeParts()
{
    setContextMenuPolicy(Qt::NoContextMenu); // which would offer to hide the bars
    setDockOptions({});                      // nothing slides
    addToolBar(Qt::TopToolBarArea, new FlatBar(QStringLiteral("scoreboard"), m_scoreboard));
    addToolBar(Qt::LeftToolBarArea, new FlatBar(QStringLiteral("rail"), m_rail));
    setCentralWidget(m_stack);
    addDockWidget(Qt::RightDockWidgetArea, m_dock);
    addDockWidget(Qt::BottomDockWidgetArea, m_log);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    resizeDocks({m_log}, {scaled(180)}, Qt::Vertical);
    m_log->hide();
    setStatusBar(m_status);
}

void MainWindow::showPage(PageId page)
{
    if (railStep(page, m_session).status == StepRail::Status::Blocked)
        return;
    m_current = page;
    m_wanted.reset();
    m_stack->setCurrentIndex(static_cast<int>(page));
    m_rail->setShown(static_cast<int>(page));
    refreshDock();
}

void MainWindow::openPage(PageId page)
{
    showPage(page);
    const bool first = m_session.quant() && !m_session.compareReport() && !m_session.comparing();
    if (m_current == PageId::Compare && first && !m_session.trainingActive())
        m_session.compare();
    if (m_current == PageId::Map)
        static_cast<MapPage&>(this->page(PageId::Map)).beginIfNew();
}

/// On Draw the page itself has the canvas.
void MainWindow::refreshDock()
{
    m_dock->setVisible(m_showDock->isChecked() && (m_dock->isFloating() || m_current != PageId::Draw));
}

void MainWindow::refreshScores()
{
    showWanted();
    m_scoreboard->setState(scoreboardState(m_session));
    for (const PageEntry& entry : pageTable()) {
        const int i = static_cast<int>(entry.id);
        const RailStep step = entry.step(m_session);
        m_rail->setStep(i, step.status, step.state);
        setBlocked(*m_pageActions[i],
            step.status == StepRail::Status::Blocked ? tr("Not yet possible: %1").arg(step.state) : QString());
    }
    const bool answerIsDue = m_session.model() && !m_session.quant(); // of a model that came with its data
    if (!answerIsDue && railStep(m_current, m_session).status == StepRail::Status::Blocked)
        showPage(m_session.data() ? PageId::Train : PageId::Data); // what it showed is gone
}

void MainWindow::say(const QString& text)
{
    m_status->say(text);
    m_log->add(text);
}

void MainWindow::showProblem(PageId page, const QString& message)
{
    const QString words = sentence(message);
    this->page(page).messages().showMessage(MessageBar::Kind::Bad, words);
    if (page != m_current) {
        const QSignalBlocker once(this->page(m_current).messages()); // said already
        this->page(m_current).messages().showMessage(MessageBar::Kind::Bad, words);
    }
}

void MainWindow::offerUndo(const QString& dataName, double accuracy)
{
    withdrawUndo();
    m_undoOffer = tr("The model before (%1 % right on %2) was put aside.").arg(numberText(accuracy * 100, 2), dataName);
    page(m_current).messages().showMessage(MessageBar::Kind::Warn, m_undoOffer, tr("Undo"));
}

void MainWindow::withdrawUndo()
{
    for (Page* page : m_pages)
        if (!m_undoOffer.isEmpty() && page->messages().text() == m_undoOffer)
            page->messages().clear();
    m_undoOffer.clear();
}

void MainWindow::cancelEverything()
{
    if (m_log->isVisible())
        m_log->hide();
    static_cast<DataPage&>(page(PageId::Data)).cancelDownload();
    m_session.cancelLoad();
    m_session.cancelCompare();
    m_session.cancelSweep();
    m_session.cancelQuantTraining();
    m_session.stopTraining();
}

void MainWindow::restoreLayout()
{
    const QSettings settings;
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1280, 800);
    if (!restoreState(settings.value(QStringLiteral("window/state")).toByteArray()))
        resizeDocks({m_dock}, {DrawDock::usualWidth(width())}, Qt::Horizontal);
    m_log->hide();
    // With a big font on a small screen the page needs the room; the dock then comes when it is asked for.
    const bool isRoomy = width() >= scaled(kSmallest.width());
    m_showDock->setChecked(settings.value(QStringLiteral("window/dock"), isRoomy).toBool());
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const int usual = DrawDock::usualWidth(width());
    if (event->oldSize().isValid() && usual != DrawDock::usualWidth(event->oldSize().width()))
        resizeDocks({m_dock}, {usual}, Qt::Horizontal);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState());
    settings.setValue(QStringLiteral("window/dock"), m_showDock->isChecked());
    settings.setValue(
        QStringLiteral("window/page"), QLatin1String(pageTable()[static_cast<std::size_t>(m_current)].key));
    event->accept();
}

} // namespace qlab::app
