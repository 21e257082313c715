// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/drawing/canvas_document.h"
#include "app/drawing/ink_image.h"
#include "app/drawing/picture_file.h"
#include "app/theme/theme.h"
#include "app/widgets/digit_canvas.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QPainter>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTabletEvent>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace qlab;
using namespace qlab::app;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::uint8_t inkAt(const CanvasDocument& document, int x, int y)
{
    return document.picture().pixels[static_cast<std::size_t>(y * kSheetSide + x)];
}

void mouseStroke(QWidget& canvas, Qt::MouseButton button, const QList<QPoint>& points)
{
    QTest::mousePress(&canvas, button, {}, points.first());
    for (const QPoint& point : points)
        QTest::mouseMove(&canvas, point);
    QTest::mouseRelease(&canvas, button, {}, points.last());
}

void drawLine(CanvasDocument& document, Tool tool, QPointF from, QPointF to, double width = 20)
{
    document.beginStroke(tool, {from, width});
    for (int i = 1; i <= 10; ++i)
        document.extendStroke({from + (to - from) * i / 10.0, width});
    document.endStroke();
}

void tabletEvent(QWidget& canvas, const QPointingDevice& pen, QEvent::Type type, QPointF at, double pressure)
{
    QTabletEvent event(type, &pen, at, canvas.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, Qt::NoModifier, Qt::LeftButton,
        Qt::LeftButton);
    QApplication::sendEvent(&canvas, &event);
}

void tabletStroke(QWidget& canvas, QPointingDevice::PointerType type, double pressure)
{
    const QPointingDevice pen(
        QStringLiteral("pen"), 1, QInputDevice::DeviceType::Stylus, type, QInputDevice::Capability::Pressure, 1, 1);
    tabletEvent(canvas, pen, QEvent::TabletPress, {50, 154}, pressure);
    tabletEvent(canvas, pen, QEvent::TabletMove, {150, 154}, pressure);
    tabletEvent(canvas, pen, QEvent::TabletMove, {250, 154}, pressure);
    tabletEvent(canvas, pen, QEvent::TabletRelease, {250, 154}, 0);
}

/// Pixels with ink in one column.
int thickness(const CanvasDocument& document, int x)
{
    int count = 0;
    for (int y = 0; y < kSheetSide; ++y)
        count += inkAt(document, x, y) > 127;
    return count;
}

QString fileIn(const test::TemporaryFolder& folder, const char* name)
{
    return QString::fromStdString((folder.path() / name).string());
}

/// A dark cross on a light, slightly noisy sheet, as a camera sees it.
QImage photographOfCross()
{
    QImage photograph(200, 200, QImage::Format_RGB32);
    for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 200; ++x) {
            const int paper = 196 + (x * 7 + y * 13) % 9;
            const bool ink = (std::abs(x - 100) < 10 || std::abs(y - 100) < 10)
                && std::max(std::abs(x - 100), std::abs(y - 100)) < 60;
            photograph.setPixel(x, y, ink ? qRgb(40, 42, 60) : qRgb(paper, paper, paper - 6));
        }
    return photograph;
}

} // namespace

TEST_CASE("A mouse stroke leaves white ink on black, in the size of the sheet", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document, DigitCanvas::kSmallSide);
    REQUIRE(canvas.width() == 252);
    REQUIRE(document.isEmpty());

    mouseStroke(canvas, Qt::LeftButton, {{63, 63}, {126, 63}, {189, 63}});

    // The canvas is 252 wide, the sheet 308.
    CHECK(document.picture().width == kSheetSide);
    CHECK(document.picture().height == kSheetSide);
    CHECK(inkAt(document, 154, 77) == 255);
    CHECK(inkAt(document, 154, 77 + 20) == 0);
    CHECK(inkAt(document, 50, 77) == 0);
    CHECK(thickness(document, 154) == CanvasDocument::kDefaultPen);
    CHECK_FALSE(document.isEmpty());
    CHECK(document.canUndo());
}

TEST_CASE("Undo and redo restore every byte, whatever the step was", "[canvas]")
{
    CanvasDocument document;
    std::vector<Bytes> states{document.picture().pixels};
    const auto remember = [&] { states.push_back(document.picture().pixels); };

    drawLine(document, Tool::Pen, {40, 40}, {260, 250});
    remember();
    drawLine(document, Tool::Eraser, {150, 20}, {150, 280}, 31);
    remember();
    document.invert();
    remember();
    REQUIRE(document.setPicture(photographOfCross()).ok());
    remember();
    drawLine(document, Tool::Pen, {10.5, 200.25}, {300, 210}, 9);
    remember();
    document.clear();
    remember();
    drawLine(document, Tool::Pen, {154, 154}, {154, 154});
    remember();

    for (std::size_t i = 1; i < states.size(); ++i)
        REQUIRE(states[i] != states[i - 1]);
    for (std::size_t i = states.size() - 1; i > 0; --i) {
        document.undo();
        REQUIRE(document.picture().pixels == states[i - 1]);
    }
    CHECK_FALSE(document.canUndo());
    for (std::size_t i = 1; i < states.size(); ++i) {
        document.redo();
        REQUIRE(document.picture().pixels == states[i]);
    }
    CHECK_FALSE(document.canRedo());

    document.undo();
    drawLine(document, Tool::Pen, {20, 20}, {30, 30});
    CHECK_FALSE(document.canRedo());
}

TEST_CASE("Drawing point by point gives the same ink as drawing everything at once", "[canvas]")
{
    CanvasDocument document;
    InkLayer eager(504);
    document.beginStroke(Tool::Pen, {{154, 60}, 18});
    for (int i = 1; i < 60; ++i) {
        const double angle = i * 0.3;
        document.extendStroke(
            {QPointF(154 + 90 * std::sin(angle), 154 - 90 * std::cos(angle) / (1 + i * 0.01)), 10.0 + i % 7});
        eager.follow(document.history());
    }
    document.endStroke();
    eager.follow(document.history());

    InkLayer small(kSheetSide);
    InkLayer large(504);
    CHECK(small.follow(document.history()).pixels == document.picture().pixels);
    CHECK(large.follow(document.history()).pixels == eager.picture().pixels);
}

TEST_CASE("A cancelled stroke never was", "[canvas]")
{
    CanvasDocument document;
    drawLine(document, Tool::Pen, {40, 40}, {100, 100});
    const Bytes before = document.picture().pixels;
    document.beginStroke(Tool::Eraser, {{70, 70}, 40});
    document.extendStroke({{100, 70}, 40});
    REQUIRE(document.picture().pixels != before);
    document.cancelStroke();
    CHECK(document.picture().pixels == before);
    CHECK_FALSE(document.canRedo());
    document.extendStroke({{200, 200}, 40}); // nobody is drawing
    CHECK(document.picture().pixels == before);
}

TEST_CASE("Right button and eraser tool take ink away", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document, DigitCanvas::kLargeSide);
    mouseStroke(canvas, Qt::LeftButton, {{40, 154}, {154, 154}, {270, 154}});
    REQUIRE(inkAt(document, 154, 154) == 255);

    mouseStroke(canvas, Qt::RightButton, {{100, 100}, {100, 154}, {100, 200}});
    CHECK(inkAt(document, 100, 154) == 0);
    CHECK(inkAt(document, 154, 154) == 255);

    document.setTool(Tool::Eraser);
    mouseStroke(canvas, Qt::LeftButton, {{154, 100}, {154, 154}, {154, 200}});
    CHECK(inkAt(document, 154, 154) == 0);
}

TEST_CASE("A tablet's pressure is the width of the line and its tail erases", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document, DigitCanvas::kLargeSide);
    tabletStroke(canvas, QPointingDevice::PointerType::Pen, 1.0);
    const int full = thickness(document, 154);
    document.undo();
    tabletStroke(canvas, QPointingDevice::PointerType::Pen, 0.2);
    const int light = thickness(document, 154);
    CHECK(full == CanvasDocument::kDefaultPen);
    CHECK(light > 0);
    CHECK(light < full);

    tabletStroke(canvas, QPointingDevice::PointerType::Eraser, 1.0);
    CHECK(thickness(document, 154) == 0);
}

TEST_CASE("A finger draws", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document, DigitCanvas::kLargeSide);
    canvas.show();
    REQUIRE(QTest::qWaitForWindowExposed(&canvas));
    const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
    QTest::touchEvent(&canvas, screen.get()).press(0, {60, 60}, &canvas);
    QTest::touchEvent(&canvas, screen.get()).move(0, {150, 60}, &canvas);
    QTest::touchEvent(&canvas, screen.get()).move(0, {240, 60}, &canvas);
    QTest::touchEvent(&canvas, screen.get()).release(0, {240, 60}, &canvas);
    CHECK(inkAt(document, 150, 60) == 255);
    CHECK_FALSE(document.history().isOpen());
}

TEST_CASE("The models are told once for many points, after each stroke's frame", "[canvas]")
{
    CanvasDocument document;
    QSignalSpy ink(&document, &CanvasDocument::inkChanged);
    QSignalSpy picture(&document, &CanvasDocument::pictureChanged);
    drawLine(document, Tool::Pen, {40, 40}, {260, 250});
    CHECK(ink.count() == 12);
    CHECK(picture.count() == 0); // it comes with the event loop
    REQUIRE(picture.wait(5000));
    CHECK(picture.count() == 1);
    document.undo();
    REQUIRE(picture.wait(5000));
    CHECK(picture.count() == 2);
}

TEST_CASE("Two canvases show one drawing", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas dock(&document, DigitCanvas::kSmallSide);
    DigitCanvas page(&document, DigitCanvas::kLargeSide);
    CHECK(page.width() == 308);
    const QImage before = page.grab().toImage();
    mouseStroke(dock, Qt::LeftButton, {{60, 60}, {126, 126}, {190, 190}});
    const QImage after = page.grab().toImage();
    REQUIRE(after != before);
    // Ink lies under the middle of the page's canvas as well, in the theme's text colour.
    CHECK(after.pixelColor(154, 154) == themeColor(Token::Text));

    DigitCanvas odd(&document, 300);
    CHECK(odd.side() == 280);
}

TEST_CASE("A canvas follows the theme", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document, DigitCanvas::kLargeSide);
    drawLine(document, Tool::Pen, {40, 154}, {260, 154});
    Theme::instance().setMode(Theme::Mode::Light);
    const QColor light = canvas.grab().toImage().pixelColor(154, 154);
    Theme::instance().setMode(Theme::Mode::Dark);
    const QColor dark = canvas.grab().toImage().pixelColor(154, 154);
    Theme::instance().setMode(Theme::Mode::Light);
    CHECK(light.lightness() < 80);
    CHECK(dark.lightness() > 180);
    CHECK(inkAt(document, 154, 154) == 255);
}

TEST_CASE("Keys of a canvas with the focus", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document);
    drawLine(document, Tool::Pen, {40, 154}, {260, 154});
    const Bytes drawn = document.picture().pixels;

    QTest::keyClick(&canvas, Qt::Key_E);
    CHECK(document.tool() == Tool::Eraser);
    QTest::keyClick(&canvas, Qt::Key_P);
    CHECK(document.tool() == Tool::Pen);
    QTest::keyClick(&canvas, Qt::Key_BracketRight);
    CHECK(document.penWidth() == CanvasDocument::kDefaultPen + 2);
    QTest::keyClick(&canvas, Qt::Key_BracketLeft);
    QTest::keyClick(&canvas, Qt::Key_BracketLeft);
    CHECK(document.penWidth() == CanvasDocument::kDefaultPen - 2);

    QTest::keyClick(&canvas, Qt::Key_Delete);
    CHECK(document.isEmpty());
    QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
    CHECK(document.picture().pixels == drawn);
    QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(document.isEmpty());
    QTest::keyClick(&canvas, Qt::Key_I);
    CHECK(inkAt(document, 5, 5) == 255);
}

TEST_CASE("The keyboard's own pen draws once the canvas was reached with Tab", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas canvas(&document, DigitCanvas::kLargeSide);
    canvas.show();
    REQUIRE(QTest::qWaitForWindowExposed(&canvas));
    QTest::keyClick(&canvas, Qt::Key_Space); // not reached with Tab: Space belongs to the window
    CHECK(document.isEmpty());

    QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
    QApplication::sendEvent(&canvas, &byTab);
    QTest::keyClick(&canvas, Qt::Key_Space);
    for (int i = 0; i < 8; ++i)
        QTest::keyClick(&canvas, Qt::Key_Right);
    QTest::keyClick(&canvas, Qt::Key_Space);
    CHECK_FALSE(document.history().isOpen());
    CHECK(inkAt(document, 154, 154) == 255);
    CHECK(inkAt(document, 154 + 40, 154) == 255);
    CHECK(inkAt(document, 154 - 30, 154) == 0);
}

TEST_CASE("Pictures are dropped and pasted", "[canvas]")
{
    const test::TemporaryFolder folder;
    const QString path = fileIn(folder, "bar.svg");
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'><rect x='8' y='2' width='4' "
               "height='16'/></svg>");
    file.close();

    CanvasDocument document;
    DigitCanvas canvas(&document);
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(path)});
    REQUIRE(CanvasDocument::canTake(files));
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &enter);
    REQUIRE(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &drop);
    CHECK(inkAt(document, 154, 154) == 255);
    CHECK(inkAt(document, 40, 154) == 0);

    QTest::keyClick(&canvas, Qt::Key_C, Qt::ControlModifier);
    const Bytes copied = document.picture().pixels;
    document.clear();
    QTest::keyClick(&canvas, Qt::Key_V, Qt::ControlModifier);
    CHECK(document.picture().pixels == copied);

    QSignalSpy problem(&canvas, &DigitCanvas::problem);
    QApplication::clipboard()->setText(QStringLiteral("seven"));
    QTest::keyClick(&canvas, Qt::Key_V, Qt::ControlModifier);
    CHECK(problem.count() == 1);
    CHECK(document.picture().pixels == copied);
}

TEST_CASE("Hiding a canvas ends its own stroke and nobody else's", "[canvas]")
{
    CanvasDocument document;
    DigitCanvas dock(&document);
    DigitCanvas page(&document, DigitCanvas::kLargeSide);
    dock.show();
    page.show();
    REQUIRE(QTest::qWaitForWindowExposed(&page));
    QTest::mousePress(&page, Qt::LeftButton, {}, QPoint(60, 60));
    dock.hide();
    CHECK(document.history().isOpen());
    page.hide();
    CHECK_FALSE(document.history().isOpen());
}
