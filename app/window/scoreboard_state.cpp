// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/scoreboard_state.h"

#include "app/present/scheme_words.h"
#include "app/present/subject.h"

#include "app/present/figure_text.h"
#include "app/present/verdict.h"
#include "app/widgets/number_text.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

struct ScoreWords {
    Q_DECLARE_TR_FUNCTIONS(ScoreWords)
};

/// One decimal while training: the second would only flicker.
int accuracyDecimals(const Session& session) { return session.training() == Session::Training::Running ? 1 : 2; }

QString intervalTip(std::size_t correct, std::size_t images)
{
    const Interval interval = wilson95(correct, images);
    return ScoreWords::tr("%1 of %2 right on the test images. 95 % interval (Wilson): %3 … %4 %")
        .arg(countText(static_cast<qint64>(correct)), countText(static_cast<qint64>(images)),
            numberText(interval.low * 100, 2), numberText(interval.high * 100, 2));
}

ScoreFigure accuracyFigure(const Session& session, const Evaluation& evaluation)
{
    const bool running = session.trainingActive();
    const QString caption = running
        ? ScoreWords::tr("accuracy, epoch %1").arg(countText(static_cast<qint64>(session.snapshot()->epochsDone)))
        : ScoreWords::tr("accuracy");
    return {numberText(evaluation.accuracy() * 100, accuracyDecimals(session)), QStringLiteral("%"), caption,
        intervalTip(evaluation.correct, evaluation.images())};
}

ScoreFigure sizeFigure(std::size_t bytes)
{
    return {numberText(static_cast<double>(bytes) / 1000, 1), ScoreWords::tr("KB"), ScoreWords::tr("size"),
        ScoreWords::tr("%1 bytes: the safetensors file as it is written (1 KB = 1,000 bytes)")
            .arg(countText(static_cast<qint64>(bytes)))};
}

ScoreFigure timeFigure(const Session& session, const Timing& timing)
{
    return {numberText(timing.medianMs, timing.medianMs < 10 ? 2 : 1), ScoreWords::tr("ms"),
        ScoreWords::tr("%Ln image(s)", nullptr, static_cast<int>(session.data()->data->testSize())),
        ScoreWords::tr("CPU time of one thread, median of %Ln round(s) from the cache; 10 to 90 %: %1 … %2 ms", nullptr,
            static_cast<int>(timing.repetitions))
            .arg(numberText(timing.p10Ms, 3), numberText(timing.p90Ms, 3))};
}

ScoreFigure notTimed() { return {{}, {}, ScoreWords::tr("not timed yet"), ScoreWords::tr("Compare (B) measures it")}; }

QString pText(double p)
{
    return p < 0.001 ? ScoreWords::tr("p < 0.001") : ScoreWords::tr("p = %1").arg(numberText(p, pValueDecimals(p)));
}

ScoreFigure differenceFigure(const QuantReport& report)
{
    const McNemar& test = report.accuracy;
    const double difference = report.quantizedEvaluation->accuracy() - report.originalEvaluation->accuracy();
    QString caption = ScoreWords::tr("accuracy, no real change (%1)").arg(pText(test.pValue));
    const AccuracyChange change =
        accuracyChange(test, report.originalEvaluation->accuracy(), report.quantizedEvaluation->accuracy());
    if (change != AccuracyChange::None)
        caption = (isLoss(change) ? ScoreWords::tr("accuracy, lower (%1)") : ScoreWords::tr("accuracy, higher (%1)"))
                      .arg(pText(test.pValue));
    return {signedText(difference * 100, 2), ScoreWords::tr("pp"), caption,
        ScoreWords::tr(
            "Predictions changed: %1 of %2, %3 from right to wrong, %4 from wrong to right. Exact McNemar test.")
            .arg(countText(static_cast<qint64>(test.changed)), countText(static_cast<qint64>(test.images)),
                countText(static_cast<qint64>(test.onlyFirst)), countText(static_cast<qint64>(test.onlySecond)))};
}

} // namespace

ScoreFigure ratioFigure(const Session& session)
{
    if (!session.compareIsCurrent() || session.compareReport()->comparison.original.batch.repetitions == 0)
        return {
            {}, {}, ScoreWords::tr("run Compare"), ScoreWords::tr("Compare (B) times both models against each other")};
    const Comparison& comparison = session.compareReport()->comparison;
    const MedianInterval& ratio = comparison.batchRatio;
    const Speed speed = speedOf(ratio);
    const bool slower = speed == Speed::Slower;
    const QString word = slower  ? ScoreWords::tr("slower")
        : speed == Speed::Faster ? ScoreWords::tr("faster")
                                 : ScoreWords::tr("as fast");
    const QString quality = QString::fromStdString(qualityWord(comparison.quality));
    return {numberText(slower ? 1 / ratio.median : ratio.median, 1), QStringLiteral("×"),
        quality.isEmpty() ? word : ScoreWords::tr("%1, %2").arg(word, quality),
        ScoreWords::tr("Original time / quantized time, 95 % interval %1 … %2. %3")
            .arg(numberText(ratio.interval.low, 2), numberText(ratio.interval.high, 2),
                QString::fromStdString(qualityText(comparison.quality)))
            .trimmed()};
}

namespace {

/// What is shown is of another scheme or model than the one asked for, whose answer is on its way.
void markAsOld(ScoreBlock& block)
{
    block.note = ScoreWords::tr("%1: updating …").arg(block.note);
    for (ScoreFigure& figure : block.figures)
        figure.tone = ScoreTone::Stale;
}

void fillMeasured(const Session& session, ScoreboardState& state)
{
    const QuantReport& report = *session.quant();
    state.original.figures[0] = accuracyFigure(session, *report.originalEvaluation);
    state.quantized.figures[0] = accuracyFigure(session, *report.quantizedEvaluation);
    state.original.figures[1] = sizeFigure(report.originalBytes);
    state.quantized.figures[1] = sizeFigure(report.quantizedBytes);
    state.original.figures[2] = state.quantized.figures[2] = notTimed();
    if (session.compareIsCurrent() && session.compareReport()->comparison.original.batch.repetitions > 0) {
        state.original.figures[2] = timeFigure(session, session.compareReport()->comparison.original.batch);
        state.quantized.figures[2] = timeFigure(session, session.compareReport()->comparison.quantized.batch);
    }
    if (session.quantIsLate())
        markAsOld(state.quantized);
    const double smaller = static_cast<double>(report.originalBytes) / static_cast<double>(report.quantizedBytes);
    state.difference.figures = {differenceFigure(report),
        ScoreFigure{numberText(smaller < 1 ? 1 / smaller : smaller, 1), QStringLiteral("×"),
            smaller < 1 ? ScoreWords::tr("larger") : ScoreWords::tr("smaller"),
            ScoreWords::tr("Size of the original's file / size of the quantized one's")},
        ratioFigure(session)};
    if (session.quantIsLate())
        markAsOld(state.difference);
}

} // namespace

ScoreboardState scoreboardState(const Session& session)
{
    ScoreboardState state;
    state.original.note = session.trainingActive() ? ScoreWords::tr("float32, training") : ScoreWords::tr("float32");
    // Named by what the figures are of; only without any by what will be asked.
    const QuantScheme& scheme = session.quant() ? session.quant()->scheme : session.settings().scheme;
    state.quantized.note =
        session.quant() ? schemeName(*session.quant()->quantized) : QString::fromStdString(schemeText(scheme));
    const ScoreFigure empty[] = {{{}, {}, ScoreWords::tr("accuracy"), {}}, {{}, {}, ScoreWords::tr("size"), {}},
        {{}, {}, ScoreWords::tr("time"), {}}};
    std::copy(std::begin(empty), std::end(empty), state.original.figures.begin());
    state.quantized.figures = state.original.figures;
    if (!session.data()) {
        state.invitation = ScoreInvitation{ScoreWords::tr("Loading"),
            session.loading() ? ScoreWords::tr("Reading the digits …")
                              : ScoreWords::tr("No digits are loaded.<br>Choose a source on the <b>Data</b> page.")};
        return state;
    }
    state.difference.note =
        ScoreWords::tr("same %Ln test image(s)", nullptr, static_cast<int>(session.data()->data->testSize()));
    if (session.quant())
        fillMeasured(session, state);
    else
        state.invitation = ScoreInvitation{ScoreWords::tr("Start here"),
            ScoreWords::tr(
                "Nothing trained yet. Press <b>Train</b>: %Ln epoch(s).<br>Every figure up here then stays live.",
                nullptr, session.settings().config.epochs)};
    return state;
}

QString dataCaption(const Session& session)
{
    if (!session.data())
        return session.loading() ? ScoreWords::tr("Loading …") : ScoreWords::tr("No data");
    const Dataset& data = *session.data()->data;
    QString split = ScoreWords::tr("official split");
    if (data.split.kind != SplitSpec::Kind::Official)
        split = ScoreWords::tr("%1/%2 split")
                    .arg(qRound(data.split.trainFraction * 100))
                    .arg(100 - qRound(data.split.trainFraction * 100));
    const QString counts = ScoreWords::tr("%1 + %2").arg(
        countText(static_cast<qint64>(data.trainSize())), countText(static_cast<qint64>(data.testSize())));
    const bool builtin = session.data()->source.kind == DataSource::Kind::Builtin;
    const QString name = builtin ? ScoreWords::tr("Built-in digits") : QString::fromStdString(data.name);
    return data.split.kind == SplitSpec::Kind::Official && builtin
        ? ScoreWords::tr("%1, %2").arg(name, counts)
        : ScoreWords::tr("%1, %2, %3").arg(name, split, counts);
}

} // namespace qlab::app
