// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/models_table.h"

#include "app/theme/theme.h"
#include "app/widgets/number_text.h"

#include <QFontMetrics>

#include <algorithm>

namespace qlab::app {
namespace {

using Row = std::array<QString, ModelsTable::ColumnCount>;
const QString kDash = QStringLiteral("–");

QString count(std::size_t number) { return countText(static_cast<qint64>(number)); }
QString bytes(std::size_t number) { return ModelsTable::tr("%1 B").arg(count(number)); }
QString times(double ratio) { return ModelsTable::tr("%1×").arg(numberText(ratio, ratio < 10 ? 2 : 1)); }

QString range(const Interval& interval, double factor, int decimals)
{
    return numberText(factor * interval.low, decimals) + QStringLiteral(" … ")
        + numberText(factor * interval.high, decimals);
}

QString duration(double milliseconds) { return ModelsTable::tr("%1 ms").arg(numberText(milliseconds, 2)); }

Row accuracyRow(const ModelComparison& compared)
{
    const Interval& interval = compared.accuracy.difference;
    return {QString(), percentText(compared.firstAccuracy(), 2), percentText(compared.secondAccuracy(), 2),
        ModelsTable::tr("%1 pp").arg(signedText((compared.secondAccuracy() - compared.firstAccuracy()) * 100, 2)),
        signedText(interval.low * 100, 2) + QStringLiteral(" … ") + signedText(interval.high * 100, 2)};
}

Row onlyOneRow(const McNemar& test)
{
    return {QString(), count(test.onlyFirst), count(test.onlySecond),
        test.pValue < 0.001 ? QStringLiteral("p < %1").arg(numberText(0.001, 3))
                            : QStringLiteral("p = %1").arg(numberText(test.pValue, 3)),
        QString()};
}

Row agreementRow(const ModelComparison& compared)
{
    const double share = static_cast<double>(compared.accuracy.same()) / static_cast<double>(compared.images);
    return {QString(), QString(), QString(), percentText(share, 2), range(compared.sameClass95, 100, 2)};
}

Row divergenceRow(double value, const Interval& interval)
{
    return {QString(), QString(), QString(), divergenceText(value), range(interval, 1, divergenceDecimals(value))};
}

Row timeRow(const PairTimes& timed)
{
    if (!timed.measured())
        return {QString(), kDash, kDash, kDash, QString()};
    return {QString(), duration(timed.first.medianMs), duration(timed.second.medianMs), times(timed.ratio.median),
        range(timed.ratio.interval, 1, 2)};
}

/// What each row is, and where its figures come from.
struct RowWords {
    QString name, tip;
};
std::array<RowWords, ModelsTable::kRows> rowWords()
{
    return {{{ModelsTable::tr("Accuracy"),
                 ModelsTable::tr("Share of the test images that a model gets right; interval of the difference by "
                                 "Agresti and Min")},
        {ModelsTable::tr("Right alone"),
            ModelsTable::tr(
                "Images that only this one gets right, and McNemar's exact test of whether that is chance")},
        {ModelsTable::tr("Same answer"),
            ModelsTable::tr("Images to which both give the same digit, right or wrong; Wilson's interval")},
        {ModelsTable::tr("KL divergence, mean"),
            ModelsTable::tr("How far B's probabilities are from A's, per image: 0 where they are the same")},
        {ModelsTable::tr("KL divergence, 99th percentile"),
            ModelsTable::tr("The divergence that one image in a hundred exceeds")},
        {ModelsTable::tr("Size"), ModelsTable::tr("The files as they are, or as safetensors where there is none")},
        {ModelsTable::tr("Time"),
            ModelsTable::tr("The whole test set, timed in turns on one thread, input steps not included")}}};
}

} // namespace

QStringList ModelsTable::widest()
{
    const QString figure = bytes(88'888), points = signedText(-88.88, 2), nats = numberText(0.00888, 5);
    const auto fromTo = [](const QString& end) { return end + QStringLiteral(" … ") + end; };
    const auto width = [](const QString& text) {
        return QFontMetrics(textFont(TextRole::Table)).horizontalAdvance(text);
    };
    const QString widestInterval =
        std::max(fromTo(points), fromTo(nats), [&](const QString& a, const QString& b) { return width(a) < width(b); });
    return {rowWords()[4].name, figure, figure, divergenceText(0.00888), widestInterval};
}

void ModelsTable::setComparison(const ModelComparison* comparison, std::size_t firstBytes, std::size_t secondBytes)
{
    if (comparison) {
        const Divergence& far = comparison->divergence;
        m_rows = {accuracyRow(*comparison), onlyOneRow(comparison->accuracy), agreementRow(*comparison),
            divergenceRow(far.mean, far.mean95), divergenceRow(far.p99, far.p99At95),
            {QString(), bytes(firstBytes), bytes(secondBytes),
                times(static_cast<double>(firstBytes) / static_cast<double>(secondBytes)), tr("exact")},
            timeRow(comparison->times)};
    } else {
        m_rows.assign(kRows, {QString(), kDash, kDash, kDash, QString()});
    }
    Q_EMIT dataChanged(index(0, 0), index(kRows - 1, ColumnCount - 1));
}

QVariant ModelsTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (role == Qt::ToolTipRole)
        return rowWords()[row].tip;
    if (index.column() == Metric)
        return rowWords()[row].name;
    return row < m_rows.size() ? m_rows[row][static_cast<std::size_t>(index.column())] : QString();
}

QVariant ModelsTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString names[] = {QString(), tr("A"), tr("B"), tr("B against A"), tr("95 % interval")};
    return section >= 0 && section < ColumnCount ? names[section] : QVariant();
}

} // namespace qlab::app
