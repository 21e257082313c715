// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/pages/compare_page.h"
#include "app/pages/model_choice.h"
#include "app/pages/models_dialog.h"
#include "app/pages/models_table.h"
#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "app/widgets/table_view.h"
#include "engine/formats/model_file.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

ComparePage& comparePage(Lab& lab) { return static_cast<ComparePage&>(lab.page(PageId::Compare)); }

bool shows(Lab& lab, const std::string& words)
{
    for (const QLabel* label : comparePage(lab).findChildren<QLabel*>())
        if (label->isVisible() && label->text().replace(QChar::Nbsp, QLatin1Char(' ')) == QString::fromStdString(words))
            return true;
    return false;
}

void compareToTheEnd(Lab& lab)
{
    lab.open(PageId::Compare);
    REQUIRE(waitUntil([&] { return comparePage(lab).primaryButton()->isEnabled(); }));
    click(*lab.button(PageId::Compare, QStringLiteral("Run")));
    CHECK(lab.session().comparing());
    REQUIRE(waitUntil([&] { return !lab.session().comparing(); }, 120'000));
}

/// One colour all over.
bool isBlank(const QImage& image)
{
    const QRgb first = image.pixel(0, 0);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) != first)
                return false;
    return true;
}

QStringList lines(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly | QIODevice::Text));
    QStringList all = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    all.removeAll(QString());
    return all;
}

/// Fields of one line, quoted ones taken as one.
int fields(const QString& line)
{
    int commas = 0;
    bool quoted = false;
    for (const QChar each : line) {
        if (each == QLatin1Char('"'))
            quoted = !quoted;
        commas += each == QLatin1Char(',') && !quoted;
    }
    CHECK_FALSE(quoted);
    return commas + 1;
}

void checkCsv(const QString& path)
{
    INFO(path.toStdString());
    const QStringList all = lines(path);
    REQUIRE(all.size() >= 2);
    CHECK(fields(all.first()) >= 2);
    for (const QString& line : all)
        CHECK(fields(line) == fields(all.first()));
    bool number = false;
    all[1].section(QLatin1Char(','), -1).toDouble(&number);
    CHECK(number);
}

} // namespace

TEST_CASE("Compare runs to the end, fills the table and gives a verdict; both kinds of export hold it", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    compareToTheEnd(lab);
    const CompareReportPtr report = lab.session().compareReport();
    REQUIRE(report);
    CHECK(report->complete);
    CHECK(lab.session().compareIsCurrent());
    const Verdict words = verdict(report->comparison);
    CHECK_FALSE(words.headline.empty());
    CHECK(waitUntil([&] { return shows(lab, words.headline) && shows(lab, words.sentence); }, 5000));
    const auto* const table = findField<TableView>(comparePage(lab), QStringLiteral("Comparison"));
    REQUIRE(table->model()->rowCount() == 6); // all images fit one piece: nothing is streamed
    for (int row = 0; row < 5; ++row)
        for (int column = 0; column < table->model()->columnCount(); ++column)
            CHECK_FALSE(table->model()->index(row, column).data().toString().isEmpty());

    const TemporaryFolder folder;
    const QString base = QString::fromStdString(folder.path().string()) + QLatin1Char('/');
    const Status exported = comparePage(lab).exportAllTo(base);
    INFO((exported ? std::string() : exported.error().message));
    REQUIRE(exported.ok());
    CHECK(QDir(base).entryList(QDir::Files).size() == 5 * 3 + 1);
    for (const char* name : {"accuracy", "size", "time", "where-the-time-goes", "batch-size"}) {
        const QString path = base + QLatin1String(name);
        INFO(name);
        const QImage picture(path + QStringLiteral(".png"));
        REQUIRE_FALSE(picture.isNull());
        CHECK_FALSE(isBlank(picture));
        CHECK(lines(path + QStringLiteral(".svg")).join(QString()).contains(QStringLiteral("<svg")));
        checkCsv(path + QStringLiteral(".csv"));
    }
    const QImage sheet(base + QStringLiteral("comparison.png"));
    REQUIRE_FALSE(sheet.isNull());
    CHECK_FALSE(isBlank(sheet));

    REQUIRE(comparePage(lab).saveModelsTo(base).ok());
    const auto original = readModelFile(folder.path() / "model-float.safetensors");
    const auto quantized = readModelFile(folder.path() / "model-quantized.safetensors");
    REQUIRE(original.ok());
    REQUIRE(quantized.ok());
    REQUIRE(original->original);
    REQUIRE(quantized->quantized);
    CHECK((original->original->weights == lab.session().model()->weights));
    CHECK(quantized->quantized->scheme == lab.session().settings().scheme);
    CHECK(std::filesystem::file_size(folder.path() / "model-float.safetensors") == report->comparison.original.bytes);
    CHECK(std::filesystem::file_size(folder.path() / "model-quantized.safetensors")
        == report->comparison.quantized.bytes);
}

TEST_CASE("An export into a folder that is not there says so", "[window]")
{
    Lab lab;
    lab.waitForData();
    CHECK_FALSE(comparePage(lab).saveModelsTo(QString::fromStdString(lab.dataFolder().string())).ok());
    lab.train();
    const QString nowhere = QString::fromStdString((lab.dataFolder() / "not" / "there").string());
    const Status models = comparePage(lab).saveModelsTo(nowhere);
    REQUIRE_FALSE(models.ok());
    CHECK(models.error().message.find("there") != std::string::npos);
    const Status charts = comparePage(lab).exportAllTo(nowhere);
    REQUIRE_FALSE(charts.ok());
    CHECK(charts.error().message.find("there") != std::string::npos);
}

TEST_CASE("A comparison is cancelled by its button, by Escape and by another scheme", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.press(Qt::Key_B);
    REQUIRE(lab.session().comparing());
    CHECK(lab.window().currentPage() == PageId::Compare);
    const auto stop = GENERATE(0, 1, 2);
    REQUIRE(waitUntil([&] { return lab.hasButton(PageId::Compare, QStringLiteral("Stop")); }));
    if (stop == 0)
        click(*lab.button(PageId::Compare, QStringLiteral("Stop")));
    else
        lab.press(stop == 1 ? Qt::Key_Escape : Qt::Key_BracketLeft);
    REQUIRE(waitUntil([&] { return !lab.session().comparing(); }, 5000));
    CHECK_FALSE((lab.session().compareReport() && lab.session().compareReport()->complete));
    CHECK(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(waitUntil([&] { return lab.page(PageId::Compare).primaryButton()->isEnabled(); }));
    CHECK(waitUntil([&] { return !lab.hasButton(PageId::Compare, QStringLiteral("Stop")); }));
}

TEST_CASE("Any two models: those in force, exchanged, and a file", "[window]")
{
    Lab lab;
    lab.waitForData();
    ModelsDialog early(lab.session());
    CHECK(early.headline() == QStringLiteral("There is no model yet"));
    lab.train();
    // Opened before there was a model, it measures as soon as there is one.
    const auto answered = [&](const ModelsDialog& dialog) {
        return waitUntil([&] { return dialog.headline().startsWith(QStringLiteral("B is ")); });
    };
    REQUIRE(answered(early));
    ModelsReportPtr report = lab.session().modelsReport();
    CHECK(report->first.original == lab.session().model());
    CHECK(report->second.quantized == lab.session().quant()->quantized);
    CHECK(report->comparison.images == kTestImages);
    const auto cell = [&](int row, int column) {
        return early.table().data(early.table().index(row, column), Qt::DisplayRole).toString();
    };
    const QString size = cell(5, ModelsTable::First);
    CHECK(size == QString::fromStdString(bytesText(encodeModel(*lab.session().model()).size())));

    early.choice(0).exchangeWith(early.choice(1));
    REQUIRE(waitUntil([&] { return lab.session().modelsReport()->second.original == lab.session().model(); }));
    REQUIRE(answered(early));
    CHECK(cell(5, ModelsTable::Second) == size);

    const TemporaryFolder folder;
    REQUIRE(comparePage(lab).saveModelsTo(QString::fromStdString(folder.path().string())).ok());
    REQUIRE(early.choice(0).open(folder.path()).ok()); // a folder of a run: its quantized model
    REQUIRE(early.choice(1).open(folder.path() / kOriginalFile).ok());
    REQUIRE(waitUntil([&] {
        report = lab.session().modelsReport();
        return report->second == early.choice(1).chosen()->model && !lab.session().comparingModels();
    }));
    CHECK(report->comparison.accuracy.images == kTestImages);
    CHECK(report->first.quantized->q == lab.session().quant()->quantized->q);

    const Status none = early.choice(0).open(folder.path() / "nothing.qlm");
    CHECK_FALSE(none.ok());
    // Another scheme does not touch what was chosen from files.
    lab.press(Qt::Key_BracketLeft);
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    CHECK(early.choice(1).chosen()->model == report->second);
}
