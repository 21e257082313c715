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

QString modelsNotComparableBecause(const Session& session)
{
    if (!session.data() || session.loading())
        return Page::tr("There are no images yet: choose data first.");
    if (session.trainingActive() || session.quantTrainingActive())
        return Page::tr("Wait for the training to end, or stop it.");
    if (session.comparing())
        return Page::tr("Wait for the measurement to end, or stop it.");
    if (session.sweeping() != Session::Sweeping::None)
        return Page::tr("Wait for the map to end, or stop it.");
    return {};
}

} // namespace qlab::app
