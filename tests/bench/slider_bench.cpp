// SPDX-License-Identifier: GPL-3.0-or-later
// How long the real window takes from a move of a scheme control to the painted answer: the whole test set requantized,
// classified, counted and painted by the window's own update. Run it by hand: slider_bench [MNIST folder]
#include "app/charts/histogram_chart.h"
#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/window/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QStandardPaths>

#include <cstdio>

using namespace qlab;
using namespace qlab::app;

namespace {

constexpr int kMoves = 200;
constexpr int kFrameMs = 17;

/// Runs the event loop until \p done.
template <typename Done> void runUntil(Done done)
{
    while (!done())
        QCoreApplication::processEvents();
}

/// Milliseconds after a move of a control.
struct Move {
    double answered = 0, shown = 0, painted = 0;
};

/// Watches what becomes of a move: answered when the whole test set is classified and counted, shown when every number
/// and picture of the page has its new value, painted when the window has put them on the screen.
class MoveWatch : public QObject {
public:
    MoveWatch(Session& session, MainWindow& window)
        : m_session(session)
        , m_window(window)
    {
        window.installEventFilter(this);
    }

    /// A frame passes first, as between the moves of a hand: the window shows no more than one change a frame.
    Move move(const QuantScheme& scheme)
    {
        m_clock.start();
        runUntil([this] { return m_clock.hasExpired(kFrameMs); });
        m_wanted = scheme;
        m_move = {};
        m_clock.start();
        m_session.setScheme(scheme);
        runUntil([this] { return look(), m_move.painted > 0; });
        return m_move;
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() != QEvent::UpdateRequest || m_painting)
            return false;
        look();
        m_painting = true; // inside the window's own handler
        QCoreApplication::sendEvent(watched, event);
        m_painting = false;
        if (m_move.shown > 0 && m_move.painted == 0)
            m_move.painted = elapsed();
        return true;
    }

private:
    void look()
    {
        if (m_move.answered == 0 && m_session.quant() && m_session.quant()->scheme == m_wanted)
            m_move.answered = elapsed();
        if (m_move.answered > 0 && m_move.shown == 0 && isShown())
            m_move.shown = elapsed();
    }
    bool isShown() const
    {
        Page& page = m_window.page(PageId::Quantize);
        return page.isUpToDate() && page.findChild<HistogramChart*>()->isUpToDate();
    }
    double elapsed() const { return static_cast<double>(m_clock.nsecsElapsed()) / 1e6; }

    Session& m_session;
    MainWindow& m_window;
    QElapsedTimer m_clock;
    QuantScheme m_wanted;
    Move m_move;
    bool m_painting = false;
};

void print(const char* what, const std::vector<Move>& moves, double Move::*time)
{
    std::vector<double> times;
    for (const Move& one : moves)
        times.push_back(one.*time);
    std::printf("%-10s median %5.1f ms, 95 %% below %5.1f ms, worst %5.1f ms\n", what, median(times),
        quantile(times, 0.95), quantile(times, 1));
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    Theme::instance().setMode(Theme::Mode::Light);
    Session session;
    Drawing drawing(session);
    MainWindow window(session, drawing);
    window.resize(1280, 800);
    window.show();
    session.load(argc > 1 ? DataSource{DataSource::Kind::Folder, argv[1]} : DataSource{}, {});
    runUntil([&] { return session.data() != nullptr; });
    session.train();
    runUntil([&] { return session.training() == Session::Training::Finished && session.quant(); });
    window.showPage(PageId::Quantize);
    QCoreApplication::processEvents();

    MoveWatch watch(session, window);
    std::vector<Move> moves;
    for (int i = 0; i < kMoves; ++i) {
        const QuantScheme scheme = schemePresets()[static_cast<std::size_t>(i / 8) % schemePresets().size()].scheme;
        moves.push_back(watch.move(withBits(scheme, 1 + i % 8)));
    }
    std::printf("%d moves on %zu test images\n", kMoves, session.data()->data->testSize());
    print("answered", moves, &Move::answered);
    print("shown", moves, &Move::shown);
    print("painted", moves, &Move::painted);
    return 0;
}
