// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace qlab::app {

/// Numbers as people read them on screen: in the user's locale, with a real minus sign. For files use
/// engine/core/text.h. A number with its noun is tr("%Ln image(s)", nullptr, n): "1 image", "3 images".

QString numberText(double value, int decimals);
/// With its sign also where it is positive: +0.17.
QString signedText(double value, int decimals);
QString countText(qint64 count);
/// share 0.992 = "99.2 %".
QString percentText(double share, int decimals);
/// Of a KL divergence, with two significant digits at least: "0.0212 nats".
int divergenceDecimals(double nats);
QString divergenceText(double nats);
/// The time of an image: "0.031 µs", "1.05 µs", "13.4 µs".
QString microsecondsText(double microseconds);
int microsecondDecimals(double microseconds);

/// The same text with no place for a line to end inside a figure: between a number and its unit ("94 ns"), around "="
/// and "×". For text that wraps, on screen only.
QString unbroken(const QString& text);

} // namespace qlab::app
