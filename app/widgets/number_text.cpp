// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/number_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace qlab::app {
namespace {

constexpr QChar kMinus(0x2212);

/// No "-0.00": a value that rounds to zero has no sign.
double withoutNegativeZero(double value, int decimals)
{
    return std::abs(value) < 0.5 * std::pow(10.0, -decimals) ? 0 : value;
}

} // namespace

QString numberText(double value, int decimals)
{
    const double shown = withoutNegativeZero(value, decimals);
    const QString digits = QLocale().toString(std::abs(shown), 'f', decimals);
    return shown < 0 ? kMinus + digits : digits;
}

QString signedText(double value, int decimals)
{
    const QString text = numberText(value, decimals);
    return withoutNegativeZero(value, decimals) > 0 ? QLatin1Char('+') + text : text;
}

QString countText(qint64 count) { return QLocale().toString(count); }

QString percentText(double share, int decimals)
{
    //: A number and the per cent sign, with what stands between them in your language
    return QCoreApplication::translate("Numbers", "%1 %").arg(numberText(share * 100, decimals));
}

} // namespace qlab::app
