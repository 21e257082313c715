// SPDX-License-Identifier: GPL-3.0-or-later
// Charts that were never shown, written to files and read back.
#include "tests/support.h"

#include "app/charts/chart_export.h"
#include "app/charts/chart_menu.h"
#include "app/charts/chart_theme.h"
#include "app/charts/export_dialog.h"
#include "test_charts_samples.h"

#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QXmlStreamReader>

#include <set>

using namespace qlab::app;

namespace {

class Folder {
public:
    QString file(const char* name) const { return QString::fromStdString((m_folder.path() / name).string()); }

private:
    qlab::test::TemporaryFolder m_folder;
};

QByteArray contents(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

/// What an SVG file says and uses.
struct Svg {
    QRectF viewBox;
    QStringList texts;
    std::set<QString> elements, colors;
    double highest = 1e9; ///< least y of any path, in its own coordinates
};

Svg parsedSvg(const QByteArray& bytes)
{
    Svg svg;
    QXmlStreamReader reader(bytes);
    static const QRegularExpression point(QStringLiteral("[ML](-?[0-9.e+-]+),(-?[0-9.e+-]+)"));
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QString name = reader.name().toString();
        const auto attribute = [&](const char* key) {
            return reader.attributes().value(QLatin1String(key)).toString();
        };
        svg.elements.insert(name);
        svg.colors.insert({attribute("fill"), attribute("stroke")});
        if (name == QLatin1String("svg")) {
            const QStringList box = attribute("viewBox").split(u' ');
            svg.viewBox = {box[0].toDouble(), box[1].toDouble(), box[2].toDouble(), box[3].toDouble()};
        }
        auto matches = point.globalMatch(attribute("d"));
        while (matches.hasNext())
            svg.highest = std::min(svg.highest, matches.next().captured(2).toDouble());
        if (name == QLatin1String("text"))
            svg.texts.append(reader.readElementText().trimmed());
    }
    CHECK_FALSE(reader.hasError());
    return svg;
}

bool contains(const QImage& image, const QColor& color)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == color)
                return true;
    return false;
}

std::vector<std::unique_ptr<ChartView>> allCharts()
{
    std::vector<std::unique_ptr<ChartView>> charts;
    charts.push_back(sample::chart<LineChart>(sample::loss(), "Loss"));
    charts.push_back(sample::chart<IntervalChart>(sample::accuracy(), "Accuracy"));
    charts.push_back(sample::chart<BarChart>(sample::sizes(), "Size"));
    charts.push_back(sample::chart<BarChart>(sample::times(), "Time"));
    charts.push_back(sample::chart<BreakdownChart>(sample::breakdown(), "Where the time goes"));
    charts.push_back(sample::chart<ScalingChart>(sample::scaling(), "Batch size"));
    charts.push_back(sample::chart<HistogramChart>(sample::histogram(), "Weights and levels"));
    return charts;
}

} // namespace

TEST_CASE("every chart writes a PNG of the size and in the colours asked for", "[charts][export]")
{
    const Folder folder;
    const QString path = folder.file("chart.png");
    for (const auto& chart : allCharts())
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark})
            for (const int scale : {1, 2}) {
                CAPTURE(chart->title().toStdString(), scale, static_cast<int>(scheme));
                REQUIRE(savePng(*chart, path, {.size = {320, 240}, .scale = scale, .scheme = scheme}).ok());
                const QImage image(path);
                CHECK(image.size() == QSize(320, 240) * scale);
                CHECK(image.pixelColor(1, 1) == ThemeTable::of(scheme)[Token::Surface]);
                CHECK(contains(image, ThemeTable::of(scheme)[Token::Original]));
                const bool onlyOriginal = qobject_cast<LineChart*>(chart.get()) != nullptr;
                CHECK(contains(image, ThemeTable::of(scheme)[Token::Quantized]) == !onlyOriginal);
            }
}

TEST_CASE("every chart writes an SVG with text as text and nothing rasterised", "[charts][export]")
{
    const Folder folder;
    const QString path = folder.file("chart.svg");
    for (const auto& chart : allCharts()) {
        CAPTURE(chart->title().toStdString());
        REQUIRE(saveSvg(*chart, path, {.size = {480, 300}}).ok());
        const Svg svg = parsedSvg(contents(path));
        CHECK(svg.viewBox == QRectF(0, 0, 480, 300));
        CHECK(svg.texts.contains(chart->title()));
        CHECK(svg.texts.contains(QStringLiteral("note")));
        CHECK(svg.elements.count(QStringLiteral("image")) == 0);
        CHECK(svg.elements.count(QStringLiteral("clipPath")) == 0);
    }
}

TEST_CASE("numbers in pictures do not follow the locale, those in the window do", "[charts][export]")
{
    QLocale::setDefault(QLocale(QLocale::German));
    const Folder folder;
    const auto chart = sample::shown<IntervalChart>(sample::accuracy());
    REQUIRE(saveSvg(*chart, folder.file("a.svg")).ok());
    CHECK(parsedSvg(contents(folder.file("a.svg"))).texts.contains(QStringLiteral("92.19 %")));
    sample::sendMouse(*chart, QEvent::MouseMove, chart->plotMap().pixel(0, 92));
    REQUIRE(chart->shownHover());
    CHECK(chart->shownHover()->rows[0].value == QStringLiteral("92,19 %"));
    QLocale::setDefault(QLocale::c());
}

TEST_CASE("lines in an SVG end at the plot area, without clip paths", "[charts][export]")
{
    const Folder folder;
    LineChartData data = sample::loss();
    data.yRange = Range{0.2, 0.5}; // the curve starts at 2.27
    REQUIRE(saveSvg(*sample::chart<LineChart>(data), folder.file("a.svg")).ok());
    CHECK(parsedSvg(contents(folder.file("a.svg"))).highest >= 0);
}

TEST_CASE("hatches are shapes in the model's colour", "[charts][export]")
{
    const Folder folder;
    REQUIRE(saveSvg(*sample::chart<BarChart>(sample::sizes()), folder.file("a.svg")).ok());
    const Svg svg = parsedSvg(contents(folder.file("a.svg")));
    CHECK(svg.elements.count(QStringLiteral("path")) == 1);
    CHECK(svg.elements.count(QStringLiteral("pattern")) == 0);
    CHECK(svg.colors.count(ThemeTable::of(Scheme::Light)[Token::Quantized].name()) == 1);
}

TEST_CASE("several charts make one sheet", "[charts][export]")
{
    const Folder folder;
    const auto charts = allCharts();
    const std::vector<const ChartView*> three{charts[1].get(), charts[2].get(), charts[3].get()};
    REQUIRE(saveSheetPng(three, 2, folder.file("s.png"), {.size = {300, 200}, .scale = 2}).ok());
    const QImage sheet(folder.file("s.png"));
    CHECK(sheet.size() == QSize(1200, 800));
    // Each cell holds its chart, the fourth is empty ground.
    const QColor ground = ThemeTable::of(Scheme::Light)[Token::Surface];
    for (int cell = 0; cell < 4; ++cell) {
        const QImage part = sheet.copy(cell % 2 * 600, cell / 2 * 400, 600, 400);
        CHECK(contains(part, ThemeTable::of(Scheme::Light)[Token::Original]) == (cell < 3));
        CHECK(part.pixelColor(2, 2) == ground);
    }
    REQUIRE(saveSheetSvg(three, 3, folder.file("s.svg"), {.size = {300, 200}}).ok());
    const Svg svg = parsedSvg(contents(folder.file("s.svg")));
    CHECK(svg.viewBox == QRectF(0, 0, 900, 200));
    CHECK(svg.texts.contains(QStringLiteral("Accuracy")));
    CHECK(svg.texts.contains(QStringLiteral("Time")));
}

TEST_CASE("levels that are too many for the width are thinned out, and odd ones stay", "[charts][export][histogram]")
{
    HistogramChartData data = sample::histogram();
    data.levels.clear();
    for (int code = -127; code <= 127; code += 2)
        data.levels.push_back({code * 0.0015, code});
    const auto labels = [](const HistogramChartData& shown) {
        QSet<int> codes;
        for (QString text : parsedSvg(chartSvg(*sample::chart<HistogramChart>(shown))).texts) {
            bool isWhole = false;
            const int code = text.replace(QChar(0x2212), u'-').toInt(&isWhole);
            if (isWhole && code % 2 != 0)
                codes.insert(code);
        }
        return codes;
    };
    CHECK(labels(data).contains(-1));
    CHECK(labels(data).size() >= 5);
    CHECK(labels(data).size() <= 40);
    data.evenLevels = false; // from the left end on
    CHECK(labels(data).contains(-127));
    CHECK(labels(data).size() >= 5);
}

TEST_CASE("a chart paints itself into any painter", "[charts][export]")
{
    QImage image(500, 400, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    renderChart(painter, *sample::chart<BarChart>(sample::times()), {100, 50, 300, 200}, {});
    painter.end();
    CHECK(image.pixelColor(99, 100) == QColor(Qt::magenta));
    CHECK(image.pixelColor(250, 49) == QColor(Qt::magenta));
    CHECK(image.pixelColor(401, 100) == QColor(Qt::magenta));
    CHECK(contains(image.copy(100, 50, 300, 200), ThemeTable::of(Scheme::Light)[Token::Quantized]));
}

TEST_CASE("a file that cannot be written is an error that names it and leaves nothing", "[charts][export]")
{
    const auto chart = sample::chart<BarChart>(sample::times());
    const Folder folder;
    const QString missing = folder.file("no/such/folder.png");
    for (const qlab::Status& status : {savePng(*chart, missing), saveSvg(*chart, missing), saveCsv(*chart, missing)}) {
        REQUIRE_FALSE(status.ok());
        CHECK(status.error().code == qlab::Error::Code::Io);
        CHECK_THAT(status.error().message, qlab::test::ContainsSubstring(missing.toStdString()));
    }
    const QString path = folder.file("a.png");
    CHECK(savePng(*chart, path, {.size = {20, 200}}).error().code == qlab::Error::Code::BadInput);
    CHECK(savePng(*chart, path, {.scale = 9}).error().code == qlab::Error::Code::BadInput);
    CHECK(saveSheetPng({}, 2, path).error().code == qlab::Error::Code::BadInput);
    CHECK_FALSE(QFile::exists(path));
}

TEST_CASE("the clipboard gets the picture and the table", "[charts][clipboard]")
{
    const auto chart = sample::chart<IntervalChart>(sample::accuracy());
    copyToClipboard(*chart);
    const QMimeData* data = QApplication::clipboard()->mimeData();
    REQUIRE(data->hasImage());
    REQUIRE(data->hasText());
    CHECK(contains(qvariant_cast<QImage>(data->imageData()), ThemeTable::of(Scheme::Light)[Token::Original]));
    CHECK(data->text().startsWith(QStringLiteral("name\taccuracy (%)\taccuracy low (%)")));
    CHECK(data->text().contains(QStringLiteral("Quantized\t92.22\t91.68\t92.73\n")));
}

TEST_CASE("the menu copies, saves and resets the zoom only where there is one", "[charts][menu]")
{
    const auto chart = sample::shown<LineChart>(sample::loss());
    const std::unique_ptr<QMenu> menu(makeChartMenu(*chart, nullptr));
    QStringList names;
    for (const QAction* action : menu->actions())
        if (!action->isSeparator())
            names.append(action->text());
    CHECK(names == sample::texts({"Copy", "Save PNG…", "Save SVG…", "Save CSV…", "Reset zoom"}));

    QApplication::clipboard()->clear();
    menu->actions().front()->trigger();
    CHECK(QApplication::clipboard()->mimeData()->hasImage());

    QAction* reset = menu->actions().back();
    CHECK_FALSE(reset->isEnabled());
    REQUIRE(sample::sendWheel(*chart, chart->plotMap().area.center(), 2));
    Q_EMIT menu->aboutToShow();
    CHECK(reset->isEnabled());
    reset->trigger();
    CHECK_FALSE(chart->isZoomed());
}

TEST_CASE("Return saves: the dialog's default button is the one that saves", "[charts][dialog]")
{
    const auto chart = sample::chart<BarChart>(sample::times(), "Time, all images");
    ExportDialog dialog(*chart, ExportDialog::Format::Png);
    QStringList defaults;
    for (const QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->isDefault())
            defaults += button->text();
    CHECK(defaults == QStringList{QStringLiteral("Save…")});
}

TEST_CASE("the dialog writes what its fields say, and shows why it could not", "[charts][dialog]")
{
    const Folder folder;
    const auto chart = sample::chart<BarChart>(sample::times(), "Time, all images");
    ExportDialog dialog(*chart, ExportDialog::Format::Png);
    CHECK(dialog.proposedName() == QStringLiteral("time-all-images.png"));
    CHECK(dialog.options().size == QSize(640, 400));
    CHECK(dialog.options().scale == 2);
    CHECK(dialog.options().scheme == Scheme::Light);

    CHECK_FALSE(dialog.saveTo(folder.file("no/such.png")));
    bool saidSo = false;
    for (const QLabel* label : dialog.findChildren<QLabel*>())
        saidSo = saidSo || label->text().contains(QStringLiteral("such.png"));
    CHECK(saidSo);
    CHECK(dialog.saveTo(folder.file("a.png")));
    CHECK(QImage(folder.file("a.png")).size() == QSize(1280, 800));

    ExportDialog table(*chart, ExportDialog::Format::Csv);
    CHECK(table.proposedName().endsWith(QStringLiteral(".csv")));
    CHECK(table.saveTo(folder.file("a.csv")));
    CHECK(QString::fromUtf8(contents(folder.file("a.csv"))) == csv(*chart));
}
