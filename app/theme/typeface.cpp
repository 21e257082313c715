// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/typeface.h"

#include <QApplication>
#include <QFontDatabase>

namespace qlab::app {
namespace {

Typeface& inForce()
{
    static Typeface typeface = systemTypeface();
    return typeface;
}

} // namespace

Typeface systemTypeface()
{
    // Read once: Theme replaces the application's font by the body font.
    static const QString text = QApplication::font().family();
    return {text, QFontDatabase::systemFont(QFontDatabase::FixedFont).family()};
}

const Typeface& typeface() { return inForce(); }

void setTypeface(const Typeface& typeface)
{
    systemTypeface(); // before the theme sets another font
    inForce() = typeface;
}

} // namespace qlab::app
