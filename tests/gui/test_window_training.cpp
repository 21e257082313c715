// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/pages/recipe_form.h"
#include "app/widgets/form_row.h"
#include "app/widgets/page_header.h"
#include "app/widgets/spin_box.h"
#include "app/widgets/table_view.h"

#include <QLabel>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;
using Training = Session::Training;

namespace {

SpinBox* recipe(Lab& lab, const QString& label)
{
    return findField<SpinBox>(*lab.page(PageId::Train).findChild<RecipeForm*>(), label);
}

void enter(SpinBox& field, const char* text)
{
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, QString::fromLatin1(text));
    QTest::keyClick(&field, Qt::Key_Return);
}

/// A training that does not end by itself while a test looks at it.
void startLong(Lab& lab)
{
    enter(*recipe(lab, QStringLiteral("Epochs")), "10000");
    REQUIRE(lab.session().settings().config.epochs == 10'000);
    lab.window().setFocus();
    click(*lab.button(PageId::Train, QStringLiteral("Train")));
    REQUIRE(waitUntil([&] { return lab.session().snapshot() && lab.session().snapshot()->epochsDone > 2; }));
    REQUIRE(lab.session().training() == Training::Running);
}

bool becomes(Lab& lab, Training state)
{
    return waitUntil([&lab, state] { return lab.session().training() == state; });
}

} // namespace

TEST_CASE("Train trains to the end and fills the table of epochs", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    REQUIRE(lab.session().snapshot()->epochs.size() == 10);
    auto* const table = findField<TableView>(lab.page(PageId::Train), QStringLiteral("Epochs"));
    CHECK(waitUntil([&] { return table->model()->rowCount() == 10; }));
    CHECK(table->isVisible());
    CHECK(lab.hasButton(PageId::Train, QStringLiteral("Train")));
    CHECK_FALSE(lab.hasButton(PageId::Train, QStringLiteral("Stop")));
}

TEST_CASE("The same recipe twice gives the same weights", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    const LinearModelPtr first = lab.session().model();
    click(*lab.button(PageId::Train, QStringLiteral("Train")));
    REQUIRE(waitUntil([&] { return lab.isFinished() && lab.session().model() != first; }));
    const auto& again = lab.session().model()->weights;
    CHECK(std::equal(again.data(), again.data() + again.size(), first->weights.data()));
}

TEST_CASE("Pause, resume, step and stop by their buttons", "[window]")
{
    Lab lab;
    lab.waitForData();
    startLong(lab);
    click(*lab.button(PageId::Train, QStringLiteral("Pause")));
    REQUIRE(becomes(lab, Training::Paused));
    const double paused = lab.session().snapshot()->epochsDone;
    QTest::qWait(60); // nothing may come now
    CHECK(lab.session().snapshot()->epochsDone == paused);

    click(*lab.button(PageId::Train, QStringLiteral("Step")));
    REQUIRE(waitUntil([&] { return lab.session().snapshot()->epochsDone > paused; }));
    CHECK(lab.session().training() == Training::Paused);
    const double batches = static_cast<double>(kTrainImages) / lab.session().settings().config.batchSize;
    CHECK((lab.session().snapshot()->epochsDone - paused) * batches < 1.5);

    click(*lab.button(PageId::Train, QStringLiteral("Resume")));
    REQUIRE(becomes(lab, Training::Running));
    REQUIRE(waitUntil([&] { return lab.session().snapshot()->epochsDone > paused + 2; }));
    click(*lab.button(PageId::Train, QStringLiteral("Stop")));
    REQUIRE(becomes(lab, Training::Stopped));
    CHECK(lab.session().snapshot()->epochsDone > paused);
    CHECK(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(waitUntil([&] { return lab.hasButton(PageId::Train, QStringLiteral("Train")); }));
}

TEST_CASE("Pause, resume, step and stop by their keys", "[window]")
{
    Lab lab;
    lab.waitForData();
    startLong(lab);
    lab.press(Qt::Key_Space);
    REQUIRE(becomes(lab, Training::Paused));
    const double paused = lab.session().snapshot()->epochsDone;
    lab.press(Qt::Key_Period);
    REQUIRE(waitUntil([&] { return lab.session().snapshot()->epochsDone > paused; }));
    CHECK(lab.session().training() == Training::Paused);
    lab.press(Qt::Key_Space);
    REQUIRE(becomes(lab, Training::Running));
    lab.press(Qt::Key_Escape);
    REQUIRE(becomes(lab, Training::Stopped));
}

TEST_CASE("Step without a training starts one that is paused", "[window]")
{
    Lab lab;
    lab.waitForData();
    auto* const step = lab.button(PageId::Train, QStringLiteral("Step"));
    REQUIRE(waitUntil([&] { return step->isEnabled(); }));
    click(*step);
    REQUIRE(waitUntil([&] { return lab.session().snapshot() && lab.session().snapshot()->epochsDone > 0; }));
    CHECK(lab.session().training() == Training::Paused);
    CHECK(lab.session().snapshot()->losses.size() == 1);
    click(*lab.button(PageId::Train, QStringLiteral("Resume")));
    REQUIRE(waitUntil([&] { return lab.isFinished(); }));
    CHECK(lab.session().snapshot()->epochs.size() == 10);
}

TEST_CASE("A new learning rate acts on the training that runs", "[window]")
{
    Lab lab;
    lab.waitForData();
    startLong(lab);
    enter(*recipe(lab, QStringLiteral("Learning rate")), "0.0371");
    REQUIRE(lab.session().settings().config.learningRate == 0.0371F);
    REQUIRE(waitUntil([&] { return lab.session().snapshot()->config.learningRate == 0.0371F; }));
    CHECK(lab.session().training() == Training::Running);
    REQUIRE(waitUntil([&] { return lab.session().snapshot()->epochs.back().learningRate == 0.0371F; }));
}

TEST_CASE("A training with a patience stops by itself and says where", "[window]")
{
    Lab lab;
    lab.waitForData();
    enter(*recipe(lab, QStringLiteral("Epochs")), "2000");
    enter(*recipe(lab, QStringLiteral("Learning rate")), "0.5");
    enter(*recipe(lab, QStringLiteral("Patience")), "2");
    REQUIRE(lab.session().settings().config.patience == 2);
    lab.window().setFocus();
    lab.train();
    const TrainSnapshotPtr& run = lab.session().snapshot();
    REQUIRE(run->epochs.size() < 2000);
    REQUIRE(run->epochs.size() > 2);
    CHECK(run->epochs[run->epochs.size() - 3].restored);
    CHECK(run->test->accuracy() == run->epochs[run->epochs.size() - 3].testAccuracy);
    const QString wanted = QStringLiteral("Stopped after epoch %1: no better since epoch %2, whose weights it has")
                               .arg(run->epochs.size())
                               .arg(run->epochs.size() - 2);
    INFO(wanted.toStdString());
    const auto* const header = lab.page(PageId::Train).findChild<PageHeader*>();
    REQUIRE(header);
    CHECK(waitUntil([&] { return header->sentence().startsWith(wanted); }));
    // The matrix is of those weights, and says so.
    const QString note = QStringLiteral("test, epoch %1").arg(run->epochs.size() - 2);
    const auto labels = lab.page(PageId::Train).findChildren<QLabel*>();
    CHECK(std::ranges::any_of(labels, [&](const QLabel* label) { return label->text() == note; }));
}

TEST_CASE("A patience that does not go with the rest of the recipe is refused beside its field", "[window]")
{
    Lab lab;
    lab.waitForData();
    TrainConfig config = lab.session().settings().config;
    config.patience = 3;
    config.averaging = 0.5F;
    lab.session().setTrainConfig(config);
    lab.open(PageId::Train);
    const auto* const row = lab.page(PageId::Train).findChild<FormRow*>(QStringLiteral("patience"));
    REQUIRE(row);
    CHECK(waitUntil([&] {
        const auto labels = row->findChildren<QLabel*>();
        return std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("set one of them to 0"));
        });
    }));
}

TEST_CASE("New data may be loaded while a training is paused or runs", "[window]")
{
    Lab lab;
    lab.waitForData();
    startLong(lab);
    if (GENERATE(false, true)) {
        lab.press(Qt::Key_Space);
        REQUIRE(becomes(lab, Training::Paused));
    }
    const TemporaryFolder other;
    writeDigits(other.path(), 300, 100);
    const auto before = lab.session().data();
    lab.load(other.path());
    REQUIRE(waitUntil([&] { return lab.session().data() != before; }, 5000));
    CHECK(lab.session().data()->data->testSize() == 100);
    QTest::qWait(100); // what the old training still says must not come back
    CHECK(lab.session().training() == Training::None);
    CHECK(lab.session().snapshot() == nullptr);
    CHECK(lab.session().quant() == nullptr);
}
