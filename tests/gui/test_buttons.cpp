// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/focus_ring.h"
#include "app/widgets/step_rail.h"
#include "tests/gui/widget_driver.h"

#include <QAccessible>
#include <QApplication>
#include <QFocusFrame>
#include <QHBoxLayout>
#include <QSignalSpy>

using namespace qlab::app;
using namespace qlab::test;

TEST_CASE("a button has room for icon, text and key", "[widgets]")
{
    Theme::instance();
    QWidget owner;
    auto* plain = makeButton(ButtonKind::Primary, QStringLiteral("Train"), {}, {}, &owner);
    auto* full = makeButton(ButtonKind::Primary, QStringLiteral("Train"), Icon::Play, QStringLiteral("Space"), &owner);
    CHECK(full->sizeHint().height() == scaled(32));
    const int key = QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(QStringLiteral("Space"));
    CHECK(full->sizeHint().width() >= plain->sizeHint().width() + key + scaled(16));
    CHECK(ActionButton(ButtonKind::Small, QStringLiteral("Copy")).sizeHint().height() == scaled(24));
    CHECK(full->text() == QLatin1String("Train")); // the key is no part of the name

    const int before = full->sizeHint().width();
    full->setText(QStringLiteral("Resume"));
    CHECK(full->sizeHint().width() > before);
}

TEST_CASE("a primary button is filled with ink in both schemes, a danger one framed in red", "[widgets]")
{
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        Theme::instance().setMode(mode);
        ActionButton button(ButtonKind::Primary, QStringLiteral("Run"));
        button.resize(button.sizeHint());
        const QImage filled = button.grab().toImage();
        CHECK(pixelsOf(filled, themeColor(Token::Primary)) > filled.width() * filled.height() / 2);
        button.setKind(ButtonKind::Danger);
        const QImage framed = button.grab().toImage();
        CHECK(pixelsOf(framed, themeColor(Token::Primary)) < 20);
        CHECK(pixelsOf(framed, themeColor(Token::Bad)) > 2 * framed.width());
    }
    Theme::instance().setMode(Theme::Mode::Light);
}

TEST_CASE("a blocked step does not open, the others do by mouse and keyboard", "[widgets]")
{
    QWidget window;
    auto* layout = new QHBoxLayout(&window);
    auto* rail = new StepRail;
    layout->addWidget(rail);
    rail->setSteps({QStringLiteral("Data"), QStringLiteral("Train"), QStringLiteral("Quantize")});
    rail->setStep(0, StepRail::Status::Done, QStringLiteral("MNIST"));
    rail->setStep(1, StepRail::Status::Open, QStringLiteral("start here"));
    rail->setStep(2, StepRail::Status::Blocked, QStringLiteral("after training"));
    rail->setShown(1);
    showAndActivate(window);
    QSignalSpy requested(rail, &StepRail::stepRequested);
    const auto step = [rail](int index) { return rail->model()->index(index, 0); };
    const auto clickOn = [&](int index) {
        QTest::mouseClick(rail->viewport(), Qt::LeftButton, {}, rail->visualRect(step(index)).center());
    };
    clickOn(2);
    CHECK(requested.isEmpty());
    clickOn(0);
    REQUIRE(requested.size() == 1);
    CHECK(requested[0][0].toInt() == 0);
    CHECK(rail->shown() == 1); // the window decides

    rail->clearFocus();
    rail->setFocus(Qt::TabFocusReason);
    CHECK(rail->currentIndex() == step(1)); // where one is
    const QImage ringed = rail->grab().toImage();
    QTest::keyClick(rail, Qt::Key_Up);
    CHECK(rail->currentIndex() == step(0));
    CHECK(rail->grab().toImage() != ringed);
    QTest::keyClick(rail, Qt::Key_Up);
    CHECK(rail->currentIndex() == step(0));
    QTest::keyClick(rail, Qt::Key_Return);
    REQUIRE(requested.size() == 2);
    QTest::keyClick(rail, Qt::Key_Down);
    QTest::keyClick(rail, Qt::Key_Down); // a blocked step can be read
    CHECK(rail->currentIndex() == step(2));
    QTest::keyClick(rail, Qt::Key_Space);
    CHECK(requested.size() == 2);

    QAccessibleTableInterface* const heard = QAccessible::queryAccessibleInterface(rail)->tableInterface();
    REQUIRE(heard != nullptr);
    CHECK(heard->cellAt(2, 0)->text(QAccessible::Name) == QStringLiteral("3, Quantize"));
    CHECK(heard->cellAt(2, 0)->text(QAccessible::Description).contains(QLatin1String("after training")));
    CHECK(heard->cellAt(1, 0)->text(QAccessible::Description).contains(QLatin1String("current")));
    CHECK(rail->visualRect(step(1)).top() - rail->visualRect(step(0)).bottom() == 1);
    CHECK(rail->visualRect(step(2)).bottom() < rail->viewport()->height());
}

TEST_CASE("the ring shows after Tab and hides after a click", "[widgets]")
{
    FocusRing::install();
    QWidget window;
    auto* layout = new QHBoxLayout(&window);
    auto* first = makeButton(ButtonKind::Secondary, QStringLiteral("one"));
    auto* second = makeButton(ButtonKind::Secondary, QStringLiteral("two"));
    layout->addWidget(first);
    layout->addWidget(second);
    first->setFocusPolicy(Qt::StrongFocus);
    second->setFocusPolicy(Qt::StrongFocus);
    showAndActivate(window);
    first->setFocus(Qt::OtherFocusReason);
    CHECK(FocusRing::ringed() == nullptr);
    QTest::keyClick(first, Qt::Key_Tab);
    CHECK(QApplication::focusWidget() == second);
    CHECK(FocusRing::ringed() == second);
    QTest::mouseClick(first, Qt::LeftButton);
    first->setFocus(Qt::MouseFocusReason);
    CHECK(FocusRing::ringed() == nullptr);
    FocusRing::showOn(*first);
    CHECK(FocusRing::ringed() == first);
    const auto* ring = window.findChild<QFocusFrame*>();
    REQUIRE(ring);
    CHECK(ring->geometry() == QRect(first->mapTo(&window, QPoint(0, 0)), first->size()).adjusted(-4, -4, 4, 4));
}

TEST_CASE("the ring survives the window it lay in", "[widgets]")
{
    FocusRing::install();
    {
        QWidget window;
        auto* button = makeButton(ButtonKind::Secondary, QStringLiteral("one"), {}, {}, &window);
        showAndActivate(window);
        FocusRing::showOn(*button);
        CHECK(FocusRing::ringed() == button);
    }
    CHECK(FocusRing::ringed() == nullptr);
    QWidget other;
    auto* button = makeButton(ButtonKind::Secondary, QStringLiteral("two"), {}, {}, &other);
    showAndActivate(other);
    FocusRing::showOn(*button);
    CHECK(FocusRing::ringed() == button);
}
