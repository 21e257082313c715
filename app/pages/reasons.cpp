// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/reasons.h"

#include "app/pages/page.h"
#include "app/session/session.h"

namespace qlab::app {

QString notComparableBecause(const Session& session)
{
    if (session.trainingActive())
        return Page::tr("Wait for the training to end, or stop it.");
    return session.quant() ? QString() : Page::tr("There is no model yet: train one first.");
}

} // namespace qlab::app
