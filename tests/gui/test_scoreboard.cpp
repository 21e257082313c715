// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/scoreboard.h"

#include "app/theme/theme.h"
#include "tests/support.h"

#include <QAccessible>
#include <QPainter>

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

TEST_CASE("assistive technology reads the scoreboard as a table", "[widgets]")
{
    Scoreboard board;
    board.setState(measuredState());
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&board);
    REQUIRE(interface);
    CHECK(interface->role() == QAccessible::Table);
    QAccessibleTableInterface* table = interface->tableInterface();
    REQUIRE(table);
    CHECK(table->rowCount() == 3);
    CHECK(table->columnCount() == 3);
    CHECK(table->columnDescription(1) == QLatin1String("size"));
    CHECK(table->rowDescription(0) == QLatin1String("Original, float32"));
    CHECK(table->cellAt(0, 0)->text(QAccessible::Name) == QLatin1String("92.19 %, accuracy"));
    CHECK(table->cellAt(0, 0)->text(QAccessible::Description) == QStringLiteral("91.6 … 92.7 %"));
    CHECK(table->cellAt(2, 2)->text(QAccessible::Name).contains(QLatin1String("run Compare")));
    CHECK(table->cellAt(1, 2)->tableCellInterface()->rowIndex() == 1);
    CHECK(table->cellAt(3, 0) == nullptr);
    CHECK(interface->indexOfChild(interface->child(4)) == 4);
    CHECK(interface->childCount() == 9);

    ScoreboardState start = measuredState();
    start.invitation = ScoreInvitation{QStringLiteral("Start here"), QStringLiteral("Press <b>Train</b>.")};
    board.setState(start);
    CHECK(table->cellAt(2, 0)->text(QAccessible::Name).contains(QLatin1String("Train")));
}
