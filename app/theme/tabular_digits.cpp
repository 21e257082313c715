// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/tabular_digits.h"

#include <QtEndian>

#include <cstring>

namespace qlab::app {
namespace {

constexpr qsizetype kTableRecords = 12; ///< after the header
constexpr qsizetype kTableRecord = 16, kFeatureRecord = 6;

/// Big-endian number at a place, 0 behind the end.
template <typename Number> qsizetype numberAt(const QByteArray& font, qsizetype place)
{
    if (place < 0 || place + static_cast<qsizetype>(sizeof(Number)) > font.size())
        return 0;
    return static_cast<qsizetype>(qFromBigEndian<Number>(font.constData() + place));
}

bool hasTag(const QByteArray& font, qsizetype place, const char* tag)
{
    return place >= 0 && place + 4 <= font.size() && std::memcmp(font.constData() + place, tag, 4) == 0;
}

/// Where a table begins; 0 if there is none.
qsizetype tableAt(const QByteArray& font, const char* tag)
{
    const qsizetype count = numberAt<quint16>(font, 4);
    for (qsizetype i = 0; i < count; ++i)
        if (hasTag(font, kTableRecords + i * kTableRecord, tag))
            return numberAt<quint32>(font, kTableRecords + i * kTableRecord + 8);
    return 0;
}

/// "Inter ..." in a name record becomes "Intab ...", in UTF-16 or in single bytes.
void rename(QByteArray& font, qsizetype place, qsizetype length)
{
    if (place + length > font.size())
        return;
    constexpr char kWide[] = "\0I\0n\0t\0e\0r", kWideNew[] = "\0I\0n\0t\0a\0b";
    if (length >= 10 && std::memcmp(font.constData() + place, kWide, 10) == 0)
        std::memcpy(font.data() + place, kWideNew, 10);
    else if (length >= 5 && std::memcmp(font.constData() + place, "Inter", 5) == 0)
        std::memcpy(font.data() + place, "Intab", 5);
}

} // namespace

QByteArray withOwnFamily(QByteArray font)
{
    constexpr qsizetype kHeader = 6, kRecord = 12;
    const qsizetype names = tableAt(font, "name");
    if (names == 0)
        return font;
    const qsizetype strings = names + numberAt<quint16>(font, names + 4);
    const qsizetype count = numberAt<quint16>(font, names + 2);
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype record = names + kHeader + i * kRecord;
        if (numberAt<quint16>(font, record + 6) != 0) // 0 is the copyright
            rename(font, strings + numberAt<quint16>(font, record + 10), numberAt<quint16>(font, record + 8));
    }
    return font;
}

QByteArray withTabularDigits(QByteArray font)
{
    const qsizetype substitutions = tableAt(font, "GSUB");
    if (substitutions == 0)
        return font;
    const qsizetype features = substitutions + numberAt<quint16>(font, substitutions + 6);
    const qsizetype count = numberAt<quint16>(font, features);
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype record = features + 2 + i * kFeatureRecord;
        if (hasTag(font, record, "tnum"))
            font.replace(record, 4, "rclt");
    }
    return font;
}

} // namespace qlab::app
