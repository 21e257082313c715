// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/card.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/focus_ring.h"
#include "app/widgets/labels.h"
#include "app/widgets/message_bar.h"
#include "app/widgets/model_swatch.h"
#include "app/widgets/page_header.h"
#include "app/widgets/progress_strip.h"
#include "app/widgets/step_rail.h"
#include "app/widgets/table_view.h"
#include "app/widgets/tag.h"
#include "tests/support.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QEnterEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>
#include <QWindow>

using namespace qlab::app;

namespace {

void showAndActivate(QWidget& window)
{
    Theme::instance();
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window, 5000));
}

int pixelsOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color;
    }
    return count;
}

} // namespace

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
    rail->setCurrent(1);
    showAndActivate(window);
    QSignalSpy activated(rail, &StepRail::activated);
    const auto steps = rail->findChildren<QAbstractButton*>();
    REQUIRE(steps.size() == 3);

    QTest::mouseClick(steps[2], Qt::LeftButton);
    CHECK(activated.isEmpty());
    QTest::mouseClick(steps[0], Qt::LeftButton);
    REQUIRE(activated.size() == 1);
    CHECK(activated[0][0].toInt() == 0);
    CHECK(rail->current() == 1); // the window decides

    steps[0]->setFocus(Qt::TabFocusReason);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    CHECK(QApplication::focusWidget() == steps[1]);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    REQUIRE(activated.size() == 2);
    CHECK(activated[1][0].toInt() == 1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    CHECK(QApplication::focusWidget() == steps[0]);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    CHECK(QApplication::focusWidget() == steps[0]);

    CHECK(steps[2]->accessibleDescription().contains(QLatin1String("after training")));
    CHECK(steps[1]->accessibleDescription().contains(QLatin1String("current")));
    CHECK(steps[1]->height() == scaled(52));
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

TEST_CASE("a table copies the selected rows, or all, as tab-separated text", "[widgets]")
{
    QStandardItemModel model(3, 2);
    model.setHorizontalHeaderLabels({QStringLiteral("epoch"), QStringLiteral("loss")});
    for (int row = 0; row < 3; ++row) {
        model.setItem(row, 0, new QStandardItem(QString::number(row + 1)));
        model.setItem(row, 1, new QStandardItem(QStringLiteral("0.%1").arg(row)));
    }
    TableView view;
    view.setModel(&model);
    view.setColumnLook(1, {true, Token::OriginalText, true});
    view.resize(300, 200);
    showAndActivate(view);
    CHECK(view.selectionAsText() == QLatin1String("epoch\tloss\n1\t0.0\n2\t0.1\n3\t0.2\n"));
    view.selectRow(1);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() == QLatin1String("epoch\tloss\n2\t0.1\n"));
    CHECK(view.rowHeight(0) == scaled(24));
    CHECK(view.horizontalHeader()->height() == scaled(22));
    CHECK(TableView::heightForRows(3) == scaled(22) + 3 * scaled(24));
}

TEST_CASE("a click on a column title sorts, a click on a mark ticks", "[widgets]")
{
    QStandardItemModel model(3, 2);
    for (int row = 0; row < 3; ++row) {
        auto* mark = new QStandardItem(QString::number(row));
        mark->setCheckable(true);
        model.setItem(row, 0, mark);
        model.setItem(row, 1, new QStandardItem(QString::number((row * 2) % 3)));
    }
    TableView view;
    view.setModel(&model);
    view.setSortingEnabled(true);
    view.sortByColumn(0, Qt::AscendingOrder);
    view.resize(300, 200);
    showAndActivate(view);
    const QPoint title(view.columnViewportPosition(1) + 20, scaled(22) / 2);
    QTest::mouseClick(view.horizontalHeader()->viewport(), Qt::LeftButton, {}, title);
    CHECK(view.horizontalHeader()->sortIndicatorSection() == 1);
    const bool ascending = view.horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder;
    CHECK(model.item(0, 1)->text() == (ascending ? QLatin1String("0") : QLatin1String("2")));

    CHECK(model.item(0, 0)->checkState() == Qt::Unchecked);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(4 + 8, scaled(24) / 2));
    CHECK(model.item(0, 0)->checkState() == Qt::Checked);
}

TEST_CASE("a selected row keeps the models' colours", "[widgets]")
{
    Theme::instance().setMode(Theme::Mode::Light);
    QStandardItemModel model(1, 1);
    model.setItem(0, 0, new QStandardItem(QStringLiteral("92.19 %")));
    TableView view;
    view.setModel(&model);
    view.setColumnLook(0, {true, Token::QuantizedText, true});
    view.resize(120, 60);
    view.selectRow(0);
    view.show();
    const QImage row = view.grab(QRect(0, scaled(22), 120, scaled(24))).toImage();
    CHECK(pixelsOf(row, themeColor(Token::Sunken)) > 500);
    CHECK(pixelsOf(row, themeColor(Token::QuantizedText)) > 5);
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

TEST_CASE("an elided label keeps its whole text", "[widgets]")
{
    Theme::instance();
    ElidedLabel label(QStringLiteral("Every change is applied to all 7,840 weights"));
    CHECK(label.minimumSizeHint().width() < label.sizeHint().width() / 2);
    label.resize(60, 20);
    const QImage shortened = label.grab().toImage();
    label.setText(QStringLiteral("Every change is applied to all 7,841 weights"));
    CHECK(label.grab().toImage() == shortened); // what differs lies behind the ellipsis
    CHECK(label.text().endsWith(QLatin1String("weights")));
}

TEST_CASE("the quantized model is hatched, the original plain", "[widgets]")
{
    const ThemeTable& table = ThemeTable::of(Scheme::Light);
    const auto painted = [&](Model model) {
        QImage image(60, 12, QImage::Format_RGB32);
        image.fill(table[Token::Surface]);
        QPainter painter(&image);
        paintModelBar(painter, QRectF(0, 0, 60, 12), model, table);
        return image;
    };
    const QImage plain = painted(Model::Original);
    CHECK(pixelsOf(plain, table[Token::Original]) == 60 * 12);
    const QImage hatched = painted(Model::Quantized);
    CHECK(pixelsOf(hatched, table[Token::Surface]) > 60);
    CHECK(hatched.pixelColor(30, 0) == table[Token::Quantized]); // the outline
    CHECK(hatched.pixelColor(0, 6) == table[Token::Quantized]);
}

TEST_CASE("a tag has room for its word and hides without one", "[widgets]")
{
    QWidget window;
    auto* tag = new Tag(QStringLiteral("live"), Tag::Kind::Neutral, &window);
    window.show();
    const int width = tag->sizeHint().width();
    CHECK(width > QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(QStringLiteral("live")));
    tag->setTag(QStringLiteral("57 now wrong"), Tag::Kind::Bad);
    CHECK(tag->sizeHint().width() > width);
    CHECK(tag->isVisible());
    tag->setTag({}, Tag::Kind::Neutral);
    CHECK_FALSE(tag->isVisible());
}
