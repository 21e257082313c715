// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/subject.h"

namespace qlab::app {

QString subjectOf(const QuantScheme& scheme, const Dataset& data)
{
    return QString::fromStdString(schemeText(scheme) + ", " + data.name);
}

} // namespace qlab::app
