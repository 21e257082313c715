// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/palette.h"

#include <utility>

namespace qlab::app {

QPalette themePalette(const ThemeTable& table)
{
    constexpr std::array kRoles{
        std::pair{QPalette::Window, Token::Window},
        std::pair{QPalette::Base, Token::Surface},
        std::pair{QPalette::AlternateBase, Token::Window},
        std::pair{QPalette::Button, Token::Surface},
        std::pair{QPalette::WindowText, Token::Text},
        std::pair{QPalette::Text, Token::Text},
        std::pair{QPalette::ButtonText, Token::Text},
        std::pair{QPalette::BrightText, Token::OnPrimary},
        std::pair{QPalette::PlaceholderText, Token::Text3},
        std::pair{QPalette::Highlight, Token::Primary},
        std::pair{QPalette::HighlightedText, Token::OnPrimary},
        std::pair{QPalette::Link, Token::Text},
        std::pair{QPalette::LinkVisited, Token::Text},
        std::pair{QPalette::ToolTipBase, Token::Surface},
        std::pair{QPalette::ToolTipText, Token::Text},
        std::pair{QPalette::Light, Token::Surface},
        std::pair{QPalette::Midlight, Token::Grid},
        std::pair{QPalette::Mid, Token::Line},
        std::pair{QPalette::Dark, Token::Control},
        std::pair{QPalette::Shadow, Token::Line},
    };
    QPalette palette;
    for (const auto& [role, token] : kRoles)
        palette.setColor(role, table[token]);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, table[Token::Text3]);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, table[Token::Sunken]);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, table[Token::Text3]);
    return palette;
}

} // namespace qlab::app
