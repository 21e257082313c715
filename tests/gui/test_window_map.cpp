// SPDX-License-Identifier: GPL-3.0-or-later
// The page Map: it fills by itself, pauses, and what it says of a model is that model's.
#include "tests/gui/window_driver.h"

#include "app/charts/map_chart.h"
#include "app/pages/map_page.h"
#include "app/present/sweep_charts.h"
#include "app/window/page_table.h"
#include "app/window/scoreboard_state.h"
#include "engine/core/atomic_file.h"
#include "engine/formats/compact_file.h"
#include "engine/formats/model_file.h"
#include "engine/lab/frontier.h"

#include <QLabel>

#include <set>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

MapPage& mapOf(Lab& lab) { return static_cast<MapPage&>(lab.page(PageId::Map)); }

/// Waits for the whole map.
void finish(Lab& lab)
{
    REQUIRE(waitUntil([&] { return lab.session().sweepReport() && lab.session().sweepReport()->complete; }));
    REQUIRE(waitUntil([&] { return mapOf(lab).isUpToDate(); }));
}

std::size_t placeOf(const SweepReport& report, const std::function<bool(const SweepConfiguration&)>& wanted)
{
    for (std::size_t i = 0; i < report.points.size(); ++i)
        if (wanted(report.points[i]->configuration))
            return i;
    FAIL("no such model");
    return 0;
}

std::string toText(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

} // namespace

TEST_CASE("The map begins when it is opened, fills, and comes to rest", "[window][map]")
{
    Lab lab;
    lab.waitForData();
    CHECK(railStep(PageId::Map, lab.session()).status == StepRail::Status::Blocked);
    lab.train();
    lab.press(Qt::Key_5, Qt::ControlModifier);
    CHECK(lab.window().currentPage() == PageId::Map);
    CHECK(lab.session().sweeping() == Session::Sweeping::Running);
    finish(lab);
    const SweepReport& report = *lab.session().sweepReport();
    CHECK(report.points.size() == report.planned);
    CHECK(lab.session().sweepIsCurrent());
    const auto charts = mapOf(lab).findChildren<MapChart*>();
    REQUIRE(charts.size() == 2);
    CHECK(charts[0]->data().points.size() == report.points.size());
    REQUIRE(mapOf(lab).selected());
    CHECK(report.points[*mapOf(lab).selected()]->bytes <= 100); // the budget that stands in the field
    CHECK(railStep(PageId::Map, lab.session()).status == StepRail::Status::Done);
}

TEST_CASE("The map against time: one column for each input, the float model beside it", "[window][map]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.press(Qt::Key_5, Qt::ControlModifier);
    finish(lab);
    const SweepReport& report = *lab.session().sweepReport();
    MapPage& page = mapOf(lab);
    const MapChartData bySize = page.findChildren<MapChart*>()[0]->data();
    lab.button(PageId::Map, QStringLiteral("time"))->click();
    REQUIRE(waitUntil([&] { return page.isUpToDate(); }));
    const MapChartData& byTime = page.findChildren<MapChart*>()[0]->data();
    CHECK(byTime.scale == MapScale::Microseconds);
    REQUIRE(byTime.points.size() == report.points.size());
    std::set<double> columns;
    std::vector<Candidate> models;
    for (std::size_t i = 0; i < report.points.size(); ++i) {
        CHECK(byTime.points[i].x == report.points[i]->time.ofIntegers());
        CHECK(byTime.points[i].accuracy == bySize.points[i].accuracy);
        columns.insert(byTime.points[i].x);
        models.push_back({byTime.points[i].x, report.points[i]->correct});
    }
    CHECK(columns.size() <= report.inputs.size());
    for (const std::size_t best : qlab::frontierOf(models))
        CHECK(byTime.points[best].onFrontier == (byTime.points[best].accuracy >= byTime.lowest));
    REQUIRE(byTime.marks.size() == 1);
    CHECK(byTime.marks[0].x == report.inputs[0].time.ofOriginal());
    CHECK_FALSE(byTime.limit); // a budget of bytes has no place there
}

TEST_CASE("The map pauses, goes on, and makes way for a comparison", "[window][map]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    Session& session = lab.session();
    lab.press(Qt::Key_5, Qt::ControlModifier);
    REQUIRE(waitUntil([&] { return session.sweepReport() && session.sweepReport()->points.size() > 3; }));
    lab.press(Qt::Key_Space);
    REQUIRE(waitUntil([&] { return session.sweeping() == Session::Sweeping::Paused; }));
    const std::size_t points = session.sweepReport()->points.size();
    QTest::qWait(200);
    CHECK(session.sweepReport()->points.size() == points);
    session.setScheme(withBits(session.settings().scheme, 3)); // previews pass
    CHECK(waitUntil([&] { return lab.isAnswered(); }));
    lab.button(PageId::Map, QStringLiteral("Resume"))->click();
    CHECK(waitUntil([&] { return session.sweepReport()->points.size() > points; }));
    lab.press(Qt::Key_Escape);
    REQUIRE(waitUntil([&] { return session.sweeping() == Session::Sweeping::None; }));
    CHECK_FALSE(session.sweepReport()->complete);
    lab.press(Qt::Key_Space);
    REQUIRE(waitUntil([&] { return session.sweepReport() && !session.sweepReport()->points.empty(); }));
    session.compare();
    REQUIRE(waitUntil([&] { return session.compareReport() && !session.comparing(); }));
    CHECK(session.sweeping() == Session::Sweeping::None);
}

TEST_CASE("What was chosen on the map goes to Quantize or into a file, and its figures are its own", "[window][map]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.press(Qt::Key_5, Qt::ControlModifier);
    finish(lab);
    const SweepReportPtr swept = lab.session().sweepReport();
    const SweepReport& report = *swept;
    MapPage& page = mapOf(lab);
    const std::size_t rounded = placeOf(report, [](const SweepConfiguration& configuration) {
        return configuration.steps.none() && !configuration.trained && configuration.scheme.bits == 5;
    });
    page.select(rounded);
    REQUIRE(waitUntil([&] { return page.isUpToDate(); }));
    lab.button(PageId::Map, QStringLiteral("Use this model"))->click();
    CHECK(lab.window().currentPage() == PageId::Quantize);
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(lab.session().quant()->scheme == report.points[rounded]->configuration.scheme);

    lab.open(PageId::Map);
    const std::size_t trained = placeOf(report, [](const SweepConfiguration& configuration) {
        return configuration.trained && configuration.steps.features == InputSteps::Features::Gradients;
    });
    page.select(trained);
    REQUIRE(waitUntil([&] { return page.isUpToDate(); }));
    const TemporaryFolder folder;
    const QString path = QString::fromStdString((folder.path() / "model.qlm").string());
    REQUIRE(page.saveModelTo(path).ok());
    const auto bytes = readWholeFile(path.toStdString());
    REQUIRE(bytes.ok());
    CHECK(bytes->size() == report.points[trained]->bytes);
    const auto model = decodeCompact({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
    REQUIRE(model.ok());
    CHECK(model->q == report.points[trained]->model->q);
}

TEST_CASE("A model of the map that sees other inputs is used with them, and the map stays", "[window][map]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.press(Qt::Key_5, Qt::ControlModifier);
    finish(lab);
    Session& session = lab.session();
    const SweepReportPtr report = session.sweepReport();
    const DatasetPtr before = session.data()->data;
    MapPage& page = mapOf(lab);
    const std::size_t trained = placeOf(*report, [](const SweepConfiguration& configuration) {
        return configuration.trained && configuration.steps.features == InputSteps::Features::Gradients;
    });
    const SweepPoint& point = *report->points[trained];
    page.select(trained);
    REQUIRE(waitUntil([&] { return page.isUpToDate(); }));
    lab.button(PageId::Map, QStringLiteral("Use this model"))->click();
    REQUIRE(waitUntil([&] { return session.model() == point.original && session.quantIsCurrent(); }));
    CHECK(lab.window().currentPage() == PageId::Quantize);
    CHECK(session.data()->data->steps == point.configuration.steps);
    CHECK(withoutSteps(session.data()->data) == before); // nothing was read again
    CHECK(session.quant()->quantized == point.model);
    CHECK(session.quant()->quantizedEvaluation->correct == point.correct);
    CHECK(session.sweepReport() == report);
    CHECK(session.sweepIsCurrent());

    for (const PageId id : {PageId::Data, PageId::Train, PageId::Draw, PageId::Map}) {
        lab.open(id);
        CHECK(lab.window().currentPage() == id);
        QTest::qWait(30); // each page shows it
    }
    session.undoLoad();
    CHECK(session.data()->data == before);
    CHECK(session.model() == report->model);
}

TEST_CASE("A map of another model is no longer the present one", "[window][map]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.press(Qt::Key_5, Qt::ControlModifier);
    finish(lab);
    TrainConfig config = lab.session().settings().config;
    config.seed += 1;
    lab.session().setTrainConfig(config);
    lab.train();
    CHECK_FALSE(lab.session().sweepIsCurrent());
    CHECK(railStep(PageId::Map, lab.session()).state == QStringLiteral("previous"));
}

TEST_CASE("A model file is taken into use, beside the present original or in its place, and can be undone", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    Session& session = lab.session();
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    const LinearModelPtr first = session.model();
    const TemporaryFolder folder;

    QuantizedModel other = quantize(*first, parseScheme("sign").value());
    other.q[100] = static_cast<std::int8_t>(-other.q[100]);
    REQUIRE(writeFileAtomically(folder.path() / "sign.safetensors", encodeModel(other)).ok());
    REQUIRE(session.openModel(folder.path() / "sign.safetensors").ok());
    REQUIRE(waitUntil([&] { return lab.isAnswered() && session.quant()->scheme.bits == 1; }));
    CHECK(session.model() == first);
    CHECK(session.quant()->quantized->q == other.q);

    LinearModel floats = *first;
    floats.weights *= 2;
    REQUIRE(writeFileAtomically(folder.path() / "float.safetensors", encodeModel(floats)).ok());
    REQUIRE(session.openModel(folder.path() / "float.safetensors").ok());
    REQUIRE(waitUntil([&] { return session.model()->weights == floats.weights && lab.isAnswered(); }));
    session.undoLoad();
    CHECK(session.model() == first);
    CHECK_FALSE(session.openModel(folder.path() / "none.safetensors").ok());

    InputSteps steps = gradientSteps(InputSteps::Align::Moments, 4, 3);
    steps.strength = 0.75f; // of other images than these
    Random random(2);
    LinearModel edges = initialModel(Normalization::unit(), random, steps);
    REQUIRE(writeFileAtomically(folder.path() / "edges.qlm", toText(encodeCompact(quantize(edges, {})))).ok());
    REQUIRE(session.openModel(folder.path() / "edges.qlm").ok());
    REQUIRE(waitUntil([&] { return session.quantIsCurrent() && session.model()->steps == steps; }));
    CHECK(session.data()->data->steps == steps);
}
