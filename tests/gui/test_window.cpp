// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/theme/theme.h"
#include "app/widgets/scoreboard.h"
#include "app/widgets/step_rail.h"

#include <QLabel>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

StepRail& rail(Lab& lab)
{
    auto* const rail = lab.window().findChild<StepRail*>();
    REQUIRE(rail->count() == kPageCount);
    return *rail;
}

void clickStep(Lab& lab, PageId page)
{
    const QModelIndex step = rail(lab).model()->index(static_cast<int>(page), 0);
    click(*rail(lab).viewport(), rail(lab).visualRect(step).center());
}

bool blocked(Lab& lab, PageId page) { return rail(lab).status(static_cast<int>(page)) == StepRail::Status::Blocked; }

const ScoreboardState& scores(Lab& lab) { return lab.window().findChild<Scoreboard*>()->state(); }

} // namespace

TEST_CASE("The first start loads, shows Train and invites to press it", "[window]")
{
    Lab lab;
    CHECK_FALSE(blocked(lab, PageId::Train));
    lab.waitForData();
    CHECK(lab.session().data()->data->trainSize() == kTrainImages);
    CHECK(lab.session().data()->data->testSize() == kTestImages);
    CHECK(lab.window().currentPage() == PageId::Train);
    CHECK(waitUntil([&] { return lab.page(PageId::Train).primaryButton()->isEnabled(); }));
    CHECK(lab.hasButton(PageId::Train, QStringLiteral("Train")));
    CHECK(scores(lab).invitation.has_value());
    for (PageId open : {PageId::Data, PageId::Train, PageId::Draw})
        CHECK_FALSE(blocked(lab, open));
    for (PageId shut : {PageId::Quantize, PageId::Compare}) {
        CHECK(blocked(lab, shut));
        lab.window().showPage(shut);
        CHECK(lab.window().currentPage() == PageId::Train);
        lab.press(shut == PageId::Quantize ? Qt::Key_3 : Qt::Key_4, Qt::ControlModifier);
        CHECK(lab.window().currentPage() == PageId::Train);
    }
}

TEST_CASE("Every page opens from the rail and by its key once there is a model", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    for (int i = 0; i < kPageCount; ++i) {
        const auto page = static_cast<PageId>(i);
        CHECK_FALSE(blocked(lab, page));
        clickStep(lab, page);
        CHECK(lab.window().currentPage() == page);
        CHECK(lab.page(page).isVisible());
    }
    for (int i = 0; i < kPageCount; ++i) {
        lab.press(static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        CHECK(lab.window().currentPage() == static_cast<PageId>(i));
    }
}

TEST_CASE("After training the scoreboard has the accuracy and the size of both models", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    const QuantReport& report = *lab.session().quant();
    const double accuracies[] = {report.originalEvaluation->accuracy(), report.quantizedEvaluation->accuracy()};
    const ScoreBlock* const blocks[] = {&scores(lab).original, &scores(lab).quantized};
    for (int i = 0; i < 2; ++i) {
        CHECK(blocks[i]->figures[0].value == QLocale().toString(accuracies[i] * 100, 'f', 2));
        CHECK_FALSE(blocks[i]->figures[1].value.isEmpty());
    }
    CHECK(accuracies[0] > 0.5);
    CHECK_FALSE(scores(lab).invitation.has_value());
    CHECK(waitUntil([&] { return lab.page(PageId::Quantize).primaryButton()->isEnabled(); }, 2000));
}

TEST_CASE("Both themes repaint a window full of results", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    for (PageId page : {PageId::Data, PageId::Train, PageId::Quantize, PageId::Compare, PageId::Draw}) {
        lab.open(page);
        Theme::instance().setMode(Theme::Mode::Light);
        QTest::qWait(40); // a frame
        const QImage light = lab.window().grab().toImage();
        Theme::instance().setMode(Theme::Mode::Dark);
        QTest::qWait(40);
        const QImage dark = lab.window().grab().toImage();
        Theme::instance().setMode(Theme::Mode::Light);
        QTest::qWait(40);
        INFO("page " << static_cast<int>(page));
        CHECK(light != dark);
        CHECK(light.pixelColor(light.width() / 2, 4).lightness() > dark.pixelColor(dark.width() / 2, 4).lightness());
        CHECK(lab.window().grab().toImage().size() == light.size());
    }
    Theme::instance().setMode(Theme::Mode::System);
}

TEST_CASE("An empty folder is answered with a message on the Data page", "[window]")
{
    const TemporaryFolder empty;
    Lab lab(DataSource{DataSource::Kind::Folder, empty.path()});
    REQUIRE(waitUntil([&] { return !lab.session().loading(); }));
    const QString text = lab.page(PageId::Data).messages().text();
    INFO(text.toStdString());
    CHECK(text.contains(QStringLiteral("train-images-idx3-ubyte")));
    CHECK(lab.window().currentPage() == PageId::Data);
    CHECK(lab.page(PageId::Data).messages().isVisible());
    CHECK(lab.session().data() == nullptr);
}

TEST_CASE("A folder that cannot be loaded leaves the data that is there", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    const auto before = lab.session().data();
    const TemporaryFolder empty;
    lab.load(empty.path());
    REQUIRE(waitUntil([&] { return !lab.session().loading(); }));
    CHECK(lab.session().data() == before);
    CHECK((lab.session().settings().source.folder == lab.dataFolder()));
    CHECK(lab.isAnswered());
    CHECK_FALSE(lab.page(PageId::Data).messages().text().isEmpty());
    CHECK_FALSE(lab.page(PageId::Train).messages().text().isEmpty());
}
