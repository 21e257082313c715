// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support.h"

#include "app/theme/theme.h"

#include <QImage>
#include <QTest>
#include <QWidget>

namespace qlab::test {

/// Shown, and with the keyboard.
inline void showAndActivate(QWidget& window)
{
    app::Theme::instance();
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window, 5000));
}

/// How many pixels have the very colour.
inline int pixelsOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color;
    }
    return count;
}

} // namespace qlab::test
