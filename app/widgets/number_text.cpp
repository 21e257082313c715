// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QTranslator>

#include <cmath>
#include <cstring>

namespace qlab::app {
namespace {

constexpr QChar kMinus(0x2212);

/// No "-0.00": a value that rounds to zero has no sign.
double withoutNegativeZero(double value, int decimals)
{
    return std::abs(value) < 0.5 * std::pow(10.0, -decimals) ? 0 : value;
}

/// English plurals without a file: "%Ln image(s)" is "1 image" and "3 images". Translations into other languages are
/// installed later, are asked first and have plural forms of their own.
class EnglishPlurals : public QTranslator {
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int n) const override
    {
        if (n < 0 || !std::strstr(source, "(s)"))
            return {};
        return QString::fromUtf8(source).replace(QLatin1String("(s)"), QLatin1String(n == 1 ? "" : "s"));
    }
};

/// With every application object, those of the command line and the tests too.
void installPlurals() { QCoreApplication::installTranslator(new EnglishPlurals(QCoreApplication::instance())); }
Q_COREAPP_STARTUP_FUNCTION(installPlurals)

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

int divergenceDecimals(double nats) { return nats < 0.01 ? 5 : nats < 0.1 ? 4 : 3; }

QString divergenceText(double nats)
{
    return QCoreApplication::translate("Numbers", "%1 nats").arg(numberText(nats, divergenceDecimals(nats)));
}

int microsecondDecimals(double microseconds) { return microseconds < 0.0995 ? 3 : microseconds < 9.995 ? 2 : 1; }

QString microsecondsText(double microseconds)
{
    return QCoreApplication::translate("Numbers", "%1 µs")
        .arg(numberText(microseconds, microsecondDecimals(microseconds)));
}

QString unbroken(const QString& text)
{
    static const QRegularExpression kGap(
        QStringLiteral("(?<=[0-9∞]) (?=(?:%|×|[kKM]?B|[nmµ]?s|pp|dB|px)(?![A-Za-z]))|(?<=×) (?=[0-9])| (?==)|(?<==) "));
    return QString(text).replace(kGap, QStringLiteral("\u00A0"));
}

} // namespace qlab::app
