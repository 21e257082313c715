// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown belongs together: data, model, scheme and the figures made from them.
#include "app/present/scheme_words.h"
#include "tests/gui/window_driver.h"

#include "app/charts/chart_view.h"
#include "app/present/subject.h"
#include "app/widgets/card.h"
#include "app/widgets/digit_grid.h"
#include "app/widgets/scoreboard.h"
#include "app/window/log_pane.h"
#include "app/window/page_table.h"
#include "app/window/scoreboard_state.h"

#include <QPushButton>

#include <set>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// Looks at every signal of the session whether its results belong together.
class Watch {
public:
    explicit Watch(Session& session)
        : m_session(session)
    {
        for (auto signal : {&Session::dataChanged, &Session::settingsChanged, &Session::trainingChanged,
                 &Session::quantChanged, &Session::compareChanged})
            QObject::connect(&session, signal, &m_receiver, [this] { look(); });
    }
    int looks() const { return m_looks; }
    int strangers() const { return m_strangers; }

private:
    void look()
    {
        ++m_looks;
        const DatasetPtr data = m_session.data() ? m_session.data()->data : nullptr;
        const QuantReportPtr& quant = m_session.quant();
        const CompareReportPtr& timed = m_session.compareReport();
        const bool together = (!m_session.snapshot() || m_session.snapshot()->data == data)
            && (!quant || (quant->data == data && quant->quantized->scheme == quant->scheme))
            && (!timed || timed->data == data)
            && (!m_session.compareIsCurrent()
                || (timed->model == m_session.model() && timed->model == quant->model
                    && timed->quantized->scheme == m_session.settings().scheme));
        m_strangers += !together;
    }

    Session& m_session;
    QObject m_receiver;
    int m_looks = 0, m_strangers = 0;
};

QString schemeOnScoreboard(Lab& lab) { return lab.window().findChild<Scoreboard*>()->state().quantized.note; }

QString textOf(const QuantScheme& scheme) { return QString::fromStdString(app::schemeText(scheme)); }

QString log(Lab& lab) { return lab.window().findChild<LogPane*>()->text(); }

QPushButton* undoButton(Lab& lab)
{
    for (QPushButton* button : lab.page(lab.window().currentPage()).messages().findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == QStringLiteral("Undo"))
            return button;
    return nullptr;
}

/// What the charts of a page say that they were made from.
std::set<std::string> subjectsOn(Lab& lab, PageId page)
{
    std::set<std::string> subjects;
    for (const ChartView* chart : lab.page(page).findChildren<ChartView*>())
        subjects.insert(chart->subject().toStdString());
    return subjects;
}

std::string subject(const Session& session)
{
    return subjectOf(*session.quant()->quantized, *session.quant()->data).toStdString();
}

} // namespace

TEST_CASE("Late answers never appear under another data set, model or scheme", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    const TemporaryFolder twin; // as many images as the first
    writeDigits(twin.path());
    Session& session = lab.session();
    const Watch watch(session);
    Random random(11);
    TrainConfig config = session.settings().config;
    config.epochs = 3;
    session.setTrainConfig(config);
    for (int i = 0; i < 120; ++i) {
        switch (random.next() % 8) {
        case 0:
            lab.load(random.next() % 2 ? twin.path() : lab.dataFolder());
            break;
        case 1:
            session.train();
            break;
        case 2:
            session.stopTraining();
            break;
        case 3:
            if (session.quant() && !session.trainingActive() && session.quant()->model == session.model())
                session.compare();
            break;
        case 4:
            session.undoLoad();
            break;
        default:
            session.setScheme(withBits(session.settings().scheme, 1 + static_cast<int>(random.next() % 8)));
        }
        QTest::qWait(static_cast<int>(random.next() % 12));
    }
    session.stopTraining();
    session.cancelCompare();
    REQUIRE(waitUntil([&] { return !session.loading() && !session.trainingActive() && !session.comparing(); }));
    CHECK(watch.looks() > 120);
    CHECK(watch.strangers() == 0);
    if (session.snapshot())
        CHECK(waitUntil([&] { return session.quantIsCurrent() && !session.quantIsLate(); }));
}

TEST_CASE("Every label names the scheme of the results beside it", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    Session& session = lab.session();
    lab.open(PageId::Quantize);
    for (const int bits : {8, 3, 1}) {
        session.setScheme(withBits(session.settings().scheme, bits));
        CHECK(schemeOnScoreboard(lab) == textOf(session.quant()->scheme)); // at once: the answer is not there yet
        REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
        CHECK(schemeOnScoreboard(lab) == textOf(session.settings().scheme));
        REQUIRE(waitUntil([&] { return lab.page(PageId::Quantize).isUpToDate(); }));
        CHECK(subjectsOn(lab, PageId::Quantize) == std::set<std::string>{subject(session)});
        CHECK(railStep(PageId::Quantize, session).state
            == (bits == 1 ? QStringLiteral("1 bit") : QStringLiteral("%1 bits").arg(bits)));
    }
}

TEST_CASE("Charts of a comparison carry the scheme that was timed, whatever is chosen now", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    Session& session = lab.session();
    session.compare();
    REQUIRE(waitUntil([&] { return session.compareReport() && !session.comparing(); }));
    lab.open(PageId::Compare);
    const std::string timed = subject(session);
    session.setScheme(withBits(session.settings().scheme, 3));
    REQUIRE(waitUntil([&] { return lab.isAnswered() && lab.page(PageId::Compare).isUpToDate(); }));
    CHECK(subject(session) != timed);
    CHECK(subjectsOn(lab, PageId::Compare) == std::set<std::string>{timed});
}

TEST_CASE("Timings of another scheme are no longer the present ones", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    Session& session = lab.session();
    session.compare();
    REQUIRE(waitUntil([&] { return !session.comparing() && session.compareReport(); }));
    REQUIRE(session.compareIsCurrent());
    CHECK(railStep(PageId::Compare, session).state != QStringLiteral("previous"));
    const QuantScheme timed = session.settings().scheme;
    session.setScheme(withBits(timed, 4));
    CHECK_FALSE(session.compareIsCurrent()); // before the answer too
    CHECK(railStep(PageId::Compare, session).status != StepRail::Status::Done);
    CHECK(railStep(PageId::Compare, session).state == QStringLiteral("previous"));
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    CHECK_FALSE(session.compareIsCurrent());
    CHECK(session.compareReport()->quantized->scheme == timed);
    session.setScheme(timed); // the same model by the same scheme
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(session.compareIsCurrent());
    session.setScheme(withBits(timed, 4));
    lab.open(PageId::Compare);
    REQUIRE(waitUntil([&] { return lab.isAnswered() && lab.page(PageId::Compare).isUpToDate(); }));
    CHECK(lab.page(PageId::Compare).header().sentence().contains(textOf(timed)));
}

TEST_CASE("Data that take a model's place say so, and Undo brings both back", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    Session& session = lab.session();
    session.compare();
    REQUIRE(waitUntil([&] { return !session.comparing() && session.compareIsCurrent(); }));
    const TrainSnapshotPtr model = session.snapshot();
    const DataSummaryPtr data = session.data();
    const Experiment settings = session.settings();
    SplitSpec split;
    split.kind = SplitSpec::Kind::TrainFile;
    session.load(settings.source, split);
    REQUIRE(waitUntil([&] { return !session.loading(); }));
    CHECK_FALSE(session.snapshot());
    QPushButton* const undo = undoButton(lab);
    REQUIRE(undo);
    CHECK(log(lab).contains(QStringLiteral("put aside")));
    click(*undo);
    CHECK(session.snapshot() == model);
    CHECK(session.data() == data);
    CHECK(session.settings() == settings);
    CHECK(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(session.compareIsCurrent());
    CHECK_FALSE(undoButton(lab));
}

TEST_CASE("A new training ends the way back", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.load(lab.dataFolder());
    REQUIRE(waitUntil([&] { return !lab.session().loading(); }));
    REQUIRE(undoButton(lab));
    lab.train();
    const TrainSnapshotPtr model = lab.session().snapshot();
    CHECK_FALSE(undoButton(lab));
    lab.session().undoLoad();
    CHECK(lab.session().snapshot() == model);
}

TEST_CASE("A model at rest has one accuracy, in the middle of an epoch too", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    Session& session = lab.session();
    for (int i = 0; i < 5; ++i) {
        session.stepTraining();
        const double before = session.snapshot() ? session.snapshot()->epochsDone : 0;
        REQUIRE(waitUntil([&] { return session.snapshot() && session.snapshot()->epochsDone > before; }));
    }
    REQUIRE(waitUntil([&] { return session.quant() && session.quant()->model == session.model(); }));
    CHECK(session.snapshot()->test->correct == session.quant()->originalEvaluation->correct);
    session.stopTraining();
    REQUIRE(waitUntil([&] { return session.training() == Session::Training::Stopped && lab.isAnswered(); }));
    CHECK(session.snapshot()->test->correct == session.quant()->originalEvaluation->correct);
}

TEST_CASE("Space never begins a new model on a page that only shows one", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    const TrainSnapshotPtr model = lab.session().snapshot();
    for (const PageId page : {PageId::Quantize, PageId::Compare, PageId::Draw}) {
        lab.open(page);
        lab.window().setFocus();
        lab.press(Qt::Key_Space);
        CHECK_FALSE(lab.session().trainingActive());
        CHECK(lab.session().comparing() == (page != PageId::Draw));
        lab.session().cancelCompare();
        REQUIRE(waitUntil([&] { return !lab.session().comparing(); }));
    }
    CHECK(lab.session().snapshot() == model);
}

TEST_CASE("The log tells how every job ended", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    Session& session = lab.session();
    session.train(true);
    session.stopTraining();
    CHECK(waitUntil([&] { return log(lab).contains(QStringLiteral("Training stopped")); }));
    lab.train();
    CHECK(log(lab).contains(QStringLiteral("Trained ")));
    session.compare();
    session.cancelCompare();
    CHECK(waitUntil([&] { return log(lab).contains(QStringLiteral("Comparison cancelled")); }));
    const TemporaryFolder empty;
    lab.load(empty.path());
    CHECK(waitUntil([&] { return log(lab).contains(QStringLiteral("train-images-idx3-ubyte")); }));
    CHECK(log(lab).count(QStringLiteral("train-images-idx3-ubyte")) == 1);
    session.load({}, {}); // the built-in digits take their time
    session.cancelLoad();
    CHECK(waitUntil([&] { return log(lab).contains(QStringLiteral("Loading cancelled")); }));
    lab.page(PageId::Compare).messages().showMessage(MessageBar::Kind::Good, QStringLiteral("All charts are in X."));
    CHECK(log(lab).contains(QStringLiteral("All charts are in X.")));
}

TEST_CASE("Train can be pressed as soon as the data are announced", "[window][results]")
{
    const OwnSettings settings;
    Session session;
    Drawing drawing(session);
    session.load({}, {});
    MainWindow window(session, drawing);
    bool enabled = false; // as whoever connects last finds it
    QObject::connect(&session, &Session::dataChanged, &window,
        [&] { enabled = window.page(PageId::Train).primaryButton()->isEnabled(); });
    REQUIRE(waitUntil([&] { return session.data() != nullptr; }));
    CHECK(enabled);
}

TEST_CASE("Earlier runs are counted wherever a training was begun", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    Session& session = lab.session();
    lab.train();
    lab.open(PageId::Data);
    click(*lab.page(PageId::Data).primaryButton());
    REQUIRE(waitUntil([&] { return lab.isFinished() && session.record().run == 2; }));
    REQUIRE(session.record().earlier.size() == 1);
    CHECK(session.record().earlier[0].number == 1);
    CHECK_FALSE(session.record().earlier[0].losses.empty());
    session.forgetEarlierRuns();
    CHECK(session.record().earlier.empty());
}

TEST_CASE("While an answer is on its way the old one stands back", "[window][results]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Quantize);
    Session& session = lab.session();
    const auto cards = lab.page(PageId::Quantize).findChildren<Card*>();
    const auto stale = [&] { return std::ranges::count_if(cards, [](Card* card) { return card->isStale(); }); };
    CHECK(stale() == 0);
    // Data-aware rounding must look at the images first: late on a slow or busy machine.
    int late = 0;
    bool veiled = false;
    session.setScheme(*parseScheme("sign-aware"));
    REQUIRE(waitUntil([&] {
        late += session.quantIsLate();
        veiled |= stale() == 3;
        return session.quantIsCurrent() && !session.quantIsLate();
    }));
    CHECK((veiled || late < 20)); // the page redraws once a frame
    CHECK(waitUntil([&] { return stale() == 0; }));
    CHECK(session.quant()->quantized->scheme == *parseScheme("sign-aware"));
}
