// SPDX-License-Identifier: GPL-3.0-or-later
// The letters: those that the program carries, the desktop's, and the change between them.
#include "tests/support.h"

#include "app/theme/tabular_digits.h"
#include "app/theme/theme.h"
#include "app/theme/typeface.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QWidget>

#include <cmath>

using namespace qlab::app;

namespace {

void useTypeface(const Typeface& typeface)
{
    setTypeface(typeface);
    Theme::instance().setMode(Theme::instance().mode());
}

bool isCarried() { return QFile::exists(QStringLiteral(":/fonts/Inter-Regular")); }

} // namespace

TEST_CASE("the digits of the carried letters are equally wide in every role", "[typeface]")
{
    useTypeface(carriedTypeface());
    if (!isCarried()) {
        WARN("this build carries no letters");
        return;
    }
    CHECK(typeface().text == QStringLiteral("Intab")); // not one that the desktop has
    for (const TextRole role : {TextRole::Figure, TextRole::FigureUnit, TextRole::Answer, TextRole::Body,
             TextRole::BodyStrong, TextRole::Table, TextRole::TableStrong, TextRole::Caption, TextRole::DirectLabel}) {
        const QFontMetricsF metrics(textFont(role));
        const double zeros = metrics.horizontalAdvance(QStringLiteral("0000000000"));
        for (char digit = '1'; digit <= '9'; ++digit) {
            INFO("role " << static_cast<int>(role) << ", digit " << digit);
            CHECK(std::abs(metrics.horizontalAdvance(QString(10, QLatin1Char(digit))) - zeros) < 1);
        }
    }
}

TEST_CASE("what is no font with such a feature stays as it was", "[typeface]")
{
    for (const QByteArray& bytes : {QByteArray(), QByteArray("tnum"), QByteArray(64, '\xff'),
             QByteArray("OTTO\0\1\0\0\0\0\0\0GSUB\0\0\0\0\xff\xff\xff\xf0\0\0\0\4", 28)})
        CHECK(withTabularDigits(bytes) == bytes);
    if (!isCarried())
        return;
    QFile file(QStringLiteral(":/fonts/Inter-Regular"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray font = file.readAll();
    const QByteArray changed = withTabularDigits(font);
    CHECK(changed.size() == font.size());
    CHECK(changed != font);
    CHECK(withTabularDigits(changed) == changed);
}

TEST_CASE("another typeface reaches fonts and columns at once", "[typeface]")
{
    useTypeface(carriedTypeface());
    QWidget column;
    keepTextColumn(column, 200);
    for (const QString& family : QFontDatabase::families()) {
        if (family != QLatin1String("DejaVu Sans") && family != QLatin1String("Noto Sans"))
            continue;
        useTypeface({family, carriedTypeface().fixed});
        CHECK(QApplication::font().family() == family);
        CHECK(textFont(TextRole::Caption).family() == family);
        CHECK(column.width() == textColumn(200));
    }
    useTypeface(carriedTypeface());
    CHECK(QApplication::font().family() == carriedTypeface().text);
    CHECK(column.width() == textColumn(200));
}
