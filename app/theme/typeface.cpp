// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/typeface.h"

#include "app/theme/tabular_digits.h"
#include "app/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QWidget>

// A static library's resources are linked only when asked for by name, and the macro must stand outside any namespace.
static void initFonts() { Q_INIT_RESOURCE(qlab_fonts); }

namespace qlab::app {
namespace {

/// Its family; empty if the program does not carry it.
QString addFont(const char* name)
{
    QFile file(QStringLiteral(":/fonts/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QFontDatabase::applicationFontFamilies(
        QFontDatabase::addApplicationFontFromData(withOwnFamily(withTabularDigits(file.readAll()))))
        .value(0);
}

Typeface addFonts()
{
    initFonts();
    Typeface carried = systemTypeface();
    QString text;
    for (const char* name : {"Inter-Medium", "Inter-SemiBold", "Inter-Bold", "Inter-Regular"})
        text = addFont(name);
    const QString fixed = addFont("DejaVuSansMono");
    if (!text.isEmpty())
        carried.text = text;
    if (!fixed.isEmpty())
        carried.fixed = fixed;
    return carried;
}

Typeface& inForce()
{
    static Typeface typeface = carriedTypeface();
    return typeface;
}

} // namespace

Typeface systemTypeface()
{
    // Read once: Theme replaces the application's font by the body font.
    static const QString text = QApplication::font().family();
    return {text, QFontDatabase::systemFont(QFontDatabase::FixedFont).family()};
}

Typeface carriedTypeface()
{
    static const Typeface carried = addFonts();
    return carried;
}

const Typeface& typeface() { return inForce(); }

void setTypeface(const Typeface& typeface) { inForce() = typeface; }

void keepTextColumn(QWidget& widget, double pixels)
{
    const auto fit = [&widget, pixels] { widget.setFixedWidth(textColumn(pixels)); };
    fit();
    QObject::connect(&Theme::instance(), &Theme::changed, &widget, fit);
}

} // namespace qlab::app
