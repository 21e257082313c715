// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures from files and the sheet: what is read, how it is fitted, and what is refused.
#include "tests/support.h"

#include "app/drawing/canvas_document.h"
#include "app/drawing/ink_image.h"
#include "app/drawing/picture_file.h"

#include <QDir>
#include <QFile>
#include <QPainter>

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

void drawLine(CanvasDocument& document, Tool tool, QPointF from, QPointF to, double width = 20)
{
    document.beginStroke(tool, {from, width});
    for (int i = 1; i <= 10; ++i)
        document.extendStroke({from + (to - from) * i / 10.0, width});
    document.endStroke();
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

TEST_CASE("What is saved comes back byte for byte", "[canvas]")
{
    const test::TemporaryFolder folder;
    const QString path = fileIn(folder, "seven.png");
    CanvasDocument document;
    drawLine(document, Tool::Pen, {60, 60}, {240, 60});
    drawLine(document, Tool::Pen, {240, 60}, {130, 270});
    REQUIRE(document.savePng(path));

    CanvasDocument other;
    REQUIRE(other.loadFile(path));
    CHECK(other.picture().pixels == document.picture().pixels);
    other.undo();
    CHECK(other.isEmpty());

    const Status nowhere = document.savePng(fileIn(folder, "no/such/folder.png"));
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message.find("folder.png") != std::string::npos);
}

TEST_CASE("Files that are no pictures change nothing and say why", "[canvas]")
{
    const test::TemporaryFolder folder;
    const QString path = fileIn(folder, "notes.png");
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("These are notes, not a picture.");
    file.close();

    CanvasDocument document;
    drawLine(document, Tool::Pen, {60, 60}, {240, 60});
    const Bytes before = document.picture().pixels;
    const Status text = document.loadFile(path);
    REQUIRE_FALSE(text);
    CHECK(text.error().message.find("notes.png") != std::string::npos);
    const Status missing = document.loadFile(fileIn(folder, "missing.png"));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Error::Code::NotFound);
    CHECK(document.picture().pixels == before);
}

TEST_CASE("A photograph of dark ink on paper becomes white ink on black", "[canvas]")
{
    CanvasDocument document;
    REQUIRE(document.setPicture(photographOfCross()).ok());
    CHECK(inkAt(document, 154, 154) > 240);
    CHECK(inkAt(document, 154, 100) > 240);
    CHECK(inkAt(document, 10, 10) == 0);
    CHECK(inkAt(document, 100, 100) < 8); // the paper's noise is gone
    // ... so that the ink box is the cross and not the sheet.
    const NormalizedDigit digit = normalizeDigit(document.picture());
    CHECK_THAT(static_cast<double>(digit.width), Catch::Matchers::WithinAbs(119 * 1.54, 4));
    CHECK_THAT(static_cast<double>(digit.height), Catch::Matchers::WithinAbs(119 * 1.54, 4));
}

TEST_CASE("Ink on a transparent ground is found, dark or light", "[canvas]")
{
    for (const Qt::GlobalColor color : {Qt::black, Qt::white}) {
        QImage picture(100, 50, QImage::Format_ARGB32);
        picture.fill(Qt::transparent);
        QPainter(&picture).fillRect(40, 10, 20, 30, color);
        const auto found = inkFromImage(picture);
        REQUIRE(found.ok());
        const QImage& ink = *found;
        REQUIRE(ink.size() == QSize(kSheetSide, kSheetSide));
        CHECK(qGray(ink.pixel(154, 154)) == 255);
        CHECK(qGray(ink.pixel(30, 154)) == 0);
        CHECK(qGray(ink.pixel(154, 10)) == 0); // beside the wide picture
    }
    QImage even(30, 30, QImage::Format_RGB32);
    even.fill(qRgb(90, 120, 90));
    CHECK_FALSE(inkFromImage(even).ok());
    CHECK_FALSE(inkFromImage(QImage()).ok());
}

TEST_CASE("A picture of 28 x 28 keeps every pixel; its negative is turned", "[canvas]")
{
    QImage dim(28, 28, QImage::Format_Grayscale8);
    dim.fill(0);
    dim.setPixel(0, 5, qRgb(90, 90, 90)); // at the border, and far from 255
    dim.setPixel(10, 10, qRgb(120, 120, 120));
    const auto kept = inkFromImage(dim);
    REQUIRE(kept.ok());
    CHECK((*kept == dim));
    QImage turned = dim;
    turned.invertPixels();
    const auto back = inkFromImage(turned);
    REQUIRE(back.ok());
    CHECK((*back == dim));
    dim.fill(77);
    CHECK_FALSE(inkFromImage(dim).ok());
}

TEST_CASE("Sixteen bits are read as far as they are used", "[canvas]")
{
    QImage deep(28, 28, QImage::Format_Grayscale16);
    deep.fill(Qt::black);
    reinterpret_cast<quint16*>(deep.scanLine(4))[6] = 4095; // white in 12 bits
    const auto ink = inkFromImage(deep);
    REQUIRE(ink.ok());
    CHECK(ink->constScanLine(4)[6] == 255);
    reinterpret_cast<quint16*>(deep.scanLine(9))[6] = 65535;
    CHECK(inkFromImage(deep)->constScanLine(4)[6] == 16);
}

TEST_CASE("Pictures cut short are refused, whole ones of any name are read", "[canvas]")
{
    const test::TemporaryFolder folder;
    for (const char* format : {"png", "jpg", "bmp", "ppm"}) {
        INFO(format);
        const QString path = fileIn(folder, "whole.") + QLatin1String(format);
        REQUIRE(photographOfCross().save(path));
        QFile whole(path);
        REQUIRE(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        CanvasDocument document;
        CHECK(document.loadFile(path).ok());
        QFile cut(fileIn(folder, "cut"));
        REQUIRE(cut.open(QIODevice::WriteOnly));
        cut.write(bytes.left(bytes.size() / 2));
        cut.close();
        CanvasDocument other;
        const Status broken = other.loadFile(cut.fileName());
        REQUIRE_FALSE(broken.ok());
        CHECK(broken.error().message.find("cut") != std::string::npos);
        CHECK(other.isEmpty());
    }
    const QString here = QDir::currentPath();
    REQUIRE(QDir::setCurrent(QString::fromStdString(folder.path().string())));
    CHECK(QFile::rename(QStringLiteral("whole.png"), QStringLiteral("./:a.png")));
    CHECK(readPicture(":a.png").ok());
    QDir::setCurrent(here);
}

TEST_CASE("A digit of the data set lies on the sheet pixel by pixel", "[canvas]")
{
    DigitImage digit{};
    for (int y = 8; y < 20; ++y)
        for (int x = 10; x < 16; ++x)
            digit[static_cast<std::size_t>(y * kSide + x)] = static_cast<std::uint8_t>(100 + x * 9 + y);
    CanvasDocument document;
    document.setDigit(digit);
    constexpr int kBlock = kSheetSide / kSide;
    int wrong = 0;
    for (int y = 0; y < kSheetSide; ++y)
        for (int x = 0; x < kSheetSide; ++x)
            wrong += inkAt(document, x, y) != digit[static_cast<std::size_t>(y / kBlock * kSide + x / kBlock)];
    CHECK(wrong == 0);
}
