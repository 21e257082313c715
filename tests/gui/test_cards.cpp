// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/message_bar.h"
#include "app/widgets/page_header.h"
#include "app/widgets/progress_strip.h"
#include "tests/gui/widget_driver.h"

#include <QApplication>
#include <QEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QToolButton>
#include <QWindow>

using namespace qlab::app;
using namespace qlab::test;

TEST_CASE("a card puts controls before its menu, and below its title where they do not fit", "[widgets]")
{
    Card card(QStringLiteral("Loss"));
    card.setNote(QStringLiteral("mean cross-entropy"));
    QMenu* menu = card.moreMenu();
    menu->addAction(QStringLiteral("Copy"));
    CHECK(card.moreMenu() == menu);
    auto* legend = new QLabel(QStringLiteral("a legend of some length"));
    card.addHeaderWidget(legend);
    auto* body = new QWidget;
    card.body()->addWidget(body, 1);
    card.resize(500, 120);
    card.show();
    const auto* more = card.findChild<QToolButton*>();
    REQUIRE(more);
    const auto settle = [] { QTest::qWait(10); };
    settle();
    CHECK(legend->geometry().right() < more->geometry().left());
    CHECK(more->parentWidget()->mapTo(&card, more->geometry().topRight()).x() < card.width());
    CHECK(more->accessibleName().contains(QLatin1String("Loss")));
    CHECK(card.accessibleName() == QLatin1String("Loss"));
    // The body begins 40 px below the top: padding 12, title 20, gap 8.
    CHECK(body->y() == 20 + scaled(20));
    CHECK(body->x() == 13);

    const int least = card.minimumSizeHint().width();
    card.resize(220, 160);
    settle();
    CHECK(legend->y() > more->geometry().bottom());
    CHECK(legend->width() >= legend->sizeHint().width());
    CHECK(body->y() > 20 + scaled(40));
    legend->setText(QStringLiteral("a legend of quite another length"));
    settle();
    CHECK(card.minimumSizeHint().width() == least);
}

TEST_CASE("a stale card keeps its content in use behind a veil, and the title clear", "[widgets]")
{
    QWidget window;
    auto* const layout = new QHBoxLayout(&window);
    auto* const card = new Card(QStringLiteral("Loss"));
    auto* const button = new QToolButton;
    button->setFixedSize(100, 60);
    button->setStyleSheet(QStringLiteral("background: red"));
    card->body()->addWidget(button);
    layout->addWidget(card);
    showAndActivate(window);
    CHECK_FALSE(card->isStale());
    const QImage clear = card->grab().toImage();
    const QPoint before = button->geometry().center();

    card->setStale(true);
    CHECK(card->isStale());
    window.resize(window.size() + QSize(40, 30));
    QCoreApplication::processEvents();
    const QImage veiled = card->grab().toImage();
    CHECK(clear.pixelColor(before) == QColor(Qt::red));
    CHECK(veiled.pixelColor(button->geometry().center()) != QColor(Qt::red));
    const QRect title(0, 0, clear.width() / 2, before.y() - 34); // above the button, wherever it was
    CHECK(veiled.copy(title) == clear.copy(title));
    QSignalSpy clicked(button, &QToolButton::clicked);
    QTest::mouseClick(window.windowHandle(), Qt::LeftButton, {}, button->mapTo(&window, button->rect().center()));
    CHECK(clicked.size() == 1);

    card->setStale(false);
    CHECK_FALSE(card->isStale());
}

TEST_CASE("a message stays until closed, good news leaves by itself unless hovered", "[widgets]")
{
    MessageBar bar;
    bar.move(400, 400); // away from the pointer
    QSignalSpy closed(&bar, &MessageBar::closed);
    QSignalSpy action(&bar, &MessageBar::actionTriggered);
    bar.setGoodDuration(1);
    CHECK(bar.text().isEmpty());

    bar.showMessage(MessageBar::Kind::Bad, QStringLiteral("cut off"), QStringLiteral("Resume"));
    CHECK(bar.isVisible());
    CHECK(bar.accessibleName() == QLatin1String("cut off"));
    auto* resume = bar.findChild<ActionButton*>();
    CHECK(resume->isVisible());
    resume->click();
    CHECK(action.size() == 1);
    CHECK(bar.isVisible());
    bar.findChild<QToolButton*>()->click();
    CHECK_FALSE(bar.isVisible());
    CHECK(closed.size() == 1);

    bar.showMessage(MessageBar::Kind::Good, QStringLiteral("Saved"));
    CHECK_FALSE(resume->isVisible());
    CHECK((closed.size() == 2 || closed.wait(5000)));
    CHECK_FALSE(bar.isVisible());

    // Hovered before the time is up: the pending leave is called off.
    bar.setGoodDuration(60000);
    bar.showMessage(MessageBar::Kind::Good, QStringLiteral("Saved again"));
    const auto* timer = bar.findChild<QTimer*>(QString(), Qt::FindDirectChildrenOnly);
    REQUIRE(timer);
    CHECK(timer->isActive());
    QEnterEvent enter({1, 1}, {1, 1}, {1, 1});
    QApplication::sendEvent(&bar, &enter);
    CHECK_FALSE(timer->isActive());
    bar.setGoodDuration(1);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&bar, &leave);
    CHECK((closed.size() == 3 || closed.wait(5000)));
}

TEST_CASE("progress rounds down and knows no end when there is none", "[widgets]")
{
    ProgressStrip strip(ProgressStrip::Place::Line);
    auto* bar = strip.findChild<QProgressBar*>();
    const auto shown = [&] {
        QStringList texts;
        for (const QLabel* label : strip.findChildren<QLabel*>())
            texts.append(label->text());
        return texts;
    };
    strip.setProgress(QStringLiteral("pair 41 of 101"), 0.999);
    CHECK(bar->value() == 999);
    CHECK(shown().contains(QStringLiteral("99 %")));
    CHECK(shown().contains(QStringLiteral("pair 41 of 101")));
    strip.setProgress(QStringLiteral("done"), 1.7);
    CHECK(shown().contains(QStringLiteral("100 %")));
    strip.setProgress(QStringLiteral("waiting"), std::nullopt);
    CHECK(bar->maximum() == 0);
    CHECK_FALSE(shown().contains(QStringLiteral("100 %")));

    QSignalSpy cancelled(&strip, &ProgressStrip::cancelRequested);
    strip.findChild<QPushButton*>()->click();
    CHECK(cancelled.size() == 1);
}

TEST_CASE("the page header keeps the primary button rightmost", "[widgets]")
{
    PageHeader header(QStringLiteral("Train"), QStringLiteral("A softmax regression"));
    auto* train = makeButton(ButtonKind::Primary, QStringLiteral("Train"));
    auto* step = makeButton(ButtonKind::Secondary, QStringLiteral("Step"));
    header.setPrimary(train);
    header.addWidget(step);
    header.resize(816, header.sizeHint().height());
    header.show();
    CHECK(step->geometry().right() < train->x());
    CHECK(train->geometry().right() == header.width() - 1);
    CHECK(header.height() == scaled(40) + 12);
    auto* bar = header.findChild<QProgressBar*>();
    CHECK_FALSE(bar->isVisible());
    header.setProgress(0.42);
    CHECK(bar->isVisible());
    CHECK(bar->value() == 420);
    CHECK(bar->y() >= scaled(40));
    header.setProgress(std::nullopt);
    CHECK_FALSE(bar->isVisible());
}
