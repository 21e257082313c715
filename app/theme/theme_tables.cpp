// SPDX-License-Identifier: GPL-3.0-or-later
// The only place in the program where a colour is written down.
#include "app/theme/theme.h"

namespace qlab::app {
namespace {

struct Pair {
    Token token;
    QRgb light;
    QRgb dark;
};

constexpr std::array kTokens{
    Pair{Token::Window, 0xFFF3F4F6, 0xFF16181B},
    Pair{Token::Surface, 0xFFFFFFFF, 0xFF1E2125},
    Pair{Token::Sunken, 0xFFE9EBEF, 0xFF2B2F35},
    Pair{Token::Line, 0xFFD8DCE2, 0xFF363B43},
    Pair{Token::Grid, 0xFFE6E9ED, 0xFF2C3138},
    Pair{Token::Control, 0xFF858E9B, 0xFF737C89},
    Pair{Token::Axis, 0xFF858E9B, 0xFF737C89},
    Pair{Token::Text, 0xFF1A1D21, 0xFFE8EAED},
    Pair{Token::Text2, 0xFF474E58, 0xFFBAC1CA},
    Pair{Token::Text3, 0xFF5E6672, 0xFF9BA4B0},
    Pair{Token::Primary, 0xFF1F242B, 0xFFE8EAED},
    Pair{Token::OnPrimary, 0xFFFFFFFF, 0xFF16181B},
    Pair{Token::Focus, 0xFF7A3FF2, 0xFFA98BFF},
    Pair{Token::Original, 0xFF0B66B7, 0xFF5AA9F0},
    Pair{Token::OriginalText, 0xFF0A5CA6, 0xFF7BBBF5},
    Pair{Token::OriginalSoft, 0xFFDCEAF7, 0xFF17324A},
    Pair{Token::Quantized, 0xFFD2610B, 0xFFF0913A},
    Pair{Token::QuantizedText, 0xFFA84A00, 0xFFF5A75C},
    Pair{Token::QuantizedSoft, 0xFFFBE6D4, 0xFF43290F},
    Pair{Token::Good, 0xFF17753F, 0xFF5CC98A},
    Pair{Token::GoodSoft, 0xFFE3F3E9, 0xFF17301F},
    Pair{Token::Warn, 0xFF7A5B00, 0xFFE3C04A},
    Pair{Token::WarnSoft, 0xFFFFF4CC, 0xFF332B10},
    Pair{Token::Bad, 0xFFB3261E, 0xFFFF8A80},
    Pair{Token::BadSoft, 0xFFFCE9E7, 0xFF3B1A18},
    Pair{Token::Run1, 0xFF0B7A75, 0xFF4FC3BC},
    Pair{Token::Run2, 0xFF7B4FB5, 0xFFB79AF0},
    Pair{Token::Run3, 0xFFA23B72, 0xFFE58BB9},
    Pair{Token::Run4, 0xFF6B7300, 0xFFC2CC5A},
};
static_assert(kTokens.size() == static_cast<std::size_t>(Token::Count), "every token has a colour in both schemes");

// Purple is negative or against, green positive or for; the middle is zero and nearly the surface.
constexpr std::array<QRgb, 7> kDivergingLight{
    0xFF5B1A7A, 0xFF9A6BB0, 0xFFD3BEDD, 0xFFF4F4F4, 0xFFBFE0BF, 0xFF5DAE6B, 0xFF136B33};
constexpr std::array<QRgb, 7> kDivergingDark{
    0xFFD9A6F0, 0xFF9F67BD, 0xFF5B3B6E, 0xFF1E2125, 0xFF2F5B3B, 0xFF4FA566, 0xFF9BE3AA};
constexpr std::array<QRgb, 2> kSequentialLight{0xFFFFFFFF, 0xFF39414C};
constexpr std::array<QRgb, 2> kSequentialDark{0xFF1E2125, 0xFFC9D1DB};

template <std::size_t N> std::array<QColor, N> colors(const std::array<QRgb, N>& values)
{
    std::array<QColor, N> result;
    for (std::size_t i = 0; i < N; ++i)
        result[i] = QColor::fromRgb(values[i]);
    return result;
}

} // namespace

struct ThemeTables {
    static ThemeTable make(Scheme scheme)
    {
        const bool light = scheme == Scheme::Light;
        ThemeTable table;
        for (const Pair& pair : kTokens)
            table.m_colors[static_cast<std::size_t>(pair.token)] = QColor::fromRgb(light ? pair.light : pair.dark);
        table.m_diverging = colors(light ? kDivergingLight : kDivergingDark);
        table.m_sequential = colors(light ? kSequentialLight : kSequentialDark);
        return table;
    }
};

const ThemeTable& ThemeTable::of(Scheme scheme)
{
    static const ThemeTable light = ThemeTables::make(Scheme::Light);
    static const ThemeTable dark = ThemeTables::make(Scheme::Dark);
    return scheme == Scheme::Light ? light : dark;
}

} // namespace qlab::app
