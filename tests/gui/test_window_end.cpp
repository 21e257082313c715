// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/widgets/digit_canvas.h"
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
    int width = 0;
    for (bool shown : {true, false, true}) {
        MainWindow window(session, drawing);
        window.show();
        REQUIRE(QTest::qWaitForWindowActive(&window));
        auto* const dock = window.findChild<DrawDock*>();
        CHECK(dock->isVisible() == shown);
        if (shown && width > 0)
            CHECK(dock->width() == width);
        if (shown) {
            width = width == 0 ? 330 : 310;
            window.resizeDocks({dock}, {width}, Qt::Horizontal);
            CHECK(waitUntil([&] { return dock->width() == width; }, 2000));
        }
        QTest::keyClick(&window, Qt::Key_D, Qt::ControlModifier);
        CHECK(dock->isVisible() != shown);
        window.close();
    }
}

TEST_CASE("The drawing goes into a window of its own, with its tools, and comes back", "[window]")
{
    Lab lab;
    lab.waitForData();
    auto* const dock = lab.window().findChild<DrawDock*>();
    const auto canvas = [dock] { return dock->findChild<DigitCanvas*>(); };
    const int side = canvas()->side();
    dock->setFloating(true);
    dock->resize(600, 900);
    REQUIRE(waitUntil([&] { return canvas()->side() > side; })); // the sheet takes the room
    CHECK(waitUntil(
        [&] { return dock->rect().contains(QRect(canvas()->mapTo(dock, QPoint()), canvas()->size())); }, 2000));
    lab.open(PageId::Draw);
    CHECK(dock->isVisible()); // somebody else looks at it
    dock->close();
    lab.open(PageId::Data);
    CHECK_FALSE(dock->isVisible());
    lab.window().activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&lab.window()));
    lab.press(Qt::Key_D, Qt::ControlModifier);
    CHECK(dock->isVisible());
    dock->setFloating(false);
    REQUIRE(waitUntil([&] { return canvas()->side() == side; }));
    CHECK(dock->titleBarWidget() != nullptr);
    CHECK(dock->titleBarWidget()->isVisible());
}
