// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace qlab::app {

/// An OpenType font whose digits are all equally wide without being asked: its feature "tnum" gets the tag "rclt",
/// which every text layout applies by itself. Qt asks for features from 6.7 on only. What is no OpenType font or has no
/// such feature comes back as it was. Tables: OpenType 1.9, "GSUB" and "Feature list".
QByteArray withTabularDigits(QByteArray font);

/// Inter under the name "Intab", so that one that the desktop has installed, without such digits, is not taken instead.
QByteArray withOwnFamily(QByteArray font);

} // namespace qlab::app
