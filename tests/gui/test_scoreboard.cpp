// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/scoreboard.h"

#include "app/theme/theme.h"
#include "tests/support.h"

#include <QAccessible>
#include <QLabel>
#include <QPainter>

#include <functional>

using namespace qlab::app;

namespace {

ScoreboardState measuredState()
{
    const auto s = [](const char* text) { return QString::fromUtf8(text); };
    ScoreboardState state;
    state.original = {s("float32"),
        {ScoreFigure{s("92.19"), s("%"), s("accuracy"), s("91.6 … 92.7 %")}, {s("31.6"), s("KB"), s("size"), {}},
            {s("0.66"), s("ms"), s("10,000 images"), {}}}};
    state.quantized = {s("8 bits"),
        {ScoreFigure{s("92.22"), s("%"), s("accuracy"), {}}, {s("8.1"), s("KB"), s("size"), {}},
            {{}, {}, s("not timed yet"), {}}}};
    state.difference = {s("same 10,000 test images"),
        {ScoreFigure{s("+0.03"), s("pp"), s("accuracy, no real change (p = 0.51)"), {}},
            {s("3.9"), s("×"), s("smaller"), {}}, {{}, {}, s("run Compare"), {}}}};
    return state;
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

TEST_CASE("the scoreboard lays its figures out without overlap at every width", "[widgets]")
{
    Theme::instance();
    Scoreboard board;
    board.setState(measuredState());
    for (const int width : {900, 1024, 1280, 1920}) {
        board.resize(width, board.sizeHint().height());
        for (int block = 0; block < Scoreboard::kBlocks; ++block) {
            for (int column = 1; column < Scoreboard::kFigures; ++column) {
                INFO("width " << width << ", block " << block << ", column " << column);
                CHECK(board.figureRect(block, column - 1).right() < board.figureRect(block, column).left());
            }
        }
        CHECK(board.figureRect(0, 2).right() < board.figureRect(1, 0).left());
        CHECK(board.figureRect(2, 2).right() < width);
    }
    CHECK(board.sizeHint().height() == scaled(75) + 1);
}

TEST_CASE("the scoreboard paints each model in its colour and nothing measured as a dash", "[widgets]")
{
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        Theme::instance().setMode(mode);
        Scoreboard board;
        board.resize(1280, board.sizeHint().height());
        board.setState(measuredState());
        const QImage image = board.grab().toImage();
        const auto inkIn = [&](int block, int column, Token token) {
            return pixelsOf(image.copy(board.figureRect(block, column)), themeColor(token));
        };
        CHECK(inkIn(Scoreboard::Original, 0, Token::OriginalText) > 20);
        CHECK(inkIn(Scoreboard::Quantized, 0, Token::QuantizedText) > 20);
        CHECK(inkIn(Scoreboard::Quantized, 2, Token::QuantizedText) == 0);
        CHECK(inkIn(Scoreboard::Quantized, 2, Token::Text2) > 3);
        CHECK(inkIn(Scoreboard::Difference, 1, Token::Text) > 20);
    }
    Theme::instance().setMode(Theme::Mode::Light);
}

TEST_CASE("a figure that got worse says so in red, an old one is grey", "[widgets]")
{
    Theme::instance().setMode(Theme::Mode::Light);
    Theme::instance();
    Scoreboard board;
    board.resize(1280, board.sizeHint().height());
    ScoreboardState state = measuredState();
    state.difference.figures[0].tone = ScoreTone::Bad;
    state.original.figures[2].tone = ScoreTone::Stale;
    board.setState(state);
    const QImage image = board.grab().toImage();
    CHECK(pixelsOf(image.copy(board.figureRect(Scoreboard::Difference, 0)), themeColor(Token::Bad)) >= 3);
    CHECK(pixelsOf(image.copy(board.figureRect(Scoreboard::Original, 2)), themeColor(Token::OriginalText)) == 0);
    CHECK(pixelsOf(image.copy(board.figureRect(Scoreboard::Original, 1)), themeColor(Token::OriginalText)) > 5);
}

TEST_CASE("assistive technology reads the scoreboard figure by figure", "[widgets]")
{
    Theme::instance();
    Scoreboard board;
    board.setState(measuredState());
    board.show();
    const auto heard = [&board] {
        QStringList names;
        const std::function<void(QAccessibleInterface*)> visit = [&](QAccessibleInterface* each) {
            if (!each->state().invisible)
                names += each->text(QAccessible::Name);
            for (int i = 0; i < each->childCount(); ++i)
                visit(each->child(i));
        };
        visit(QAccessible::queryAccessibleInterface(&board));
        return names;
    };
    const QStringList measured = heard();
    for (const char* said : {"Original", "float32", "92.19 %, accuracy", "92.19 %", "accuracy", "not measured",
             "not timed yet", "Quantized against original"})
        CHECK(measured.contains(QLatin1String(said)));
    ScoreboardState start = measuredState();
    start.invitation = ScoreInvitation{QStringLiteral("Start here"), QStringLiteral("Press <b>Train</b>.")};
    board.setState(start);
    CHECK(heard().contains(QStringLiteral("Start here")));
    CHECK(heard().filter(QStringLiteral("Press")).size() == 1);
    CHECK_FALSE(heard().contains(QStringLiteral("3.9 ×, smaller")));
}

TEST_CASE("no text of the scoreboard is cut but for notes that say so", "[widgets]")
{
    Theme::instance();
    Scoreboard board;
    board.setState(measuredState());
    board.show();
    for (const int width : {900, 1024, 1280, 1920}) {
        board.resize(width, board.sizeHint().height());
        for (const QLabel* label : board.findChildren<QLabel*>()) {
            INFO(width << ": " << label->text().toStdString());
            if (label->isVisible() && !label->text().isEmpty())
                CHECK(label->sizeHint().width() <= label->width());
        }
    }
}
