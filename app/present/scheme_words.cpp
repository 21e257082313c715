// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/scheme_words.h"

#include "app/widgets/number_text.h"
#include "engine/core/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace qlab::app {

namespace {

using S = QuantScheme;

struct SchemeWords {
    Q_DECLARE_TR_FUNCTIONS(SchemeWords)
};

QString superscript(int value)
{
    static const QStringList kDigits{QStringLiteral("⁰"), QStringLiteral("¹"), QStringLiteral("²"), QStringLiteral("³"),
        QStringLiteral("⁴"), QStringLiteral("⁵"), QStringLiteral("⁶"), QStringLiteral("⁷"), QStringLiteral("⁸"),
        QStringLiteral("⁹")};
    QString text;
    for (const char c : std::to_string(value))
        text += c == '-' ? QStringLiteral("⁻") : kDigits[c - '0'];
    return text;
}

QString number(double value) { return QString::fromStdString(exactText(value)); }

/// Empty where it is the usual.
QString rangeWords(const S& scheme)
{
    const bool dataAware = scheme.rounding == S::Rounding::DataAware;
    switch (scheme.range) {
    case S::Range::Fixed:
        return SchemeWords::tr("fixed 2%1", "a power of two").arg(superscript(scheme.exponent));
    case S::Range::MinMax:
        return dataAware ? SchemeWords::tr("min-max") : QString();
    case S::Range::Percentile:
        return SchemeWords::tr("percentile %1").arg(number(scheme.percentile));
    case S::Range::LeastSquares: // data-aware rounding's own way to choose a scale
        return dataAware ? QString() : SchemeWords::tr("least squares");
    case S::Range::Manual:
        return SchemeWords::tr("clipped at %1").arg(number(scheme.clip));
    case S::Range::Sigmas:
        return SchemeWords::tr("clipped at %1σ").arg(number(scheme.sigmas));
    case S::Range::LeastLogits:
        return dataAware ? QString() : SchemeWords::tr("least logit error");
    }
    return {};
}

QString roundingWords(S::Rounding rounding)
{
    switch (rounding) {
    case S::Rounding::NearestEven:
        return {};
    case S::Rounding::NearestAway:
        return SchemeWords::tr("halves away from zero");
    case S::Rounding::TowardZero:
        return SchemeWords::tr("rounded toward zero");
    case S::Rounding::Floor:
        return SchemeWords::tr("rounded down");
    case S::Rounding::Stochastic:
        return SchemeWords::tr("stochastic rounding");
    case S::Rounding::DataAware:
        return SchemeWords::tr("data-aware");
    }
    return {};
}

QString staticWords(const S& scheme)
{
    const QString input = scheme.inputBits == 8 ? SchemeWords::tr("static input")
                                                : SchemeWords::tr("static %1-bit input").arg(scheme.inputBits);
    return scheme.calibrationImages == S().calibrationImages
        ? input
        : SchemeWords::tr("%1 calibrated on %2", "a number of images").arg(input, number(scheme.calibrationImages));
}

QString inputWords(const S& scheme)
{
    const bool whole = scheme.inputBits == 8;
    switch (scheme.input) {
    case S::Input::Pixels:
        return whole ? QString() : SchemeWords::tr("%1-bit pixels").arg(scheme.inputBits);
    case S::Input::Dynamic8:
        return whole ? SchemeWords::tr("dynamic input") : SchemeWords::tr("dynamic %1-bit input").arg(scheme.inputBits);
    case S::Input::Dynamic7:
        return SchemeWords::tr("dynamic 7-bit input");
    case S::Input::Float:
        return SchemeWords::tr("float input");
    case S::Input::DynamicRow:
        return whole ? SchemeWords::tr("dynamic input per image")
                     : SchemeWords::tr("dynamic %1-bit input per image").arg(scheme.inputBits);
    case S::Input::Static:
        return staticWords(scheme);
    }
    return {};
}

QString biasWords(S::Bias bias)
{
    switch (bias) {
    case S::Bias::Float:
        return {};
    case S::Bias::Int32:
        return SchemeWords::tr("32-bit bias");
    case S::Bias::Int16:
        return SchemeWords::tr("16-bit bias");
    case S::Bias::Int8:
        return SchemeWords::tr("8-bit bias");
    }
    return {};
}

} // namespace

QString bitsText(const S& scheme)
{
    const QString bits = scheme.bits == 1 ? SchemeWords::tr("1 bit") : SchemeWords::tr("%1 bits").arg(scheme.bits);
    return scheme.hasRowWidths()
        ? SchemeWords::tr("up to %1 in %2 B", "bits; bytes").arg(bits, countText(scheme.budget))
        : bits;
}

std::string schemeText(const S& scheme)
{
    QStringList parts{bitsText(scheme)};
    // A fixed scale is the same for every row and has no zero point, whatever the other settings say; a codebook has
    // none.
    const bool codebook = scheme.isCodebook();
    if (scheme.range != S::Range::Fixed || codebook) {
        if (!scheme.hasRowWidths()) // which are per channel
            parts += scheme.granularity == S::Granularity::PerTensor ? SchemeWords::tr("per tensor")
                                                                     : SchemeWords::tr("per channel");
        if (scheme.zero == S::Zero::Affine && scheme.bits > 1)
            parts += SchemeWords::tr("affine");
    }
    if (scheme.bits > 1 && scheme.isOdd())
        parts += SchemeWords::tr("no zero");
    parts += codebook ? SchemeWords::tr("codebook") : rangeWords(scheme);
    // One bit has nothing to overflow, and every other rounding keeps its sign; a codebook takes the nearest level.
    if (codebook)
        parts += scheme.rounding == S::Rounding::DataAware ? roundingWords(scheme.rounding) : QString();
    else if (scheme.bits > 1 || scheme.rounding == S::Rounding::Stochastic || scheme.rounding == S::Rounding::DataAware)
        parts += roundingWords(scheme.rounding);
    if (scheme.bits > 1 && !codebook && scheme.overflow == S::Overflow::Wrap)
        parts += SchemeWords::tr("wrapping");
    parts += inputWords(scheme);
    parts += biasWords(scheme.bias);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", ")).toStdString();
}

} // namespace qlab::app
