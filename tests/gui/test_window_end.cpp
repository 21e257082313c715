// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/window/draw_dock.h"

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// Far above what the end takes: only a hang reaches it.
constexpr qint64 kHang = 10'000;

} // namespace

TEST_CASE("The window closes while it loads", "[window]")
{
    Lab lab(DataSource{}); // the built-in digits take longest
    CHECK(lab.session().loading());
    QTest::qWait(GENERATE(0, 20));
    CHECK(lab.end() < kHang);
}

TEST_CASE("The window closes while it trains and while the training is paused", "[window]")
{
    Lab lab;
    lab.waitForData();
    TrainConfig config = lab.session().settings().config;
    config.epochs = 10'000;
    lab.session().setTrainConfig(config);
    click(*lab.button(PageId::Train, QStringLiteral("Train")));
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(lab.session().training() == Session::Training::Running);
    if (GENERATE(false, true)) {
        lab.press(Qt::Key_Space);
        REQUIRE(waitUntil([&] { return lab.session().training() == Session::Training::Paused; }));
    }
    CHECK(lab.end() < kHang);
}

TEST_CASE("The window closes while it compares", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.press(Qt::Key_B);
    REQUIRE(lab.session().comparing());
    if (GENERATE(false, true))
        REQUIRE(waitUntil([&] { return lab.session().compareReport() != nullptr; }));
    CHECK(lab.session().comparing());
    CHECK(lab.end() < kHang);
}

TEST_CASE("The window comes back as it was closed", "[window]")
{
    const OwnSettings settings;
    Session session;
    session.load({}, {});
    Drawing drawing(session);
    for (bool shown : {true, false, true}) {
        MainWindow window(session, drawing);
        window.show();
        REQUIRE(QTest::qWaitForWindowActive(&window));
        auto* const dock = window.findChild<DrawDock*>();
        CHECK(dock->isVisible() == shown);
        dock->chooseWide(shown);
        QTest::keyClick(&window, Qt::Key_D, Qt::ControlModifier);
        CHECK(dock->isVisible() != shown);
        window.close();
    }
    MainWindow last(session, drawing);
    CHECK(last.findChild<DrawDock*>()->isWide());
}
