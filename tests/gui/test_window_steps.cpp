// SPDX-License-Identifier: GPL-3.0-or-later
// Input steps chosen on the Data page: the images, the drawing and a restart go through the same ones.
#include "tests/gui/window_driver.h"

#include "app/widgets/combo_box.h"
#include "engine/features/feature_maker.h"

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// Chooses an input on the Data page, as a person does.
void choose(Lab& lab, InputSteps::Align align)
{
    lab.open(PageId::Data);
    for (ComboBox* combo : lab.page(PageId::Data).findChildren<ComboBox*>()) {
        const int index = combo->findData(static_cast<int>(align));
        if (index < 0)
            continue;
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index);
        REQUIRE(waitUntil([&] { return !lab.session().loading() && lab.session().settings().steps.align == align; }));
        return;
    }
    FAIL("no choice of the input");
}

} // namespace

TEST_CASE("Images go through the chosen steps once, and back", "[window][steps]")
{
    Lab lab;
    lab.waitForData();
    const DatasetPtr raw = lab.session().data()->data;
    choose(lab, InputSteps::Align::Moments);
    const DatasetPtr stepped = lab.session().data()->data;
    REQUIRE(stepped->before);
    const FeatureMaker maker(stepped->steps);
    for (std::size_t i = 0; i < raw->testSize(); i += 17) {
        DigitImage made;
        maker.make(raw->test->image(i), made);
        CHECK(std::ranges::equal(made, stepped->test->image(i)));
    }
    lab.train();
    CHECK(lab.session().model()->steps == stepped->steps);
    CHECK(lab.session().quant()->quantized->steps == stepped->steps);
    choose(lab, InputSteps::Align::None);
    CHECK(std::ranges::equal(lab.session().data()->data->test->image(5), raw->test->image(5)));
}

TEST_CASE(
    "A drawing goes through the steps of the model, an image of the data set does not go twice", "[window][steps]")
{
    Lab lab;
    lab.waitForData();
    const DatasetPtr raw = lab.session().data()->data;
    choose(lab, InputSteps::Align::Deskew);
    lab.train();
    const DatasetPtr stepped = lab.session().data()->data;
    lab.drawing().showTestImage(3);
    CHECK(waitUntil([&] { return std::ranges::equal(lab.drawing().image(), stepped->test->image(3)); }, 5000));
    CHECK(lab.drawing().isAsItIs());
    lab.drawing().document().clear();
    lab.drawing().document().beginStroke(Tool::Pen, {{80, 60}, 22});
    lab.drawing().document().extendStroke({{150, 200}, 22});
    lab.drawing().document().endStroke();
    REQUIRE(waitUntil([&] { return !lab.drawing().isEmpty() && !lab.drawing().isAsItIs(); }));
    const FeatureMaker maker(stepped->steps);
    CHECK(waitUntil(
        [&] {
            DigitImage made;
            maker.make(lab.drawing().digit().image, made);
            return made != lab.drawing().digit().image && lab.drawing().image() == made;
        },
        5000));
}

TEST_CASE("The map of a model with steps begins at the pixels as they are", "[window][steps]")
{
    Lab lab;
    lab.waitForData();
    choose(lab, InputSteps::Align::Centre);
    lab.train();
    Session& session = lab.session();
    session.sweep();
    REQUIRE(waitUntil([&] { return session.sweepReport() && !session.sweepReport()->points.empty(); }));
    CHECK(session.sweepIsCurrent());
    CHECK(session.sweepReport()->inputs.front().model->steps.none());
    CHECK(session.sweepReport()->data->steps.none());
    session.cancelSweep();
    CHECK(waitUntil([&] { return session.sweeping() == Session::Sweeping::None; }));
}
