// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/widgets/answer_panel.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/film_strip.h"
#include "app/window/draw_dock.h"

#include <algorithm>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

int digit(const std::optional<DrawingAnswer>& answer) { return answerFrom(answer->probabilities).digit; }

bool holds(const Drawing& drawing, std::span<const std::uint8_t, kPixels> image)
{
    return std::equal(image.begin(), image.end(), drawing.image().begin());
}

/// Shows the image and waits for the answers to just this one.
void send(Lab& lab, std::size_t index)
{
    const auto image = lab.session().data()->data->test->image(index);
    lab.drawing().showTestImage(index);
    REQUIRE(waitUntil([&] { return holds(lab.drawing(), image) && lab.drawing().original(); }, 5000));
}

/// Some images that each model gets right and wrong, and some of each kind whatever they are.
std::vector<std::size_t> manyImages(const Session& session)
{
    const QuantReport& report = *session.quant();
    const auto labels = session.data()->data->test->labels();
    std::vector<std::size_t> chosen;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < labels.size() && wrong < 20; ++i)
        if (report.originalEvaluation->predictions[i] != labels[i]
            || report.quantizedEvaluation->predictions[i] != report.originalEvaluation->predictions[i]) {
            chosen.push_back(i);
            ++wrong;
        }
    for (std::size_t i = 0; i < 40; ++i)
        chosen.push_back(i * labels.size() / 40);
    return chosen;
}

void checkCanvasAgainstGrid(Lab& lab)
{
    const QuantReportPtr report = lab.session().quant();
    for (const bool centred : {true, false}) {
        lab.drawing().setCentred(centred);
        for (const std::size_t i : manyImages(lab.session())) {
            send(lab, i);
            INFO("test image " << i);
            CHECK(digit(lab.drawing().original()) == report->originalEvaluation->predictions[i]);
            CHECK(digit(lab.drawing().quantized()) == report->quantizedEvaluation->predictions[i]);
            CHECK(lab.drawing().trueLabel() == lab.session().data()->data->test->labels()[i]);
        }
    }
}

void drawLine(CanvasDocument& document)
{
    document.beginStroke(Tool::Pen, {{30, 40}, 22});
    document.extendStroke({{200, 250}, 22});
    document.endStroke();
}

} // namespace

TEST_CASE("A test image on the canvas gets the grid's answers, byte for byte", "[window][samples]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    checkCanvasAgainstGrid(lab);
}

TEST_CASE("The same with MNIST", "[window][samples][mnist]")
{
    const auto mnist = mnistFolder();
    if (!mnist)
        return;
    Lab lab(DataSource{DataSource::Kind::Folder, *mnist});
    lab.waitForData();
    lab.train();
    checkCanvasAgainstGrid(lab);
}

TEST_CASE("The canvas says which image it holds, and undo brings it back from under a drawing", "[window][samples]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    CanvasDocument& document = lab.drawing().document();
    const auto image = lab.session().data()->data->test->image(74);
    const int label = lab.session().data()->data->test->labels()[74];
    send(lab, 74);
    CHECK(document.caption().startsWith(QStringLiteral("test image 75 of ")));
    CHECK(document.caption().endsWith(QStringLiteral(", a %1").arg(label)));
    drawLine(document);
    REQUIRE(waitUntil([&] { return !holds(lab.drawing(), image); }, 5000));
    CHECK_FALSE(lab.drawing().isAsItIs());
    CHECK_FALSE(lab.drawing().trueLabel());
    CHECK(document.caption().startsWith(QStringLiteral("drawn over test image 75")));
    document.undo();
    REQUIRE(waitUntil([&] { return holds(lab.drawing(), image); }, 5000));
    CHECK(lab.drawing().isAsItIs());
    document.clear();
    CHECK(document.caption().isEmpty());
    drawLine(document);
    CHECK(document.caption().isEmpty());
}

TEST_CASE("Answers to images of the data set are marked as right or wrong", "[window][samples]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    const auto& predictions = lab.session().quant()->originalEvaluation->predictions;
    const auto labels = lab.session().data()->data->test->labels();
    auto* const panel = lab.window().findChild<DrawDock*>()->findChild<AnswerPanel*>();
    lab.open(PageId::Draw);
    auto* const grid = lab.page(PageId::Draw).findChild<DigitGrid*>();
    REQUIRE(waitUntil([&] { return grid->tiles().size() == labels.size(); }));
    for (const bool right : {true, false}) {
        std::size_t i = 0;
        while ((predictions[i] == labels[i]) != right)
            REQUIRE(++i < labels.size());
        send(lab, i);
        INFO("test image " << i);
        const QString said = panel->accessibleDescription().section(QLatin1Char(';'), 0, 0);
        CHECK(said.endsWith(right ? QStringLiteral("right") : QStringLiteral("wrong")));
        CHECK(grid->model()
                  ->index(static_cast<int>(i), 0)
                  .data(Qt::ToolTipRole)
                  .toString()
                  .contains(right ? QStringLiteral("Original: %1 (right)").arg(predictions[i])
                                  : QStringLiteral("Original: %1 (wrong)").arg(predictions[i])));
    }
    drawLine(lab.drawing().document());
    REQUIRE(waitUntil([&] { return !lab.drawing().isAsItIs(); }));
    CHECK(waitUntil([&] { return !panel->accessibleDescription().contains(QStringLiteral("wrong")); }, 5000));
}

TEST_CASE("A picture of 28 x 28 pixels goes in as it is, also with ink at its border", "[window][samples]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    QImage picture(kSide, kSide, QImage::Format_Grayscale8);
    picture.fill(0);
    for (int y = 0; y < 20; ++y) {
        picture.scanLine(y)[3] = 255;
        picture.scanLine(y)[4] = static_cast<uchar>(100 + y);
    }
    REQUIRE(lab.drawing().document().setPicture(picture).ok());
    REQUIRE(waitUntil([&] { return !lab.drawing().isEmpty(); }, 5000));
    bool same = true;
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x)
            same = same && lab.drawing().image()[pixelIndex(x, y)] == picture.constScanLine(y)[x];
    CHECK(same);
    CHECK_FALSE(lab.drawing().trueLabel());
    lab.open(PageId::Draw);
    auto* const strip = lab.page(PageId::Draw).findChild<FilmStrip*>();
    CHECK(waitUntil([&] { return strip->steps().size() == 1; }, 5000));
}
