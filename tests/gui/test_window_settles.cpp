// SPDX-License-Identifier: GPL-3.0-or-later
// A window at rest: after every answer the layout comes to its end, and what is said is said of what is shown.
#include "tests/gui/window_driver.h"

#include "app/window/status_line.h"

#include "app/charts/chart_view.h"
#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/number_text.h"
#include "app/widgets/scoreboard.h"
#include "engine/quant/quant_scheme.h"

#include <QElapsedTimer>
#include <QFontDatabase>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// Counts what layouts and painting cause. A layout that never ends would keep processEvents() from returning: beyond
/// any honest number it gets no more requests.
class Unrest : public QObject {
public:
    Unrest() { qApp->installEventFilter(this); }

    int layouts() const { return m_layouts; }
    int paints() const { return m_paints; }
    bool isEndless() const { return m_layouts > kMost; }
    void forget() { m_layouts = m_paints = 0; }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        m_layouts += event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize;
        m_paints += event->type() == QEvent::Paint || event->type() == QEvent::UpdateRequest;
        return event->type() == QEvent::LayoutRequest && isEndless();
    }

private:
    static constexpr int kMost = 3000; // an answer causes up to 300

    int m_layouts = 0, m_paints = 0;
};

/// Another family for text, for as long as it lives.
class Family {
public:
    explicit Family(const QString& text)
        : m_before(typeface())
    {
        apply({text, m_before.fixed});
    }
    ~Family() { apply(m_before); }

private:
    static void apply(const Typeface& typeface)
    {
        setTypeface(typeface);
        Theme::instance().setMode(Theme::instance().mode());
    }
    Typeface m_before;
};

QStringList installedFamilies()
{
    QStringList found;
    for (const QString& family :
        {typeface().text, QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")})
        if (QFontDatabase::families().contains(family) && !found.contains(family))
            found += family;
    return found;
}

bool isDrawn(Lab& lab)
{
    if (!lab.page(lab.window().currentPage()).isUpToDate())
        return false;
    for (const ChartView* chart : lab.window().findChildren<ChartView*>())
        if (chart->isVisible() && !chart->isUpToDate())
            return false;
    return true;
}

/// Runs the event loop until some turns of it bring nothing; false if that does not happen.
bool comesToRest(Lab& lab, Unrest& unrest)
{
    unrest.forget();
    QElapsedTimer clock;
    clock.start();
    for (int quiet = 0; quiet < 3 && !unrest.isEndless();) {
        if (clock.elapsed() > 10'000)
            return false;
        const int before = unrest.layouts() + unrest.paints();
        QCoreApplication::processEvents();
        quiet = isDrawn(lab) && unrest.layouts() + unrest.paints() == before ? quiet + 1 : 0;
    }
    return !unrest.isEndless();
}

/// At rest for a whole second.
void checkStillness(Lab& lab, Unrest& unrest)
{
    REQUIRE(comesToRest(lab, unrest));
    unrest.forget();
    QTest::qWait(1000);
    CHECK(unrest.layouts() == 0);
    CHECK(unrest.paints() == 0);
}

/// What the scoreboard says of the quantized model is said of the answer that is shown.
void checkLabels(Lab& lab)
{
    const QuantReport& report = *lab.session().quant();
    const auto* const board = lab.window().findChild<Scoreboard*>();
    REQUIRE(board != nullptr);
    const ScoreBlock& block = board->block(Scoreboard::Quantized);
    CHECK(report.scheme == lab.session().settings().scheme);
    CHECK(block.note.startsWith(QString::number(report.scheme.bits)));
    CHECK(block.figures[0].value == numberText(report.quantizedEvaluation->accuracy() * 100, 2));
}

void checkEveryScheme(Lab& lab, Unrest& unrest)
{
    for (const SchemePreset& preset : schemePresets())
        for (int bits = 8; bits >= 1; --bits) {
            INFO("preset " << preset.key << ", " << bits << " bits");
            lab.session().setScheme(withBits(preset.scheme, bits));
            REQUIRE(waitUntil([&] { return lab.isAnswered(); }, 10'000));
            REQUIRE(comesToRest(lab, unrest));
            checkLabels(lab);
        }
}

void checkEverySize(Lab& lab, Unrest& unrest)
{
    for (const QSize size : {QSize(1280, 720), QSize(1280, 800), QSize(1366, 768), QSize(1920, 1080)}) {
        INFO("a window of " << size.width() << " x " << size.height());
        lab.window().resize(size);
        checkEveryScheme(lab, unrest);
    }
}

void checkEveryFont(const DataSource& source)
{
    QApplication::setCursorFlashTime(0); // a caret may blink
    for (const QString& family : installedFamilies()) {
        INFO(family.toStdString());
        const Family other(family);
        Lab lab(source);
        lab.waitForData();
        lab.train();
        lab.open(PageId::Quantize);
        Unrest unrest;
        checkEverySize(lab, unrest);
    }
}

} // namespace

TEST_CASE("The window comes to rest after every answer, in every size and font", "[window][settles]")
{
    checkEveryFont(DataSource{});
}

TEST_CASE("It does with MNIST", "[window][settles][mnist]")
{
    if (const auto folder = mnistFolder())
        checkEveryFont(DataSource{DataSource::Kind::Folder, *folder});
}

TEST_CASE("Every page stands still once nothing happens any more", "[window][settles]")
{
    QApplication::setCursorFlashTime(0);
    Lab lab(DataSource{});
    lab.waitForData();
    lab.train();
    lab.session().setScheme(withBits(lab.session().settings().scheme, 4));
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    Unrest unrest;
    for (int page = 0; page < kPageCount; ++page) {
        INFO("page " << page);
        lab.open(static_cast<PageId>(page));
        checkStillness(lab, unrest);
    }
}

TEST_CASE("The status line keeps its places while something runs", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    const auto* const log = findOnly<QAbstractButton>(*lab.window().findChild<StatusLine*>(),
        [](const QAbstractButton& each) { return each.text() == QStringLiteral("Log"); });
    const auto place = [&] { return log->mapTo(&lab.window(), QPoint()); };
    const QPoint atRest = place();
    lab.session().compare();
    REQUIRE(waitUntil([&] { return lab.session().comparing() && lab.session().compareReport(); }));
    REQUIRE(QTest::qWaitFor([&] { return place() == atRest; }, 2000));
    CHECK(lab.session().comparing());
}
