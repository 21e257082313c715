// SPDX-License-Identifier: GPL-3.0-or-later
// The type scale. Sizes are pixels at the desktop's default font size and grow with the user's.
#include "app/theme/theme.h"
#include "app/theme/typeface.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

struct Style {
    TextRole role;
    double pixels;
    double line;
    QFont::Weight weight;
};

constexpr std::array kStyles{
    Style{TextRole::Figure, 20, 24, QFont::DemiBold},
    Style{TextRole::FigureUnit, 13, 18, QFont::Medium},
    Style{TextRole::Answer, 30, 36, QFont::Bold},
    Style{TextRole::PageTitle, 18, 22, QFont::DemiBold},
    Style{TextRole::CardTitle, 13, 18, QFont::DemiBold},
    Style{TextRole::Button, 13, 18, QFont::DemiBold},
    Style{TextRole::Body, 13, 18, QFont::Normal},
    Style{TextRole::BodyStrong, 13, 18, QFont::DemiBold},
    Style{TextRole::Table, 12, 16, QFont::Normal},
    Style{TextRole::TableStrong, 12, 16, QFont::DemiBold},
    Style{TextRole::Caption, 11, 14, QFont::Normal},
    Style{TextRole::DirectLabel, 11, 14, QFont::DemiBold},
    Style{TextRole::Monospace, 12, 16, QFont::Normal},
};

const Style& styleOf(TextRole role)
{
    const auto* found = std::find_if(kStyles.begin(), kStyles.end(), [role](const Style& s) { return s.role == role; });
    Q_ASSERT(found != kStyles.end());
    return *found;
}

/// What an untouched desktop sets, in points. GNOME ships 11 and KDE 10; a plain Linux session has Qt's 9.
double defaultPointSize()
{
#if defined(Q_OS_MACOS)
    return 13;
#elif defined(Q_OS_WIN)
    return 9;
#else
    return qEnvironmentVariable("XDG_CURRENT_DESKTOP").contains(QLatin1String("KDE")) ? 10 : 11;
#endif
}

double systemFactor()
{
    const double points = QFontDatabase::systemFont(QFontDatabase::GeneralFont).pointSizeF();
    // Below 1 the captions would fall under 11 px; above 2 no layout holds.
    return points > 0 ? std::clamp(points / defaultPointSize(), 1.0, 2.0) : 1.0;
}

double s_factor = 0;

} // namespace

double fontFactor()
{
    if (s_factor <= 0)
        s_factor = systemFactor();
    return s_factor;
}

void setFontFactor(double factor) { s_factor = factor > 0 ? std::clamp(factor, 1.0, 2.0) : 0; }

int scaled(double pixels) { return static_cast<int>(std::lround(pixels * fontFactor())); }

int textColumn(double pixels)
{
    // The drawn layout is Inter's, 6.93 px a letter at 13 px; DejaVu has 7.32. Narrow fonts keep the drawn width.
    constexpr double kDrawnLetter = 6.93;
    const QString letters = QStringLiteral("abcdefghijklmnopqrstuvwxyz");
    const double text = QFontMetricsF(textFont(TextRole::Body)).horizontalAdvance(letters);
    const double letter = text / static_cast<double>(letters.size());
    return std::max(scaled(pixels), static_cast<int>(std::ceil(pixels * letter / kDrawnLetter)));
}

int lineHeight(TextRole role) { return scaled(styleOf(role).line); }

QFont textFont(TextRole role)
{
    const Style& style = styleOf(role);
    QFont font(role == TextRole::Monospace ? typeface().fixed : typeface().text);
    if (role == TextRole::Monospace)
        font.setStyleHint(QFont::Monospace); // if the family should not be there
    font.setPixelSize(scaled(style.pixels));
    font.setWeight(style.weight);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

} // namespace qlab::app
