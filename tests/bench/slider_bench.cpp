// SPDX-License-Identifier: GPL-3.0-or-later
// How long the real window takes from a move of a scheme control to the painted answer: the whole test set requantized,
// classified, counted and drawn. Prints median, 95th percentile and worst. Run it by hand: slider_bench [MNIST folder]
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

/// Runs the event loop until \p done.
template <typename Done> void runUntil(Done done)
{
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
}

/// One move of the bits control, and everything it makes the window do.
double millisecondsOf(Session& session, MainWindow& window, const QuantScheme& scheme)
{
    QElapsedTimer clock;
    clock.start();
    session.setScheme(scheme);
    Page& page = window.page(PageId::Quantize);
    runUntil([&] { return session.quant() && session.quant()->scheme == scheme && page.isUpToDate(); });
    window.grab(); // everything painted, not only what a clipped repaint would take
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
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

    std::vector<double> times;
    for (int i = 0; i < kMoves; ++i) {
        QuantScheme scheme = schemePresets()[static_cast<std::size_t>(i / 8) % schemePresets().size()].scheme;
        times.push_back(millisecondsOf(session, window, withBits(scheme, 1 + i % 8)));
    }
    std::printf("%d moves on %zu test images: median %.1f ms, 95 %% below %.1f ms, worst %.1f ms\n", kMoves,
        session.data()->data->testSize(), median(times), quantile(times, 0.95), quantile(times, 1));
    return 0;
}
