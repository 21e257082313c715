// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_page.h"
#include "app/pages/data_page.h"
#include "app/pages/map_page.h"
#include "app/pages/train_page.h"
#include "app/session/drawing.h"
#include "app/session/session_file.h"
#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/blocked.h"
#include "app/window/about_dialog.h"
#include "app/window/draw_dock.h"
#include "app/window/log_pane.h"
#include "app/window/main_window.h"
#include "app/window/page_table.h"
#include "app/window/shortcut_sheet.h"

#include <QActionGroup>
#include <QFileDialog>
#include <QMenuBar>
#include <QSettings>
#include <QStandardPaths>

// The menus of the main window; every action has its key, and F1 lists them.
namespace qlab::app {
namespace {

template <typename Act> QAction* add(QMenu& menu, const QString& text, const QKeySequence& key, QObject* owner, Act act)
{
    QAction* const action = menu.addAction(text);
    action->setShortcut(key);
    QObject::connect(action, &QAction::triggered, owner, act);
    return action;
}

/// Its disabled entries say why.
QMenu& addMenu(QMenuBar& bar, const QString& title)
{
    QMenu* const menu = bar.addMenu(title);
    menu->setToolTipsVisible(true);
    return *menu;
}

} // namespace

void MainWindow::buildFileMenu()
{
    QMenu& menu = addMenu(*menuBar(), tr("&File"));
    auto* const dataPage = static_cast<DataPage*>(&page(PageId::Data));
    auto* const compare = static_cast<ComparePage*>(&page(PageId::Compare));
    add(menu, tr("&Open data folder …"), QKeySequence::Open, dataPage, [this, dataPage] {
        showPage(PageId::Data);
        dataPage->openFolder();
    });
    add(menu, tr("&Get MNIST …"), {}, dataPage, [this, dataPage] {
        showPage(PageId::Data);
        dataPage->getMnist();
    });
    menu.addSeparator();
    addExperimentActions(menu);
    menu.addSeparator();
    QAction* const open =
        add(menu, tr("Open &model …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), this, [this] { openModel(); });
    QAction* const model =
        add(menu, tr("&Save models …"), QKeySequence::Save, compare, [compare] { compare->saveModels(); });
    QAction* const charts = add(menu, tr("&Export all charts …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E),
        compare, [compare] { compare->exportAll(); });
    // At once, not when the menu opens: their keys work without it.
    const auto update = [this, open, model, charts] {
        setBlocked(*open,
            !m_session.data()                ? tr("There are no images yet: choose data first.")
                : m_session.trainingActive() ? tr("Wait for the training to end, or stop it.")
                                             : QString());
        setBlocked(*model, m_session.quant() ? QString() : tr("There is no model yet: train one first."));
        setBlocked(*charts, m_session.compareReport() ? QString() : tr("The charts are empty: compare first (B)."));
    };
    for (auto signal :
        {&Session::quantChanged, &Session::compareChanged, &Session::dataChanged, &Session::trainingChanged})
        connect(&m_session, signal, this, update);
    update();
    menu.addSeparator();
    add(menu, tr("&Quit"), QKeySequence::Quit, this, [this] { close(); })->setMenuRole(QAction::QuitRole);
}

void MainWindow::addExperimentActions(QMenu& menu)
{
    QAction* const open = add(menu, tr("Open e&xperiment …"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O), this,
        [this] { openExperiment(); });
    QAction* const save = add(menu, tr("Sa&ve experiment …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), this,
        [this] { saveExperiment(); });
    const auto update = [this, open, save] {
        setBlocked(*open,
            m_session.trainingActive() ? tr("Wait for the training to end, or stop it.")
                : m_session.loading()  ? tr("Images are being loaded.")
                                       : QString());
        setBlocked(*save, m_session.data() ? QString() : tr("There are no images yet: choose data first."));
    };
    connect(&m_session, &Session::dataChanged, this, update);
    connect(&m_session, &Session::trainingChanged, this, update);
    update();
}

QString MainWindow::experimentFilter()
{
    return tr("Experiments (*.%1);;All files (*)").arg(QLatin1String(kExperimentSuffix));
}

void MainWindow::openExperiment()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open experiment"), {}, experimentFilter());
    if (path.isEmpty())
        return;
    if (const Status opened = openExperimentFrom(path); !opened)
        showProblem(m_current, QString::fromStdString(opened.error().message));
}

Status MainWindow::openExperimentFrom(const QString& path)
{
    auto file = readExperiment(path.toStdString());
    if (!file)
        return file.error();
    return m_opener->open(std::move(*file));
}

void MainWindow::saveExperiment()
{
    const QString name = QStringLiteral("/experiment.") + QLatin1String(kExperimentSuffix);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save experiment"), folder + name, experimentFilter());
    if (path.isEmpty())
        return;
    if (const Status saved = saveExperimentTo(path); !saved)
        showProblem(m_current, QString::fromStdString(saved.error().message));
    else
        say(tr("The experiment is in %1").arg(path));
}

Status MainWindow::saveExperimentTo(const QString& path) const
{
    return writeExperiment(path.toStdString(), experimentOf(m_session, m_drawing));
}

void MainWindow::openModel()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open model"), {}, tr("Models (*.safetensors *.qlm);;All files (*)"));
    if (path.isEmpty())
        return;
    if (const Status opened = m_session.openModel(path.toStdString()); !opened)
        showProblem(m_current, QString::fromStdString(opened.error().message));
}

void MainWindow::buildEditMenu()
{
    QMenu& menu = addMenu(*menuBar(), tr("&Edit"));
    CanvasDocument* const document = &m_drawing.document();
    QAction* const undo = add(menu, tr("&Undo stroke"), QKeySequence::Undo, document, [document] { document->undo(); });
    QAction* const redo = add(menu, tr("&Redo stroke"), QKeySequence::Redo, document, [document] { document->redo(); });
    menu.addSeparator();
    QAction* const clear =
        add(menu, tr("&Clear drawing"), QKeySequence::Delete, document, [document] { document->clear(); });
    QAction* const invert = add(menu, tr("&Invert drawing"), {}, document, [document] { document->invert(); });
    const auto update = [document, undo, redo, clear, invert] {
        setBlocked(*undo, document->canUndo() ? QString() : tr("Nothing to undo"));
        setBlocked(*redo, document->canRedo() ? QString() : tr("Nothing to redo"));
        for (QAction* action : {clear, invert})
            setBlocked(*action, document->isEmpty() ? tr("The sheet is empty") : QString());
    };
    connect(document, &CanvasDocument::stateChanged, this, update);
    update();
}

void MainWindow::buildViewMenu()
{
    QMenu& menu = addMenu(*menuBar(), tr("&View"));
    for (const PageEntry& entry : pageTable())
        m_pageActions.append(add(menu, pageName(entry),
            QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(entry.id))), this,
            [this, id = entry.id] { openPage(id); }));
    menu.addSeparator();
    m_showDock = add(menu, tr("Drawing d&ock"), QKeySequence(Qt::CTRL | Qt::Key_D), this, [this] { refreshDock(); });
    m_showDock->setCheckable(true);
    m_showDock->setChecked(true);
    add(menu, tr("&Log"), QKeySequence(Qt::CTRL | Qt::Key_L), this, [this] { m_log->setVisible(!m_log->isVisible()); });
    add(menu, tr("&Full screen"), QKeySequence(Qt::Key_F11), this,
        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    add(menu, tr("R&eset layout"), {}, this, [this] {
        m_showDock->setChecked(true);
        resize(1280, 800);
        m_dock->setFloating(false);
        addDockWidget(Qt::RightDockWidgetArea, m_dock);
        resizeDocks({m_dock}, {DrawDock::usualWidth(width())}, Qt::Horizontal);
        refreshDock();
    });
    menu.addSeparator();
    auto* const themes = new QActionGroup(this);
    const std::pair<QString, Theme::Mode> modes[] = {{tr("Follow the &system"), Theme::Mode::System},
        {tr("L&ight"), Theme::Mode::Light}, {tr("Dar&k"), Theme::Mode::Dark}};
    for (const auto& [text, mode] : modes) {
        QAction* const action = add(menu, text, {}, this, [mode = mode] {
            Theme::instance().setMode(mode);
            QSettings().setValue(QStringLiteral("window/theme"), static_cast<int>(mode));
        });
        action->setCheckable(true);
        action->setChecked(Theme::instance().mode() == mode);
        themes->addAction(action);
    }
    menu.addSeparator();
    QAction* const letters = menu.addAction(tr("S&ystem font"));
    letters->setCheckable(true);
    letters->setChecked(typeface() == systemTypeface());
    connect(letters, &QAction::toggled, this, [](bool system) {
        setTypeface(system ? systemTypeface() : carriedTypeface());
        Theme::instance().setMode(Theme::instance().mode());
        QSettings().setValue(QStringLiteral("window/systemFont"), system);
    });
}

void MainWindow::buildRunMenu()
{
    QMenu& menu = addMenu(*menuBar(), tr("&Run"));
    add(menu, tr("&Train (or map), pause or resume"), QKeySequence(Qt::Key_Space), this, [this] { pressSpace(); });
    add(menu, tr("&One step"), QKeySequence(Qt::Key_Period), this, [this] {
        if (m_session.training() != Session::Training::Running)
            m_session.stepTraining();
    });
    add(menu, tr("&Compare: time both models"), QKeySequence(Qt::Key_B), this, [this] {
        showPage(PageId::Compare);
        if (!m_session.comparing())
            m_session.compare();
    });
    add(menu, tr("Compare &any two models …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B), this,
        [this] { static_cast<ComparePage&>(page(PageId::Compare)).compareOthers(); });
    menu.addSeparator();
    add(menu, tr("&More bits"), QKeySequence(Qt::Key_BracketRight), this, [this] { changeBits(1); });
    add(menu, tr("&Fewer bits"), QKeySequence(Qt::Key_BracketLeft), this, [this] { changeBits(-1); });
    menu.addSeparator();
    add(menu, tr("&Stop whatever runs"), QKeySequence(Qt::Key_Escape), this, [this] { cancelEverything(); });
}

/// A running training pauses and goes on wherever one looks at it. Else the key does what the page is for: it never
/// begins a new model on a page that only shows one.
void MainWindow::pressSpace()
{
    if (m_current == PageId::Draw)
        return;
    if (m_session.trainingActive() || m_current == PageId::Data || m_current == PageId::Train)
        static_cast<TrainPage&>(page(PageId::Train)).startOrPause();
    else if (m_current == PageId::Map)
        static_cast<MapPage&>(page(PageId::Map)).startOrPause();
    else if (m_session.quant() && !m_session.comparing()) {
        showPage(PageId::Compare);
        m_session.compare();
    }
}

void MainWindow::changeBits(int by)
{
    const QuantScheme& scheme = m_session.settings().scheme;
    m_session.setScheme(withBits(scheme, std::clamp(scheme.bits + by, 1, 8)));
}

void MainWindow::buildHelpMenu()
{
    QMenu& menu = addMenu(*menuBar(), tr("&Help"));
    add(menu, tr("&Keyboard shortcuts"), QKeySequence(Qt::Key_F1), this,
        [this] { showShortcutSheet(*menuBar(), this); });
    add(menu, tr("&About Quantization Lab"), {}, this, [this] {
        showAboutDialog(this);
    })->setMenuRole(QAction::AboutRole);
}

} // namespace qlab::app
