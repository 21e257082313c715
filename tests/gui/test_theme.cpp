// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/icons.h"
#include "app/theme/palette.h"
#include "app/theme/style_sheet.h"
#include "app/theme/theme.h"
#include "tests/support.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontInfo>
#include <QLabel>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>

#include <cmath>

using namespace qlab::app;

namespace {

const std::vector<Scheme> kSchemes{Scheme::Light, Scheme::Dark};

/// WCAG 2 relative luminance and contrast ratio.
double luminance(const QColor& color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

struct Pair {
    const char* name;
    Token front;
    Token ground;
};

/// Collects what Qt complains about while it lives: a broken style sheet only shows there.
class Warnings {
public:
    Warnings()
    {
        s_texts.clear();
        m_before = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext&, const QString& text) { s_texts.append(text); });
    }
    ~Warnings() { qInstallMessageHandler(m_before); }
    QStringList matching(const QString& part) const { return s_texts.filter(part); }

private:
    static inline QStringList s_texts;
    QtMessageHandler m_before;
};

QColor inkOf(const QImage& image)
{
    QColor strongest(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > strongest.alpha())
                strongest = image.pixelColor(x, y);
        }
    }
    return strongest;
}

bool nearlyEqual(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) <= 3 && std::abs(a.green() - b.green()) <= 3
        && std::abs(a.blue() - b.blue()) <= 3;
}

} // namespace

TEST_CASE("every text is readable on what it stands on", "[theme]")
{
    const std::vector<Pair> pairs{
        {"text on window", Token::Text, Token::Window},
        {"text on surface", Token::Text, Token::Surface},
        {"text on sunken", Token::Text, Token::Sunken},
        {"text 2 on window", Token::Text2, Token::Window},
        {"text 2 on surface", Token::Text2, Token::Surface},
        {"text 2 on sunken", Token::Text2, Token::Sunken},
        {"text 3 on window", Token::Text3, Token::Window},
        {"text 3 on surface", Token::Text3, Token::Surface},
        {"text 3 on sunken", Token::Text3, Token::Sunken},
        {"text on primary", Token::OnPrimary, Token::Primary},
        {"original text on surface", Token::OriginalText, Token::Surface},
        {"original text on soft", Token::OriginalText, Token::OriginalSoft},
        {"original text on selected row", Token::OriginalText, Token::Sunken},
        {"quantized text on surface", Token::QuantizedText, Token::Surface},
        {"quantized text on soft", Token::QuantizedText, Token::QuantizedSoft},
        {"quantized text on selected row", Token::QuantizedText, Token::Sunken},
        {"good on surface", Token::Good, Token::Surface},
        {"good on soft", Token::Good, Token::GoodSoft},
        {"warn on surface", Token::Warn, Token::Surface},
        {"warn on soft", Token::Warn, Token::WarnSoft},
        {"bad on surface", Token::Bad, Token::Surface},
        {"bad on soft", Token::Bad, Token::BadSoft},
        {"text on good", Token::Text, Token::GoodSoft},
        {"text on warn", Token::Text, Token::WarnSoft},
        {"text on bad", Token::Text, Token::BadSoft},
        {"run 1", Token::Run1, Token::Surface},
        {"run 2", Token::Run2, Token::Surface},
        {"run 3", Token::Run3, Token::Surface},
        {"run 4", Token::Run4, Token::Surface},
    };
    for (const Scheme scheme : kSchemes) {
        const ThemeTable& table = ThemeTable::of(scheme);
        for (const Pair& pair : pairs) {
            INFO(pair.name << (scheme == Scheme::Light ? ", light" : ", dark"));
            CHECK(contrast(table[pair.front], table[pair.ground]) >= 4.5);
        }
        // The shortcut on a primary button is its text at 75 %.
        const QColor caption = mixed(table[Token::Primary], table[Token::OnPrimary], 0.75);
        CHECK(contrast(caption, table[Token::Primary]) >= 4.5);
    }
}

TEST_CASE("data graphics and control borders stand out", "[theme]")
{
    const std::vector<Pair> pairs{
        {"original on surface", Token::Original, Token::Surface},
        {"original on track", Token::Original, Token::Sunken},
        {"quantized on surface", Token::Quantized, Token::Surface},
        {"quantized on track", Token::Quantized, Token::Sunken},
        {"control border", Token::Control, Token::Surface},
        {"control border on window", Token::Control, Token::Window},
        {"axis", Token::Axis, Token::Surface},
        {"focus on surface", Token::Focus, Token::Surface},
        {"focus on window", Token::Focus, Token::Window},
        {"progress on track", Token::Primary, Token::Sunken},
    };
    for (const Scheme scheme : kSchemes) {
        for (const Pair& pair : pairs) {
            INFO(pair.name << (scheme == Scheme::Light ? ", light" : ", dark"));
            CHECK(contrast(ThemeTable::of(scheme)[pair.front], ThemeTable::of(scheme)[pair.ground]) >= 3.0);
        }
    }
}

TEST_CASE("the table has the contrasts it was designed with", "[theme]")
{
    struct Stated {
        Token front;
        Token ground;
        double light;
        double dark;
    };
    const std::vector<Stated> stated{
        {Token::Text, Token::Surface, 16.9, 13.4},
        {Token::Text2, Token::Surface, 8.4, 8.9},
        {Token::Text3, Token::Surface, 5.8, 6.4},
        {Token::Text3, Token::Sunken, 4.9, 5.3},
        {Token::OnPrimary, Token::Primary, 15.6, 14.8},
        {Token::Focus, Token::Surface, 5.5, 6.0},
        {Token::Original, Token::Surface, 5.8, 6.4},
        {Token::OriginalText, Token::Surface, 6.8, 7.9},
        {Token::Quantized, Token::Surface, 3.8, 6.8},
        {Token::QuantizedText, Token::Surface, 5.8, 8.1},
        {Token::Good, Token::Surface, 5.7, 7.8},
        {Token::Warn, Token::Surface, 6.3, 9.2},
        {Token::Bad, Token::Surface, 6.5, 7.1},
    };
    using Catch::Matchers::WithinAbs;
    for (const Stated& s : stated) {
        INFO("token " << static_cast<int>(s.front));
        const ThemeTable& light = ThemeTable::of(Scheme::Light);
        const ThemeTable& dark = ThemeTable::of(Scheme::Dark);
        CHECK_THAT(contrast(light[s.front], light[s.ground]), WithinAbs(s.light, 0.1));
        CHECK_THAT(contrast(dark[s.front], dark[s.ground]), WithinAbs(s.dark, 0.1));
    }
}

TEST_CASE("the signed map is symmetric around its middle and clamps", "[theme]")
{
    for (const Scheme scheme : kSchemes) {
        const ThemeTable& table = ThemeTable::of(scheme);
        for (int i = 0; i < 7; ++i)
            CHECK(divergingColor(table, (i - 3) / 3.0) == table.diverging()[static_cast<std::size_t>(i)].rgb());
        CHECK(divergingColor(table, -7) == divergingColor(table, -1));
        CHECK(divergingColor(table, 7) == divergingColor(table, 1));
        CHECK(divergingColor(table, std::nan("")) == divergingColor(table, 0));
        // Half way between two stops is the mean of both.
        const QColor a = table.diverging()[3];
        const QColor b = table.diverging()[4];
        const QRgb middle = divergingColor(table, 0.5 / 3);
        CHECK(std::abs(qRed(middle) * 2 - a.red() - b.red()) <= 1);
        CHECK(std::abs(qGreen(middle) * 2 - a.green() - b.green()) <= 1);
    }
}

TEST_CASE("the map of counts runs from the surface to ink", "[theme]")
{
    for (const Scheme scheme : kSchemes) {
        const ThemeTable& table = ThemeTable::of(scheme);
        CHECK(sequentialColor(table, 0) == table[Token::Surface].rgb());
        CHECK(sequentialColor(table, 1) == table.sequential()[1].rgb());
        CHECK(sequentialColor(table, 2) == sequentialColor(table, 1));
        CHECK(sequentialColor(table, std::nan("")) == sequentialColor(table, 0));
        double before = 1;
        for (double share = 0; share <= 1; share += 0.1) {
            const double now = contrast(QColor(sequentialColor(table, share)), table[Token::Surface]);
            CHECK(now >= before);
            before = now;
        }
    }
}

TEST_CASE("style sheet references are replaced", "[theme]")
{
    setFontFactor(1);
    CHECK(expandStyleSheet(QStringLiteral("a { color: @text-3; }"), Scheme::Light)
        == QLatin1String("a { color: #5e6672; }"));
    CHECK(expandStyleSheet(QStringLiteral("@surface"), Scheme::Dark) == QLatin1String("#1e2125"));
    CHECK(expandStyleSheet(QStringLiteral("@px(26) @scheme"), Scheme::Dark) == QLatin1String("26px dark"));
    CHECK(expandStyleSheet(QStringLiteral("@font(caption)"), Scheme::Light)
        == QLatin1String("font-size: 11px; font-weight: 400"));
    // 6 % of #1A1D21 in white.
    CHECK(expandStyleSheet(QStringLiteral("@surface-hover"), Scheme::Light) == QLatin1String("#f1f1f2"));
    setFontFactor(1.5);
    CHECK(expandStyleSheet(QStringLiteral("@px(26)"), Scheme::Light) == QLatin1String("39px"));
    setFontFactor(1);

    const Warnings warnings;
    CHECK(expandStyleSheet(QStringLiteral("@nonsense"), Scheme::Light) == QLatin1String("@nonsense"));
    CHECK(warnings.matching(QStringLiteral("@nonsense")).size() == 1);
}

TEST_CASE("the program's style sheet is complete and Qt understands it", "[theme]")
{
    const Warnings warnings;
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        Theme::instance().setMode(mode);
        const QString sheet = qApp->styleSheet();
        REQUIRE(sheet.size() > 1000);
        CHECK_FALSE(sheet.contains(QLatin1Char('@')));
        static const QRegularExpression url(QStringLiteral("url\\(([^)]*)\\)"));
        int images = 0;
        for (auto match = url.globalMatch(sheet); match.hasNext(); ++images) {
            const QString file = match.next().captured(1);
            INFO(file.toStdString());
            CHECK(QFile::exists(file));
        }
        CHECK(images >= 5);
        QWidget widget; // a sheet is parsed when the first widget is polished
        widget.ensurePolished();
    }
    CHECK(warnings.matching(QStringLiteral("parse")).isEmpty());
    CHECK(warnings.matching(QStringLiteral("style sheet")).isEmpty());
}

TEST_CASE("the arrows of the style sheet use the scheme's own colours", "[theme]")
{
    Theme::instance();
    for (const Scheme scheme : kSchemes) {
        QSet<QString> known;
        for (int i = 0; i < static_cast<int>(Token::Count); ++i)
            known.insert(ThemeTable::of(scheme)[static_cast<Token>(i)].name());
        const QDir folder(scheme == Scheme::Light ? QStringLiteral(":/style/light") : QStringLiteral(":/style/dark"));
        REQUIRE(folder.entryList().size() >= 6);
        for (const QString& name : folder.entryList()) {
            QFile file(folder.filePath(name));
            REQUIRE(file.open(QIODevice::ReadOnly));
            static const QRegularExpression color(QStringLiteral("\"(#[0-9a-f]{6})\""));
            const auto match = color.match(QString::fromUtf8(file.readAll()));
            INFO(name.toStdString());
            CHECK(match.hasMatch());
            CHECK(known.contains(match.captured(1)));
        }
    }
}

TEST_CASE("a change of scheme reaches palette, widgets and listeners", "[theme]")
{
    Theme& theme = Theme::instance();
    theme.setMode(Theme::Mode::Light);
    struct Listener : QWidget {
        int paletteChanges = 0;
        void changeEvent(QEvent* event) override { paletteChanges += event->type() == QEvent::PaletteChange; }
    } widget;
    widget.ensurePolished();
    widget.paletteChanges = 0;
    QSignalSpy changed(&theme, &Theme::changed);

    theme.setMode(Theme::Mode::Dark);
    CHECK(theme.scheme() == Scheme::Dark);
    CHECK(changed.size() == 1);
    CHECK(widget.paletteChanges >= 1);
    CHECK(QApplication::palette().color(QPalette::Window) == ThemeTable::of(Scheme::Dark)[Token::Window]);
    CHECK(QApplication::palette().color(QPalette::Disabled, QPalette::Text)
        == ThemeTable::of(Scheme::Dark)[Token::Text3]);
    CHECK(themeColor(Token::Surface) == ThemeTable::of(Scheme::Dark)[Token::Surface]);

    theme.setMode(Theme::Mode::Dark);
    CHECK(changed.size() == 1);
    theme.setMode(Theme::Mode::Light);
    CHECK(changed.size() == 2);
}

TEST_CASE("following the system twice gives the same answer", "[theme]")
{
    Theme& theme = Theme::instance();
    theme.setMode(Theme::Mode::System);
    const Scheme first = theme.scheme();
    theme.setMode(first == Scheme::Light ? Theme::Mode::Dark : Theme::Mode::Light);
    theme.setMode(Theme::Mode::System);
    CHECK(theme.scheme() == first);
    theme.setMode(Theme::Mode::Light);
}

TEST_CASE("the type scale grows with the user's font and never falls below 11 px", "[theme]")
{
    setFontFactor(1);
    CHECK(textFont(TextRole::Figure).pixelSize() == 20);
    CHECK(textFont(TextRole::Caption).pixelSize() == 11);
    CHECK(textFont(TextRole::CardTitle).weight() == QFont::DemiBold);
    CHECK(lineHeight(TextRole::Body) == 18);
    CHECK(scaled(26) == 26);
    const QFontMetricsF log(textFont(TextRole::Monospace));
    CHECK(log.horizontalAdvance(QStringLiteral("iiii")) == log.horizontalAdvance(QStringLiteral("MMMM")));
    for (const TextRole role : {TextRole::Figure, TextRole::FigureUnit, TextRole::Answer, TextRole::PageTitle,
             TextRole::CardTitle, TextRole::Button, TextRole::Body, TextRole::BodyStrong, TextRole::Table,
             TextRole::TableStrong, TextRole::Caption, TextRole::DirectLabel, TextRole::Monospace}) {
        CHECK(textFont(role).pixelSize() >= 11);
        CHECK(lineHeight(role) >= textFont(role).pixelSize());
    }
    setFontFactor(1.5);
    CHECK(textFont(TextRole::Figure).pixelSize() == 30);
    CHECK(lineHeight(TextRole::Body) == 27);
    CHECK(textColumn(80) >= 120);
    setFontFactor(0.5);
    CHECK(fontFactor() == 1);
    setFontFactor(0);
    CHECK(fontFactor() >= 1);
    setFontFactor(1);
}

TEST_CASE("every icon draws something, sharp at the asked pixel ratio", "[theme]")
{
    Theme::instance();
    for (int i = 0; i < static_cast<int>(Icon::Count); ++i) {
        INFO("icon " << i);
        const QPixmap pixmap = iconPixmap(static_cast<Icon>(i), Qt::red, 16, 1.5);
        CHECK(pixmap.size() == QSize(24, 24));
        CHECK(pixmap.devicePixelRatio() == 1.5);
        const QColor ink = inkOf(pixmap.toImage());
        CHECK(ink.alpha() > 150);
        CHECK(nearlyEqual(QColor(ink.rgb()), Qt::red));
    }
}

TEST_CASE("an icon follows the theme and the state of its button", "[theme]")
{
    Theme& theme = Theme::instance();
    const QIcon icon = themeIcon(Icon::Stop, {Token::Bad, Token::Text, Token::Text3});
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        theme.setMode(mode);
        const auto ink = [&](QIcon::Mode state, QIcon::State on) {
            return QColor(inkOf(icon.pixmap(QSize(16, 16), 2.0, state, on).toImage()).rgb());
        };
        CHECK(nearlyEqual(ink(QIcon::Normal, QIcon::Off), themeColor(Token::Bad)));
        CHECK(nearlyEqual(ink(QIcon::Normal, QIcon::On), themeColor(Token::Text)));
        CHECK(nearlyEqual(ink(QIcon::Disabled, QIcon::Off), themeColor(Token::Text3)));
        CHECK(icon.pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32));
    }
    theme.setMode(Theme::Mode::Light);
}

TEST_CASE("the program's icon has its two colours at 16 px", "[theme]")
{
    const QIcon icon = applicationIcon();
    CHECK(icon.availableSizes().size() >= 6);
    const QImage image = icon.pixmap(QSize(16, 16), 1.0).toImage();
    int blue = 0;
    int orange = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            blue += pixel.blue() > pixel.red() + 60;
            orange += pixel.red() > pixel.blue() + 60;
        }
    }
    CHECK(blue >= 10);
    CHECK(orange >= 10);
}
