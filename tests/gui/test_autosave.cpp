// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/drawing/drawing_file.h"
#include "app/session/autosave.h"
#include "engine/formats/model_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QStandardPaths>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

const char* const kExperiment = "experiment.qlab";

/// A home of its own for settings and files, over one small data folder.
class Home {
public:
    Home()
    {
        qputenv("XDG_DATA_HOME", m_home.path().c_str());
        writeDigits(m_data.path());
    }
    ~Home() { qunsetenv("XDG_DATA_HOME"); }

    const std::filesystem::path& data() const { return m_data.path(); }
    QString file(const char* name) const
    {
        return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/session/")
            + QLatin1String(name);
    }
    QByteArray read(const char* name) const
    {
        QFile from(file(name));
        return from.open(QIODevice::ReadOnly) ? from.readAll() : QByteArray();
    }
    ExperimentFile experiment() const
    {
        const auto file = experimentFromJson(read(kExperiment));
        REQUIRE(file.ok());
        return *file;
    }
    void write(const ExperimentFile& file) const { write(kExperiment, experimentToJson(file)); }
    void write(const char* name, const QByteArray& bytes) const
    {
        QDir().mkpath(QFileInfo(file(name)).path());
        QFile to(file(name));
        REQUIRE(to.open(QIODevice::WriteOnly));
        REQUIRE(to.write(bytes) == bytes.size());
    }

private:
    OwnSettings m_settings;
    TemporaryFolder m_home, m_data;
};

/// The program without its window.
struct Program {
    Session session;
    Drawing drawing{session};
    Autosave autosave{session, drawing};

    void load(const std::filesystem::path& folder, const SplitSpec& split = {})
    {
        session.load({DataSource::Kind::Folder, folder}, split);
        REQUIRE(waitUntil([this] { return !session.loading() && session.data(); }));
    }
    void train()
    {
        session.train();
        REQUIRE(waitUntil([this] { return session.training() == Session::Training::Finished; }));
    }
    void restore()
    {
        autosave.restore();
        REQUIRE(waitUntil([this] { return !session.loading(); }));
    }
};

void drawSomething(CanvasDocument& document)
{
    document.beginStroke(Tool::Pen, {{40.25, 50.5}, 22});
    document.extendStroke({{200, 210.125}, 18.75});
    document.endStroke();
    document.beginStroke(Tool::Eraser, {{100, 100}, 35.2});
    document.endStroke();
    document.invert();
}

/// A first program that trains twice, draws and ends.
TrainSnapshotPtr leaveSession(const Home& home)
{
    Program first;
    first.load(home.data());
    TrainConfig config = first.session.settings().config;
    config.epochs = 3;
    first.session.setTrainConfig(config);
    first.train();
    first.train();
    drawSomething(first.drawing.document());
    return first.session.snapshot();
}

} // namespace

TEST_CASE("Settings, model, curves and drawing come back as they were", "[autosave]")
{
    const Home home;
    const auto scheme = withBits(parseScheme("lab").value(), 5);
    TrainSnapshotPtr before;
    TrainingRecord record;
    std::vector<std::uint8_t> sheet;
    {
        Program first;
        first.load(home.data(), {SplitSpec::Kind::TrainFile, 0.75, 9});
        TrainConfig config = first.session.settings().config;
        config.epochs = 3;
        config.seed = 18'446'744'073'709'551'615U;
        config.momentum = 0.5F;
        first.session.setTrainConfig(config);
        first.session.setScheme(scheme);
        first.train();
        first.train();
        drawSomething(first.drawing.document());
        before = first.session.snapshot();
        record = first.session.record();
        sheet = first.drawing.document().picture().pixels;
    }
    Program second;
    second.restore();
    const TrainSnapshotPtr& after = second.session.snapshot();
    REQUIRE(after);
    CHECK(after->model->weights == before->model->weights);
    CHECK(after->test->correct == before->test->correct);
    CHECK(after->config == before->config);
    CHECK(after->epochs.size() == before->epochs.size());
    CHECK(after->losses.size() == before->losses.size());
    CHECK(second.session.settings().scheme == scheme);
    CHECK(second.session.settings().split == before->data->split);
    CHECK(second.session.record().run == 2);
    REQUIRE(second.session.record().earlier.size() == 1);
    CHECK(second.session.record().earlier[0].losses.size() == record.earlier[0].losses.size());
    CHECK(second.drawing.document().picture().pixels == sheet);
    second.drawing.document().undo(); // stroke by stroke, as before
    CHECK(second.drawing.document().picture().pixels != sheet);
}

TEST_CASE("A model survives a seed that was changed after its data were loaded", "[autosave]")
{
    const Home home;
    {
        Program first;
        first.load(home.data(), {SplitSpec::Kind::TrainFile, 0.8, 1});
        TrainConfig config = first.session.settings().config;
        config.epochs = 2;
        config.seed = 7;
        first.session.setTrainConfig(config);
        first.train();
    }
    Program second;
    second.restore();
    CHECK(second.session.snapshot());
    CHECK(second.session.settings().config.seed == 7);
    CHECK(second.session.settings().split.seed == 1);
}

TEST_CASE("A test image on the sheet comes back as one", "[autosave]")
{
    const Home home;
    {
        Program first;
        first.load(home.data());
        first.drawing.showTestImage(12);
    }
    Program second;
    second.restore();
    const auto image = second.session.data()->data->test->image(12);
    REQUIRE(waitUntil([&] { return second.drawing.isAsItIs() && !second.drawing.isEmpty(); }, 5000));
    CHECK(std::equal(image.begin(), image.end(), second.drawing.image().begin()));
    CHECK(second.drawing.trueLabel() == second.session.data()->data->test->labels()[12]);
}

TEST_CASE("Timings come back as those of an earlier session, with the scheme that was timed", "[autosave]")
{
    const Home home;
    auto timedScheme = withBits(parseScheme("lab").value(), 6);
    timedScheme.inputBits = GENERATE(8, 4); // which has one more part of the time
    CompareReportPtr before;
    {
        Program first;
        first.load(home.data());
        first.session.setScheme(timedScheme);
        first.train();
        REQUIRE(waitUntil([&] { return first.session.quantIsCurrent(); }));
        first.session.compare();
        REQUIRE(waitUntil([&] { return first.session.compareReport() && first.session.compareReport()->complete; }));
        before = first.session.compareReport();
        first.session.setScheme(withBits(timedScheme, 3));
    }
    {
        Program second;
        second.restore();
        const CompareReportPtr after = second.session.compareReport();
        REQUIRE(after);
        CHECK(second.session.compareIsFromEarlierSession());
        CHECK_FALSE(second.session.compareIsCurrent());
        CHECK(after->quantized->scheme == timedScheme);
        CHECK(after->comparison.original.batch.medianMs == before->comparison.original.batch.medianMs);
        CHECK(after->comparison.batchRatio.interval == before->comparison.batchRatio.interval);
        CHECK(after->comparison.accuracy.pValue == before->comparison.accuracy.pValue);
        CHECK(after->batchCurve.size() == before->batchCurve.size());
        REQUIRE((before->comparison.breakdown && after->comparison.breakdown));
        const Breakdown &timed = *before->comparison.breakdown, &kept = *after->comparison.breakdown;
        CHECK(kept.pixelsNarrowed == timed.pixelsNarrowed);
        CHECK(kept.pixelsNarrowed > 0);
        CHECK((timedScheme.inputBits < 8 || kept.pixelsNarrowed == kept.pixelsQuantized));
        second.session.setScheme(timedScheme);
        REQUIRE(waitUntil([&] { return second.session.quantIsCurrent(); }));
        CHECK_FALSE(second.session.compareIsCurrent()); // timed anew or not at all
        second.session.compare();
        REQUIRE(waitUntil([&] { return second.session.compareIsCurrent(); }));
        CHECK_FALSE(second.session.compareIsFromEarlierSession());
    }
    ExperimentFile damaged = home.experiment();
    REQUIRE_FALSE(damaged.timings.isEmpty());
    QByteArray timings = QJsonDocument(damaged.timings).toJson();
    damaged.timings = QJsonDocument::fromJson(timings.replace("\"median_ms\"", "\"median\"")).object();
    home.write(damaged);
    Program third;
    third.restore();
    CHECK(third.session.snapshot());
    CHECK_FALSE(third.session.compareReport());
}

TEST_CASE("Damaged parts are left out, and the rest comes back", "[autosave]")
{
    const Home home;
    leaveSession(home);
    const ExperimentFile whole = home.experiment();
    REQUIRE_FALSE(whole.original.isEmpty());
    QByteArray bent = whole.original;
    bent[bent.size() - 100] = static_cast<char>(bent[bent.size() - 100] ^ 1);
    std::vector<ExperimentFile> damages(6, whole);
    damages[0].original.clear();
    damages[1].original = whole.original.left(whole.original.size() / 2);
    damages[2].original = bent; // whole, but not the one of the log
    damages[3].training = {};
    damages[4].training.remove(QStringLiteral("losses"));
    damages[5].training[QStringLiteral("epochs")] = QStringLiteral("many");
    for (std::size_t i = 0; i < damages.size(); ++i) {
        home.write(damages[i]);
        Program next;
        next.restore();
        INFO("damage " << i);
        CHECK(next.session.data());
        CHECK_FALSE(next.session.snapshot());
        CHECK_FALSE(next.drawing.document().isEmpty());
    }
    for (const QJsonObject& drawing : {QJsonObject(), QJsonObject{{QStringLiteral("steps"), 3}}}) {
        ExperimentFile file = whole;
        file.drawing = drawing;
        home.write(file);
        Program next;
        next.restore();
        CHECK(next.session.snapshot());
        CHECK(next.drawing.document().isEmpty());
    }
}

TEST_CASE("A damaged file is a first start", "[autosave]")
{
    const Home home;
    leaveSession(home);
    const QByteArray whole = home.read(kExperiment);
    for (const QByteArray& bytes : {whole.left(whole.size() / 2), QByteArray(), QByteArray("[1, 2, 3]")}) {
        home.write(kExperiment, bytes);
        Program next;
        next.restore();
        CHECK(next.session.data());
        CHECK_FALSE(next.session.snapshot());
        CHECK(next.session.settings().config == TrainConfig{});
    }
}

TEST_CASE("Settings that no recipe allows give way to the usual ones", "[autosave]")
{
    const Home home;
    leaveSession(home);
    ExperimentFile file = home.experiment();
    file.settings[QStringLiteral("epochs")] = QStringLiteral("-3");
    file.settings[QStringLiteral("scheme")] = QStringLiteral("nonsense");
    home.write(file);
    Program next;
    next.restore();
    CHECK(next.session.settings().config == TrainConfig{});
    CHECK(next.session.settings().scheme == parseScheme("lab").value());
    CHECK(next.session.snapshot());
}

TEST_CASE("A model is only shown on the images that it was trained on", "[autosave]")
{
    const Home home;
    leaveSession(home);
    writeDigits(home.data(), kTrainImages, kTestImages + 10); // the folder has other files now
    Program next;
    next.restore();
    CHECK(next.session.data());
    CHECK_FALSE(next.session.snapshot());
}

TEST_CASE("Other images in equal number are other images", "[autosave]")
{
    const Home home;
    leaveSession(home);
    QFile pixels(QString::fromStdString((home.data() / "train-images-idx3-ubyte").string()));
    REQUIRE(pixels.open(QIODevice::ReadWrite));
    REQUIRE(pixels.seek(16 + 784 * 5 + 400));
    char pixel = 0;
    REQUIRE(pixels.peek(&pixel, 1) == 1);
    pixel = static_cast<char>(pixel ^ 0x40);
    REQUIRE(pixels.write(&pixel, 1) == 1);
    pixels.close();
    Program next;
    next.restore();
    CHECK(next.session.data());
    CHECK_FALSE(next.session.snapshot());
}

TEST_CASE("Files of the first versions are read", "[autosave]")
{
    const Home home;
    const TrainSnapshotPtr before = leaveSession(home);
    // A file for each part, and the settings with those of the window.
    const ExperimentFile file = home.experiment();
    QFile::remove(home.file(kExperiment));
    for (const QString& name : file.settings.keys())
        if (name != QStringLiteral("split_seed")) // it was the recipe's
            QSettings().setValue(QStringLiteral("experiment/") + name, file.settings[name].toString());
    home.write("model-float.safetensors", file.original);
    home.write("drawing.json", QJsonDocument(file.drawing).toJson());
    QJsonObject log = file.training;
    for (const char* name : {"images_sha256", "model_sha256", "config", "run", "earlier_runs"})
        log.remove(QLatin1String(name));
    home.write("training.json", QJsonDocument(log).toJson());
    Program next;
    next.restore();
    REQUIRE(next.session.snapshot());
    CHECK(next.session.snapshot()->model->weights == before->model->weights);
    CHECK(next.session.record().run == 1);
    CHECK_FALSE(next.drawing.document().isEmpty());
}

TEST_CASE("Of two windows at once the last to finish counts, whole", "[autosave]")
{
    const Home home;
    LinearModelPtr last;
    ExperimentFile ofOne;
    {
        Program two;
        {
            Program one;
            for (Program* each : {&one, &two}) {
                each->load(home.data());
                TrainConfig config;
                config.epochs = 2;
                config.seed = each == &one ? 1 : 2;
                each->session.setTrainConfig(config);
                each->train();
            }
        }
        ofOne = home.experiment();
        last = two.session.model();
    }
    {
        Program next;
        next.restore();
        REQUIRE(next.session.snapshot());
        CHECK(next.session.model()->weights == last->weights);
        CHECK(next.session.snapshot()->config.seed == 2);
    }
    ExperimentFile mixed = home.experiment();
    mixed.training = ofOne.training; // the log of one beside the model of the other
    home.write(mixed);
    Program next;
    next.restore();
    CHECK_FALSE(next.session.snapshot());
}
