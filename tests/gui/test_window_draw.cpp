// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/widgets/answer_panel.h"
#include "app/widgets/digit_canvas.h"
#include "app/widgets/digit_grid.h"
#include "app/window/draw_dock.h"

#include <QSignalSpy>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

DigitCanvas& dockCanvas(Lab& lab) { return *lab.window().findChild<DrawDock*>()->findChild<DigitCanvas*>(); }

/// A stroke through corners given in hundredths of the sheet, with the left button.
void stroke(DigitCanvas& canvas, const std::vector<QPoint>& corners)
{
    const auto at = [&canvas](const QPointF& point) { return (point * canvas.side() / 100.0).toPoint(); };
    REQUIRE(canvas.isVisible());
    QTest::mousePress(&canvas, Qt::LeftButton, {}, at(corners.front()));
    for (std::size_t i = 1; i < corners.size(); ++i)
        for (int part = 1; part <= 8; ++part) {
            QTest::qWait(5); // the picture follows with the frames
            QTest::mouseMove(&canvas, at(QPointF(corners[i - 1]) + QPointF(corners[i] - corners[i - 1]) * part / 8.0));
        }
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, at(corners.back()));
}

/// The picture follows the pen with the next frame.
bool isAnswered(Lab& lab)
{
    return waitUntil([&lab] { return lab.drawing().original() && lab.drawing().quantized(); }, 5000);
}
bool isDrawn(Lab& lab, bool drawn = true)
{
    return waitUntil([&lab, drawn] { return lab.drawing().isEmpty() != drawn; }, 5000);
}

void drawSeven(DigitCanvas& canvas) { stroke(canvas, {{28, 24}, {72, 24}, {58, 50}, {46, 80}}); }

int digit(const std::optional<DrawingAnswer>& answer) { return answerFrom(answer->probabilities).digit; }

} // namespace

TEST_CASE("Both models answer what is drawn in the dock, until it is cleared", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    QSignalSpy changed(&lab.drawing(), &Drawing::changed);
    CHECK_FALSE(lab.drawing().original());
    drawSeven(dockCanvas(lab));
    CHECK(changed.count() > 2); // while the pen moves, not only at its end
    REQUIRE(isAnswered(lab));
    for (const auto& answer : {lab.drawing().original(), lab.drawing().quantized()}) {
        double sum = 0;
        for (auto share : answer->probabilities)
            sum += static_cast<double>(share);
        CHECK_THAT(sum, Catch::Matchers::WithinAbs(1, 1e-5));
    }
    lab.press(Qt::Key_Delete);
    CHECK(isDrawn(lab, false));
    CHECK_FALSE(lab.drawing().original());
    CHECK_FALSE(lab.drawing().quantized());
    lab.press(Qt::Key_Z, Qt::ControlModifier);
    CHECK(isAnswered(lab));
}

TEST_CASE("A drawing from before the training is answered after it", "[window]")
{
    Lab lab;
    lab.waitForData();
    drawSeven(dockCanvas(lab));
    CHECK(isDrawn(lab));
    CHECK_FALSE(lab.drawing().original());
    lab.train();
    CHECK(isAnswered(lab));
}

TEST_CASE("Models that learnt MNIST read a 7 drawn by mouse", "[window][mnist]")
{
    const auto mnist = mnistFolder();
    if (!mnist)
        return;
    Lab lab(DataSource{DataSource::Kind::Folder, *mnist});
    lab.waitForData();
    lab.train();
    drawSeven(dockCanvas(lab));
    REQUIRE(isAnswered(lab));
    CHECK(digit(lab.drawing().original()) == 7);
    CHECK(digit(lab.drawing().quantized()) == 7);
}

TEST_CASE("A click on a test image sends it to the canvas", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Draw);
    auto* const grid = lab.page(PageId::Draw).findChild<DigitGrid*>();
    REQUIRE(waitUntil([&] { return grid->tiles().size() == kTestImages; }));
    QSignalSpy activated(grid, &DigitGrid::tileActivated);
    click(*grid->viewport(), {20, 20});
    REQUIRE(activated.count() == 1);
    const auto index = activated.first().first().value<std::size_t>();
    CHECK(index == grid->tiles().front().index);
    CHECK(grid->tiles().front().trueLabel == lab.session().data()->data->test->labels()[index]);
    REQUIRE(isAnswered(lab));
    const auto& dark = lab.session().data()->data->test->image(index);
    double same = 0, length = 0, other = 0;
    for (std::size_t i = 0; i < kPixels; ++i) {
        const double shown = lab.drawing().plainImage()[i], sent = dark[i];
        same += shown * sent;
        length += shown * shown;
        other += sent * sent;
    }
    CHECK(same / std::sqrt(length * other) > 0.95);
    CHECK(digit(lab.drawing().original()) == lab.session().quant()->originalEvaluation->predictions[index]);
}

TEST_CASE("On the Draw page its own canvas takes the dock's place", "[window]")
{
    Lab lab;
    lab.waitForData();
    auto* const dock = lab.window().findChild<DrawDock*>();
    CHECK(dock->isVisible());
    lab.open(PageId::Draw);
    CHECK_FALSE(dock->isVisible());
    drawSeven(*lab.page(PageId::Draw).findChild<DigitCanvas*>());
    CHECK(isDrawn(lab));
    lab.open(PageId::Data);
    CHECK(dock->isVisible());
    lab.press(Qt::Key_D, Qt::ControlModifier);
    CHECK_FALSE(dock->isVisible());
}
