// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/rail_state.h"

#include "app/present/verdict.h"
#include "app/widgets/number_text.h"
#include "app/window/scoreboard_state.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

using Status = StepRail::Status;

struct Rail {
    Q_DECLARE_TR_FUNCTIONS(Rail)
};

} // namespace

RailStep dataStep(const Session& session)
{
    if (!session.data())
        return {Status::Open, session.loading() ? Rail::tr("loading …") : Rail::tr("nothing loaded")};
    return {Status::Done,
        Rail::tr("%1, %2").arg(session.data()->source.kind == DataSource::Kind::Builtin
                ? Rail::tr("built-in")
                : QString::fromStdString(session.data()->data->name),
            countText(static_cast<qint64>(session.data()->data->trainSize() + session.data()->data->testSize())))};
}

RailStep trainStep(const Session& session)
{
    if (session.trainingActive())
        return {Status::Open,
            Rail::tr("epoch %1 of %2")
                .arg(countText(static_cast<qint64>(session.snapshot() ? session.snapshot()->epochsDone : 0)),
                    countText(session.settings().config.epochs))};
    if (session.quant())
        return {Status::Done, percentText(session.quant()->originalEvaluation->accuracy(), 2)};
    return {session.data() || session.loading() ? Status::Open : Status::Blocked,
        session.data() ? Rail::tr("start here") : Rail::tr("after loading")};
}

RailStep quantizeStep(const Session& session)
{
    if (!session.quant())
        return {Status::Blocked, Rail::tr("after training")};
    const QuantScheme& scheme = session.quant()->scheme;
    if (session.trainingActive())
        return {Status::Open, Rail::tr("live, %Ln bit(s)", nullptr, scheme.bits)};
    return {Status::Done,
        scheme.hasRowWidths() ? Rail::tr("up to %Ln bit(s)", nullptr, scheme.bits)
                              : Rail::tr("%Ln bit(s)", nullptr, scheme.bits)};
}

RailStep compareStep(const Session& session)
{
    if (!session.quant())
        return {Status::Blocked, Rail::tr("after training")};
    if (session.comparing())
        return {Status::Open,
            Rail::tr("timing, %1 %").arg(countText(static_cast<qint64>(session.compareFraction() * 100)))};
    if (session.compareIsCurrent() && session.compareReport()->complete
        && !session.compareReport()->comparison.quality.calm())
        return {Status::Open, QString::fromStdString(qualityWord(session.compareReport()->comparison.quality))};
    if (session.compareIsCurrent() && session.compareReport()->complete)
        return {Status::Done, Rail::tr("%1× %2").arg(ratioFigure(session).value, ratioFigure(session).caption)};
    return {Status::Open, session.compareReport() ? Rail::tr("previous") : Rail::tr("not timed yet")};
}

RailStep mapStep(const Session& session)
{
    if (!session.quant())
        return {Status::Blocked, Rail::tr("after training")};
    const SweepReportPtr& report = session.sweepReport();
    if (!report)
        return {Status::Open,
            session.sweeping() == Session::Sweeping::None ? Rail::tr("every scheme") : Rail::tr("begins …")};
    const QString models = Rail::tr("%Ln model(s)", nullptr, static_cast<int>(report->points.size()));
    if (session.sweeping() != Session::Sweeping::None)
        return {Status::Open, models};
    if (!session.sweepIsCurrent())
        return {Status::Open, Rail::tr("previous")};
    return {report->complete ? Status::Done : Status::Open, models};
}

RailStep drawStep(const Session&) { return {Status::Open, Rail::tr("your own digits")}; }

} // namespace qlab::app
