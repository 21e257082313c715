// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>

#include <array>
#include <span>

namespace qlab::app {

/// Every colour of the program by its meaning. Blue and orange mean data (original and quantized) and nothing else.
enum class Token {
    Window,
    Surface,
    Sunken,
    Line,
    Grid,
    Control,
    Axis,
    Text,
    Text2,
    Text3,
    Primary,
    OnPrimary,
    Focus,
    Original,
    OriginalText,
    OriginalSoft,
    Quantized,
    QuantizedText,
    QuantizedSoft,
    Good,
    GoodSoft,
    Warn,
    WarnSoft,
    Bad,
    BadSoft,
    Run1,
    Run2,
    Run3,
    Run4,
    Count
};

enum class Scheme { Light, Dark };

/// All colours of one scheme: a value, so that a chart can be painted in light colours while the window is dark.
class ThemeTable {
public:
    QColor operator[](Token token) const { return m_colors[static_cast<std::size_t>(token)]; }
    /// Stops of the map for signed values (weights, errors, evidence): seven, the fourth is zero. Interpolate in RGB.
    std::span<const QColor, 7> diverging() const { return m_diverging; }
    /// Ends of the map for counts: empty, full.
    std::span<const QColor, 2> sequential() const { return m_sequential; }

    static const ThemeTable& of(Scheme scheme);

private:
    friend struct ThemeTables;
    std::array<QColor, static_cast<std::size_t>(Token::Count)> m_colors;
    std::array<QColor, 7> m_diverging;
    std::array<QColor, 2> m_sequential;
};

/// Colour of a signed value in [-1, 1] (clamped), and of a share in [0, 1].
QRgb divergingColor(const ThemeTable& table, double value);
QRgb sequentialColor(const ThemeTable& table, double share);

/// share of over in base, in [0, 1]. Under the pointer a surface carries 6 % text, pressed 12 %.
QColor mixed(const QColor& base, const QColor& over, double share);
inline constexpr double kHoverMix = 0.06;
inline constexpr double kPressedMix = 0.12;

/// The type scale; sizes are logical pixels times the user's font factor.
enum class TextRole {
    Figure,
    FigureUnit,
    Answer,
    PageTitle,
    CardTitle,
    Button,
    Body,
    BodyStrong,
    Table,
    TableStrong,
    Caption,
    DirectLabel,
    Monospace
};
QFont textFont(TextRole role);
/// Height of a line of that role in logical pixels, for painters and fixed rows.
int lineHeight(TextRole role);
/// The user's system font size divided by its default, in [1, 2]; every height that holds text is multiplied by it.
double fontFactor();
/// Overrides the system's factor (0 gives it back). Takes effect with the next Theme::setMode.
void setFontFactor(double factor);
/// A length in logical pixels times the font factor, rounded.
int scaled(double pixels);
/// A width that holds text: scaled, and more where the font's letters are wider than the ones the layout was drawn
/// with.
int textColumn(double pixels);

/// The scheme in force for the whole program. GUI thread only; created after QApplication.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    static Theme& instance();

    Mode mode() const { return m_mode; }
    /// Switches palette, style sheet, icons and charts; every widget gets a PaletteChange. System follows the desktop.
    void setMode(Mode mode);
    Scheme scheme() const { return m_scheme; }
    const ThemeTable& table() const { return ThemeTable::of(m_scheme); }

Q_SIGNALS:
    void changed();

private:
    Theme();
    void apply();
    Mode m_mode = Mode::System;
    Scheme m_scheme = Scheme::Light;
};

/// Shorthand for the colour of the theme in force.
inline QColor themeColor(Token token) { return Theme::instance().table()[token]; }

} // namespace qlab::app
