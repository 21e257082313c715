// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/subject.h"

#include "app/present/scheme_words.h"
#include "app/present/sweep_words.h"

#include <QCoreApplication>

namespace qlab::app {

namespace {

struct Subject {
    Q_DECLARE_TR_FUNCTIONS(Subject)
};

} // namespace

QString schemeName(const QuantizedModel& model)
{
    QuantScheme scheme = model.scheme;
    if (model.trained) { // scale and integers were learned, whatever rules they began with
        scheme.range = QuantScheme::Range::MinMax;
        scheme.rounding = QuantScheme::Rounding::NearestEven;
    }
    const QString text = QString::fromStdString(schemeText(scheme));
    return model.trained ? Subject::tr("%1, trained").arg(text) : text;
}

QString modelName(const AnyModel& model)
{
    return (model.quantized ? schemeName(*model.quantized) : QStringLiteral("float32")) + QStringLiteral(", ")
        + inputName(model.steps());
}

QString subjectOf(const QuantizedModel& model, const Dataset& data)
{
    return schemeName(model) + QStringLiteral(", ") + QString::fromStdString(data.name);
}

} // namespace qlab::app
