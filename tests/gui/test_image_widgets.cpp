// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/widgets/answer_panel.h"
#include "app/widgets/evidence_map.h"
#include "app/widgets/film_strip.h"
#include "app/widgets/heat_map.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"
#include "app/widgets/probability_bars.h"
#include "app/widgets/scale_bar.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLocale>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace qlab;
using namespace qlab::app;
using Catch::Matchers::WithinAbs;

namespace {

void useEnglish() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

/// A width, and the height that the widget then asks for.
void giveWidth(QWidget& widget, int width)
{
    widget.resize(width, 1);
    widget.resize(width, widget.sizeHint().height());
}

/// Every pixel has another value.
DigitImage ramp()
{
    DigitImage image{};
    for (std::size_t i = 0; i < image.size(); ++i)
        image[i] = static_cast<std::uint8_t>((i * 37 + i / 28) % 256);
    return image;
}

HeatMapRow weightRow(double limit)
{
    HeatMapRow row;
    row.limit = limit;
    for (int i = 0; i < kClasses * kPixels; ++i)
        row.values.push_back(static_cast<float>(std::sin(i * 0.1) * 0.2));
    return row;
}

Probabilities sure(int digit, double probability)
{
    Probabilities probabilities{};
    probabilities.fill((1 - probability) / 9);
    probabilities[static_cast<std::size_t>(digit)] = probability;
    return probabilities;
}

} // namespace

TEST_CASE("Numbers have the locale's marks and a real minus sign", "[numbers]")
{
    useEnglish();
    CHECK(numberText(-0.126, 2) == QStringLiteral("\u22120.13"));
    CHECK(numberText(-0.001, 2) == QStringLiteral("0.00"));
    CHECK(signedText(0.17, 2) == QStringLiteral("+0.17"));
    CHECK(signedText(0.001, 2) == QStringLiteral("0.00"));
    CHECK(countText(10000) == QStringLiteral("10,000"));
    CHECK(percentText(0.9921, 1) == QStringLiteral("99.2 %"));
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    CHECK(signedText(-1.5, 1) == QStringLiteral("\u22121,5"));
    useEnglish();
}

TEST_CASE("Each pixel of a digit is n x n device pixels at every ratio", "[pixels]")
{
    const DigitImage digit = ramp();
    const auto [ratio, n] =
        GENERATE(std::pair(1.0, 2), std::pair(1.25, 2), std::pair(1.5, 3), std::pair(1.75, 3), std::pair(2.0, 4));
    QImage screen(static_cast<int>(100 * ratio), static_cast<int>(100 * ratio), QImage::Format_RGB32);
    screen.setDevicePixelRatio(ratio);
    screen.fill(Qt::red);
    QPainter painter(&screen);
    painter.translate(3.3, 1.7); // a widget may lie anywhere on the device grid
    const QRectF place =
        painter.deviceTransform().mapRect(drawPixels(painter, QRectF(10, 10, 56, 56), digitImage(digit)));
    painter.end();

    REQUIRE_THAT(place.width(), WithinAbs(28.0 * n, 1e-6));
    const int left = static_cast<int>(std::lround(place.left()));
    const int top = static_cast<int>(std::lround(place.top()));
    REQUIRE_THAT(place.left(), WithinAbs(left, 1e-6));
    int wrong = 0;
    for (int y = 0; y < 28 * n; ++y)
        for (int x = 0; x < 28 * n; ++x)
            wrong += qGray(screen.pixel(left + x, top + y)) != digit[static_cast<std::size_t>(y / n * kSide + x / n)];
    CHECK(wrong == 0);
}

TEST_CASE("The table of the diverging map is the map", "[pixels]")
{
    const ThemeTable& table = ThemeTable::of(Scheme::Light);
    const DivergingMap map(table);
    for (double value = -1; value <= 1; value += 1.0 / 64)
        CHECK(map(value * 0.3, 0.3) == divergingColor(table, value));
    CHECK(map(7, 0.3) == divergingColor(table, 1));
    CHECK(map(-7, 0.3) == divergingColor(table, -1));
    CHECK(map(std::nan(""), 0.3) == divergingColor(table, 0));

    std::vector<float> values(1000, 0.1F);
    values[17] = -50;
    CHECK_THAT(mapLimit(values), WithinAbs(0.1, 1e-6));
    CHECK(mapLimit(std::vector<float>(784, 0.0F)) == 1);
}

TEST_CASE("A strip of weight images tells the pixel under the mouse", "[heatmap]")
{
    useEnglish();
    HeatMapStrip strip;
    HeatMapRow row = weightRow(0.2);
    row.values[2 * kPixels + 5 * kSide + 7] = -0.1234F;
    strip.setRows({row});
    giveWidth(strip, 574);
    REQUIRE(strip.tileSide() == 56);

    // Digit 2 starts at round(2 * (574 - 56) / 9) = 115; its pixel (5, 7) is 2 x 2 logical pixels.
    const auto pixel = strip.pixelAt(QPointF(115 + 2 * 7 + 1, 2 * 5 + 1));
    REQUIRE(pixel);
    CHECK(*pixel == HeatMapStrip::Pixel{0, 2, 5, 7});
    CHECK(strip.textOf(*pixel) == QStringLiteral("Digit 2, row 5, column 7: \u22120.1234"));
    CHECK_FALSE(strip.pixelAt(QPointF(56.5, 20)));
    CHECK_FALSE(strip.pixelAt(QPointF(20, 60)));

    strip.setTextOf([](const HeatMapStrip::Pixel& p) { return QStringLiteral("integer %1").arg(p.digit * 100 + p.x); });
    strip.show();
    REQUIRE(QTest::qWaitForWindowExposed(&strip));
    QTest::mouseMove(&strip, QPoint(115 + 2 * 7 + 1, 2 * 5 + 1));
    REQUIRE(strip.current() == pixel);
    CHECK(strip.accessibleDescription() == QStringLiteral("integer 207"));
    QTest::keyClick(&strip, Qt::Key_Left);
    CHECK(strip.accessibleDescription() == QStringLiteral("integer 206"));
}

TEST_CASE("Weight images grow where there is room and share their limits", "[heatmap]")
{
    Theme::instance().setMode(Theme::Mode::Light);
    HeatMapStrip strip;
    std::vector<HeatMapRow> rows{weightRow(0.2), weightRow(0.2), weightRow(0.04)};
    rows[0].title = QStringLiteral("Original");
    rows[0].mark = Model::Original;
    rows[1].marked.assign(static_cast<std::size_t>(kClasses * kPixels), 0);
    strip.setRows(rows);
    giveWidth(strip, 700);
    CHECK(strip.tileSide() == 56);
    const QImage without = strip.grab().toImage();
    giveWidth(strip, 1100);
    CHECK(strip.tileSide() == 84);
    strip.resize(1100, strip.minimumSizeHint().height()); // wide, but not high enough
    CHECK(strip.tileSide() == 56);

    giveWidth(strip, 700);
    rows[1].marked[4 * kPixels + 14 * kSide + 14] = 1;
    strip.setRows(rows);
    CHECK(strip.grab().toImage() != without);

    Theme::instance().setMode(Theme::Mode::Dark);
    const QImage dark = strip.grab().toImage();
    Theme::instance().setMode(Theme::Mode::Light);
    CHECK(strip.grab().toImage() != dark);
}

TEST_CASE("Painting thirty weight images", "[heatmap]")
{
    HeatMapStrip strip;
    strip.setRows({weightRow(0.2), weightRow(0.2), weightRow(0.04)});
    giveWidth(strip, 700);
    QImage screen(strip.size() * 2, QImage::Format_RGB32);
    screen.setDevicePixelRatio(2);
    screen.fill(Qt::red);
    constexpr int kTimes = 20;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kTimes; ++i)
        strip.render(&screen);
    WARN("one repaint at ratio 2: " << static_cast<double>(timer.nsecsElapsed()) / (1e6 * kTimes) << " ms");
    // The value of the first weight is sin(0): the map's middle.
    CHECK((screen.pixel(1, 1) & 0xffffff) == (divergingColor(Theme::instance().table(), 0) & 0xffffff));
}

TEST_CASE("Probability bars show both models, and nothing before they answer", "[probabilities]")
{
    useEnglish();
    ProbabilityBars bars;
    bars.resize(252, 250);
    const double emptyTrack = bars.barRect(7, Model::Original).left();
    const QImage empty = bars.grab().toImage();
    bars.setProbabilities(sure(7, 0.9), sure(7, 0.45));
    const double full = bars.barRect(7, Model::Original).width();
    CHECK_THAT(bars.barRect(7, Model::Quantized).width() / full, WithinAbs(0.5, 1e-6));
    CHECK(bars.barRect(7, Model::Original).bottom() <= bars.barRect(7, Model::Quantized).top());
    CHECK(bars.barRect(7, Model::Original).left() == emptyTrack);
    CHECK(bars.textOf(7) == QStringLiteral("7: original 90.00 %, quantized 45.00 %"));
    CHECK(bars.accessibleDescription() == bars.textOf(7));
    CHECK(bars.digitAt(QPointF(100, 7 * 25 + 12)) == 7);
    CHECK(bars.digitAt(QPointF(100, 251)) == -1);
    const QImage answered = bars.grab().toImage();
    CHECK(answered != empty);
    CHECK(answered.pixelColor(bars.barRect(7, Model::Original).center().toPoint()) == themeColor(Token::Original));

    bars.setProbabilities(sure(3, 1.0), std::nullopt);
    CHECK(bars.textOf(3) == QStringLiteral("3: original 100.00 %, quantized \u2013"));
    bars.setProbabilities(std::nullopt, std::nullopt);
    CHECK(bars.grab().toImage() == empty);
}

TEST_CASE("The answer is the most probable digit, the lower on a tie", "[probabilities]")
{
    Probabilities probabilities{};
    probabilities[9] = 0.2;
    probabilities[4] = 0.7;
    CHECK(answerFrom(probabilities) == Answer{4, 0.7, 9});
    probabilities.fill(0.1);
    CHECK(answerFrom(probabilities) == Answer{0, 0.1, 1});

    useEnglish();
    for (const AnswerPanel::Look look : {AnswerPanel::Look::Compact, AnswerPanel::Look::Large}) {
        AnswerPanel panel(look);
        panel.resize(panel.sizeHint());
        const QImage empty = panel.grab().toImage();
        panel.setAnswers(Answer{7, 0.992, 9}, Answer{1, 0.5, 7});
        CHECK(panel.grab().toImage() != empty);
        CHECK(panel.accessibleDescription() == QStringLiteral("Original: 7, 99.2 %; Quantized: 1, 50.0 %"));
    }
}

TEST_CASE("The film strip shows the normalizer's steps", "[film]")
{
    GreyPicture picture{100, 100, std::vector<std::uint8_t>(10000)};
    for (int y = 20; y < 80; ++y)
        for (int x = 40; x < 50; ++x)
            picture.pixels[static_cast<std::size_t>(y * 100 + x)] = 255;
    const NormalizedDigit digit = normalizeDigit(picture);
    const std::vector<FilmStep> steps = filmSteps(picture, digit);
    REQUIRE(steps.size() == 4);
    REQUIRE(steps[0].box);
    CHECK(*steps[0].box == QRectF(40, 20, 10, 60));
    CHECK(steps[0].image.size() == QSize(100, 100));
    REQUIRE(steps[2].cross);
    CHECK_THAT(steps[2].cross->x(), WithinAbs(14.5, 0.05));
    CHECK_THAT(steps[2].cross->y(), WithinAbs(14.5, 0.05));
    CHECK(steps[3].image == digitImage(digit.image).copy());
    CHECK(steps[3].highlighted);

    const std::vector<FilmStep> blank = filmSteps(picture, NormalizedDigit{});
    CHECK_FALSE(blank[0].box);
    CHECK_FALSE(blank[1].cross);

    FilmStrip strip;
    strip.setSteps(steps);
    strip.resize(308, strip.sizeHint().height());
    CHECK(strip.tileSide() == 56);
    strip.resize(500, strip.sizeHint().height());
    CHECK(strip.tileSide() == 84);
    const QImage shown = strip.grab().toImage();
    // The bar of ink crosses the middle of the first picture, smoothly scaled.
    CHECK(qGray(shown.pixel(static_cast<int>(84 * 0.45), 30)) > 200);
    CHECK(qGray(shown.pixel(5, 5)) == 0);
}

TEST_CASE("The evidence map tells each pixel's share", "[evidence]")
{
    useEnglish();
    EvidenceMap map;
    map.resize(252, 252);
    CHECK(map.textOf({3, 4}).isEmpty());
    EvidenceMap::Values values{};
    values[3 * kSide + 4] = 0.5;
    values[10 * kSide + 20] = -0.25;
    map.setValues(values, 0.5);
    CHECK(map.textOf({3, 4}) == QStringLiteral("row 3, column 4: +0.500"));
    REQUIRE(map.pixelAt(QPointF(20 * 9 + 4, 10 * 9 + 8)));
    CHECK(*map.pixelAt(QPointF(20 * 9 + 4, 10 * 9 + 8)) == EvidenceMap::Pixel{10, 20});
    const QImage image = map.grab().toImage();
    const ThemeTable& table = Theme::instance().table();
    CHECK(image.pixelColor(4 * 9 + 4, 3 * 9 + 4) == QColor(divergingColor(table, 1)));
    CHECK(image.pixelColor(20 * 9 + 4, 10 * 9 + 4) == QColor(divergingColor(table, -0.5)));

    map.setTextOf([](const EvidenceMap::Pixel&, double value) {
        return value < 0 ? QStringLiteral("against") : QStringLiteral("for");
    });
    QTest::keyClick(&map, Qt::Key_Up);
    REQUIRE(map.current() == EvidenceMap::Pixel{13, 14});
    CHECK(map.textOf({10, 20}) == QStringLiteral("against"));
    map.clear();
    CHECK_FALSE(map.current());
}

TEST_CASE("A scale bar names its ends", "[scale]")
{
    useEnglish();
    ScaleBar bar;
    bar.setLimit(0.1701);
    CHECK(bar.low() == QStringLiteral("\u22120.17"));
    CHECK(bar.high() == QStringLiteral("+0.17"));
    bar.setLimit(0.00123);
    CHECK(bar.high() == QStringLiteral("+0.0012"));
    bar.setEnds(QStringLiteral("against"), QStringLiteral("for"));
    CHECK(bar.toolTip().contains(QStringLiteral("against")));
    CHECK(bar.sizeHint().width() > 108);
    CHECK_FALSE(bar.grab().isNull());
}
