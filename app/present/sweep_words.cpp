// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/sweep_words.h"
#include "app/present/scheme_words.h"

#include <QCoreApplication>
#include <QLocale>

namespace qlab::app {
namespace {

struct SweepWords {
    Q_DECLARE_TR_FUNCTIONS(SweepWords)
};

bool isTernary(const QuantScheme& scheme) { return scheme.bits == 2 && scheme.qmin() == -1 && !scheme.hasRowWidths(); }

QString alignmentName(InputSteps::Align align)
{
    switch (align) {
    case InputSteps::Align::None:
        return {};
    case InputSteps::Align::Centre:
        return SweepWords::tr("centred");
    case InputSteps::Align::Deskew:
        return SweepWords::tr("deskewed");
    case InputSteps::Align::Moments:
        return SweepWords::tr("slant and size normalised");
    }
    return {};
}

QString alignmentStory(InputSteps::Align align)
{
    switch (align) {
    case InputSteps::Align::None:
        return SweepWords::tr("The image goes in as it is.");
    case InputSteps::Align::Centre:
        return SweepWords::tr("The ink's centre of mass is put in the middle.");
    case InputSteps::Align::Deskew:
        return SweepWords::tr("The ink is centred, and its slant taken out.");
    case InputSteps::Align::Moments:
        return SweepWords::tr(
            "The ink is centred, its slant taken out, and its width and height made the same for all.");
    }
    return {};
}

} // namespace

InputKind inputKind(const InputSteps& steps)
{
    if (steps.features == InputSteps::Features::Gradients)
        return InputKind::Gradients;
    if (steps.align == InputSteps::Align::Moments)
        return InputKind::Moments;
    return steps.align == InputSteps::Align::Deskew ? InputKind::Deskewed : InputKind::Pixels;
}

QString inputKindName(InputKind kind)
{
    switch (kind) {
    case InputKind::Pixels:
        return SweepWords::tr("Pixels");
    case InputKind::Deskewed:
        return SweepWords::tr("Deskewed");
    case InputKind::Moments:
        return SweepWords::tr("Moments");
    case InputKind::Gradients:
        return SweepWords::tr("Gradients");
    }
    return {};
}

QString inputName(const InputSteps& steps)
{
    const QString aligned = alignmentName(steps.align);
    const QString grid = QStringLiteral("%1 × %1").arg(steps.grid);
    switch (steps.features) {
    case InputSteps::Features::Pixels:
        return aligned.isEmpty() ? SweepWords::tr("pixels as they are") : aligned;
    case InputSteps::Features::Pooled:
        return aligned.isEmpty() ? SweepWords::tr("pooled to %1").arg(grid)
                                 : SweepWords::tr("%1, pooled to %2").arg(aligned, grid);
    case InputSteps::Features::Gradients:
        return (steps.directions == 1 ? SweepWords::tr("gradients, %1 direction on %2")
                                      : SweepWords::tr("gradients, %1 directions on %2"))
            .arg(QString::number(steps.directions), grid);
    }
    return {};
}

QString gridName(const QuantScheme& scheme)
{
    const QString text = QString::fromStdString(schemeText(scheme));
    if (isTernary(scheme))
        return SweepWords::tr("ternary") + text.mid(text.indexOf(u','));
    if (scheme.bits == 2 && !scheme.hasRowWidths() && scheme.zero == QuantScheme::Zero::Symmetric
        && scheme.range != QuantScheme::Range::Fixed)
        return SweepWords::tr("2 bits, four levels") + text.mid(text.indexOf(u','));
    return text;
}

QString configurationName(const SweepConfiguration& configuration)
{
    const QString name = inputName(configuration.steps) + QStringLiteral("; ") + gridName(configuration.scheme);
    if (configuration.l1 > 0)
        return SweepWords::tr("%1, trained sparse (L1 %2)").arg(name, QLocale().toString(configuration.l1));
    return configuration.trained ? SweepWords::tr("%1, trained").arg(name) : name;
}

QString configurationStory(const SweepConfiguration& configuration)
{
    const InputSteps& steps = configuration.steps;
    QStringList sentences{alignmentStory(steps.align)};
    const QString grid = QStringLiteral("%1 × %1").arg(steps.grid);
    if (steps.features == InputSteps::Features::Pooled)
        sentences.append(SweepWords::tr("Its middle is averaged in %1 cells.").arg(grid));
    if (steps.features == InputSteps::Features::Gradients)
        sentences.append(
            SweepWords::tr("In each of %1 cells the strength of the edges is added up by direction, %2 of them.")
                .arg(grid, QString::number(steps.directions)));
    sentences.append(SweepWords::tr("Ten rows decide, with a weight for each feature, %1 a row.").arg(steps.count()));
    if (configuration.scheme.isCodebook())
        sentences.append(SweepWords::tr("Their levels are those that k-means finds for them."));
    sentences.append(configuration.l1 > 0 ? SweepWords::tr(
                         "They were trained as the few levels that they are stored as, and drawn to zero meanwhile: "
                         "the more of them are zero, the fewer bytes they take.")
            : configuration.trained ? SweepWords::tr("They were trained as the few levels that they are stored as.")
            : configuration.scheme.rounding == QuantScheme::Rounding::DataAware
            ? SweepWords::tr("They were trained as floats and then rounded one after the other, each making good what "
                             "the ones before it did to the answers on the training images.")
            : SweepWords::tr("They were trained as floats and then rounded."));
    return sentences.join(u' ');
}

} // namespace qlab::app
