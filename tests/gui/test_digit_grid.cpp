// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/widgets/digit_grid.h"
#include "app/widgets/tile_flow.h"

#include <QAbstractItemDelegate>
#include <QAccessible>
#include <QLocale>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace qlab;
using namespace qlab::app;

namespace {

std::shared_ptr<ImageSet> manyImages(std::size_t count)
{
    auto images = std::make_shared<ImageSet>(count);
    for (std::size_t i = 0; i < count; ++i)
        images->mutableImage(i)[14 * kSide + 14] = static_cast<std::uint8_t>(1 + i % 255);
    return images;
}

std::vector<DigitTile> everySecond(std::size_t count)
{
    std::vector<DigitTile> tiles;
    for (std::size_t i = 0; i < count; i += 2)
        tiles.push_back({i, static_cast<int>(i % 10), 4, 9, 0.25F, 0.5F, {}});
    return tiles;
}

/// Notes which tiles are painted.
class CountingDelegate : public QAbstractItemDelegate {
public:
    void paint(QPainter*, const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        painted.insert(index.row());
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {}; }

    mutable std::set<int> painted;
};

/// Middle of a tile's image among twelve columns that fill the viewport from edge to edge; rows are 78 px apart.
QPoint middleOf(const DigitGrid& grid, int column, int row)
{
    return {28 + column * (grid.viewport()->width() - 56) / 11, 28 + row * 78};
}

} // namespace

TEST_CASE("Tiles fill the width from edge to edge", "[grid]")
{
    const TileFlow flow({{56, 76}, 4, 2, false}, {728, 154}, 100);
    CHECK(flow.columns() == 12);
    CHECK(flow.fullRows() == 2);
    CHECK(flow.tile(0).left() == 0);
    CHECK(flow.tile(11).right() == 727);
    CHECK(flow.tile(12).topLeft() == QPoint(0, 78));
    CHECK(flow.size() == QSize(flow.tile(3).right() + 1, 9 * 78 - 2)); // 100 = 8 rows and four tiles
    for (int i = 0; i < 100; ++i)
        REQUIRE(flow.at(flow.tile(i).center()) == i);
    CHECK(flow.at({58, 10}) == -1);
    CHECK(flow.at(flow.tile(99).center() + QPoint(100, 0)) == -1);
    CHECK(flow.touching({0, 78, 728, 1}).first == 12);
    CHECK(flow.touching({0, 78, 728, 1}).last == 23);
}

TEST_CASE("A click gives the index in the image set, also after scrolling", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Predictions);
    grid.resize(728, 154);
    grid.show();
    grid.setTiles(manyImages(400), everySecond(400));
    REQUIRE(QTest::qWaitForWindowExposed(&grid));
    REQUIRE(grid.capacity() == 24);
    QSignalSpy activated(&grid, &DigitGrid::tileActivated);

    QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, middleOf(grid, 3, 0));
    REQUIRE(activated.count() == 1);
    CHECK(activated.takeFirst().at(0).value<std::size_t>() == 6);
    CHECK(grid.current() == 3);

    grid.verticalScrollBar()->setValue(78 * 4);
    QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, middleOf(grid, 11, 1));
    REQUIRE(activated.count() == 1);
    CHECK(activated.takeFirst().at(0).value<std::size_t>() == 2 * (5 * 12 + 11));

    QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, QPoint(58, 10)); // between two tiles
    CHECK(activated.count() == 0);
}

TEST_CASE("Keys move through the tiles and keep the current one in sight", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Predictions);
    grid.resize(728, 154);
    grid.setTiles(manyImages(400), everySecond(400));
    grid.show();
    REQUIRE(QTest::qWaitForWindowExposed(&grid));
    const int columns = grid.capacity() / 2;
    QSignalSpy activated(&grid, &DigitGrid::tileActivated);

    QTest::keyClick(&grid, Qt::Key_Right);
    CHECK(grid.current() == 0);
    QTest::keyClick(&grid, Qt::Key_Right);
    QTest::keyClick(&grid, Qt::Key_Down);
    CHECK(grid.current() == 1 + columns);
    QTest::keyClick(&grid, Qt::Key_Up);
    QTest::keyClick(&grid, Qt::Key_Up); // there is no row above
    CHECK(grid.current() == 1);
    QTest::keyClick(&grid, Qt::Key_End);
    CHECK(grid.current() == 199);
    CHECK(grid.verticalScrollBar()->value() == grid.verticalScrollBar()->maximum());
    QTest::keyClick(&grid, Qt::Key_Return);
    REQUIRE(activated.count() == 1);
    CHECK(activated.takeFirst().at(0).value<std::size_t>() == 398);
    QTest::keyClick(&grid, Qt::Key_Home);
    CHECK(grid.current() == 0);
    CHECK(grid.verticalScrollBar()->value() == 0);
}

TEST_CASE("New tiles keep the current image if it is still among them", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Predictions);
    const auto images = manyImages(100);
    grid.setTiles(images, everySecond(100));
    grid.setCurrent(10);
    std::vector<DigitTile> fewer = everySecond(100);
    fewer.erase(fewer.begin(), fewer.begin() + 4);
    grid.setTiles(images, fewer);
    CHECK(grid.current() == 6);
    fewer.resize(3);
    grid.setTiles(images, fewer);
    CHECK(grid.current() == -1);
    grid.setTiles(nullptr, {});
    grid.setEmptyText(QStringLiteral("no prediction changed"));
    CHECK_FALSE(grid.grab().isNull());
}

TEST_CASE("A strip is one row that scrolls to the right", "[grid]")
{
    DigitGrid strip(DigitGrid::Badges::Predictions, DigitGrid::Tiles::Strip);
    strip.resize(515, strip.sizeHint().height());
    strip.setTiles(manyImages(100), everySecond(100));
    strip.show();
    REQUIRE(QTest::qWaitForWindowExposed(&strip));
    CHECK(strip.capacity() == 8);
    CHECK(strip.verticalScrollBar()->maximum() == 0);
    CHECK(strip.horizontalScrollBar()->maximum() > 0);
    QSignalSpy activated(&strip, &DigitGrid::tileActivated);
    strip.horizontalScrollBar()->setValue(strip.horizontalScrollBar()->maximum());
    QTest::mouseClick(strip.viewport(), Qt::LeftButton, {}, QPoint(500, 30));
    REQUIRE(activated.count() == 1);
    CHECK(activated.takeFirst().at(0).value<std::size_t>() == 98);
}

TEST_CASE("A digit goes to the next image of that label", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Label);
    grid.resize(728, 154);
    std::vector<DigitTile> tiles;
    for (std::size_t i = 0; i < 300; ++i)
        tiles.push_back({i, i == 3 || i == 250 ? 7 : 1, -1, -1, 0, 0, {}});
    grid.setTiles(manyImages(300), tiles);
    grid.show();
    REQUIRE(QTest::qWaitForWindowExposed(&grid));
    QTest::keyClick(&grid, Qt::Key_7);
    CHECK(grid.current() == 3);
    grid.keyboardSearch(QString()); // as after a while
    QTest::keyClick(&grid, Qt::Key_7);
    CHECK(grid.current() == 250);
    CHECK(grid.viewport()->rect().contains(grid.visualRect(grid.currentIndex())));
}

TEST_CASE("From right to left tiles and arrow keys are mirrored", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Predictions);
    grid.setLayoutDirection(Qt::RightToLeft);
    grid.resize(728, 154);
    grid.setTiles(manyImages(400), everySecond(400));
    grid.show();
    REQUIRE(QTest::qWaitForWindowExposed(&grid));
    CHECK(grid.visualRect(grid.model()->index(0, 0)).right() == grid.viewport()->width() - 1);
    for (int i = 0; i < 24; ++i)
        REQUIRE(grid.indexAt(grid.visualRect(grid.model()->index(i, 0)).center()).row() == i);
    QTest::keyClick(&grid, Qt::Key_Left);
    QTest::keyClick(&grid, Qt::Key_Left);
    CHECK(grid.current() == 1);
    QTest::keyClick(&grid, Qt::Key_Right);
    CHECK(grid.current() == 0);
}

TEST_CASE("Tiles tell what they are", "[grid]")
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    DigitGrid grid(DigitGrid::Badges::Predictions);
    std::vector<DigitTile> tiles{
        {1246, 4, 4, 9, 0.25F, 1.5F, {}}, {3, -1, -1, -1, 0, 0, QStringLiteral("a mean image")}};
    grid.setTiles(manyImages(2000), tiles);
    const QString words =
        QStringLiteral("Image 1,247, labelled 4\nOriginal: 4 (right), margin 0.25\nQuantized: 9 (wrong), margin 1.50");
    CHECK(grid.model()->index(0, 0).data(Qt::ToolTipRole) == words);
    CHECK(grid.model()->index(1, 0).data(Qt::ToolTipRole) == QStringLiteral("a mean image"));
    QAccessibleInterface* const heard = QAccessible::queryAccessibleInterface(&grid);
    REQUIRE(heard->tableInterface() != nullptr);
    REQUIRE(heard->tableInterface()->rowCount() == 2);
    CHECK(heard->tableInterface()->cellAt(0, 0)->text(QAccessible::Name) == words);
}

TEST_CASE("Where everything fits there is no scroll bar", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Label);
    grid.resize(518, 296);
    grid.show();
    grid.setTiles(manyImages(200), everySecond(200));
    REQUIRE(QTest::qWaitForWindowExposed(&grid));
    grid.setTiles(manyImages(90), everySecond(90));
    CHECK(grid.capacity() == 45);
    CHECK(grid.verticalScrollBar()->maximum() == 0);
}

TEST_CASE("Ten thousand tiles cost what is visible", "[grid]")
{
    DigitGrid grid(DigitGrid::Badges::Predictions);
    grid.resize(728, 154);
    grid.setTiles(manyImages(20000), everySecond(20000));
    const QImage shown = grid.grab().toImage();
    // The first tile's dot: pixel (14, 14) of image 0 with value 1 is the only one that is not black.
    CHECK(qGray(shown.pixel(2 * 14, 2 * 14)) == 1);
    CHECK(qGray(shown.pixel(2 * 15, 2 * 14)) == 0);
    CountingDelegate counting;
    grid.setItemDelegate(&counting);
    grid.verticalScrollBar()->setValue(78 * 300);
    grid.grab();
    CHECK(counting.painted.size() == 24);
    CHECK(*counting.painted.begin() == 12 * 300);
}
