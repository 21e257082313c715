// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/comparison_table.h"

#include "app/present/verdict.h"
#include "app/widgets/number_text.h"

namespace qlab::app {
namespace {

using Row = std::array<QString, ComparisonTable::ColumnCount>;

QString count(std::size_t number) { return countText(static_cast<qint64>(number)); }

QString range(const QString& low, const QString& high) { return low + QStringLiteral(" … ") + high; }

QString duration(double milliseconds)
{
    if (milliseconds >= 0.1)
        return ComparisonTable::tr("%1 ms").arg(numberText(milliseconds, 2));
    return ComparisonTable::tr("%1 µs").arg(numberText(milliseconds * 1000, milliseconds >= 0.001 ? 2 : 3));
}

Row accuracyRow(const Comparison& comparison)
{
    const Interval& interval = comparison.accuracy.difference;
    return {ComparisonTable::tr("Accuracy"), percentText(comparison.originalAccuracy(), 2),
        percentText(comparison.quantizedAccuracy(), 2),
        ComparisonTable::tr("%1 pp").arg(
            signedText((comparison.quantizedAccuracy() - comparison.originalAccuracy()) * 100, 2)),
        range(signedText(interval.low * 100, 2), signedText(interval.high * 100, 2))};
}

Row sizeRow(const Comparison& comparison)
{
    return {ComparisonTable::tr("Size"), ComparisonTable::tr("%1 B").arg(count(comparison.original.bytes)),
        ComparisonTable::tr("%1 B").arg(count(comparison.quantized.bytes)),
        ComparisonTable::tr("%1×").arg(numberText(comparison.sizeRatio(), 2)), ComparisonTable::tr("exact")};
}

/// Original and ratio are of the file above: there is no compact file of floats.
Row compactRow(const Comparison& comparison, std::size_t bytes)
{
    const double ratio = static_cast<double>(comparison.original.bytes) / static_cast<double>(bytes);
    return {ComparisonTable::tr("Size, as .qlm"), QStringLiteral("–"), ComparisonTable::tr("%1 B").arg(count(bytes)),
        ComparisonTable::tr("%1×").arg(numberText(ratio, 2)), ComparisonTable::tr("exact")};
}

Row timeRow(const QString& name, const Timing& original, const Timing& quantized, const MedianInterval& ratio)
{
    if (original.repetitions == 0)
        return {name, QStringLiteral("–"), QStringLiteral("–"), QStringLiteral("–"), QString()};
    return {name, duration(original.medianMs), duration(quantized.medianMs),
        ComparisonTable::tr("%1×").arg(numberText(ratio.median, 2)),
        range(numberText(ratio.interval.low, 2), numberText(ratio.interval.high, 2))};
}

std::vector<Row> rowsOf(const Comparison& comparison, std::size_t compactBytes)
{
    const ModelFigures &original = comparison.original, &quantized = comparison.quantized;
    std::vector<Row> rows{accuracyRow(comparison), sizeRow(comparison), compactRow(comparison, compactBytes),
        timeRow(ComparisonTable::tr("Time, %Ln image(s)", nullptr, static_cast<int>(comparison.images)), original.batch,
            quantized.batch, comparison.batchRatio),
        timeRow(ComparisonTable::tr("Time, one image"), original.single, quantized.single, comparison.singleRatio)};
    if (comparison.images > comparison.imagesPerCall)
        rows.push_back(timeRow(
            ComparisonTable::tr("Time, streamed"), original.streamed, quantized.streamed, comparison.streamedRatio));
    if (!comparison.fromFloats)
        rows.push_back(timeRow(ComparisonTable::tr("Time, from floats"), comparison.floatInputOriginal,
            comparison.floatInputQuantized, comparison.floatInputRatio));
    if (comparison.steps.repetitions > 0)
        rows.push_back({ComparisonTable::tr("Input steps, each"), duration(comparison.steps.medianMs),
            duration(comparison.steps.medianMs), ComparisonTable::tr("the same"), QString()});
    return rows;
}

/// What is measured, row by row.
QStringList tipsOf(const Comparison& comparison)
{
    const auto text = [](const std::string& words) { return QString::fromStdString(words); };
    QStringList tips{
        ComparisonTable::tr(
            "Share of the test images that a model gets right; interval of the difference by Agresti and Min"),
        ComparisonTable::tr("The files as they are written"),
        ComparisonTable::tr("The compact file, which Save model on the map writes: no names, weights packed or coded, "
                            "bias in 8 bits; the ratio is to the original's file"),
        text(batchTimeText(comparison)), text(singleTimeText())};
    if (comparison.images > comparison.imagesPerCall)
        tips.push_back(text(streamedTimeText(comparison)));
    if (!comparison.fromFloats)
        tips.push_back(text(floatTimeText()));
    tips.push_back(text(stepsTimeText()));
    return tips;
}

} // namespace

QStringList ComparisonTable::widest()
{
    const QString points = signedText(-88.88, 2);
    const QString figure = tr("%1 B").arg(countText(88'888));
    return {
        tr("Time, %1 images").arg(countText(88'888)), figure, figure, tr("%1 pp").arg(points), range(points, points)};
}

void ComparisonTable::setComparison(const std::optional<Comparison>& comparison, std::size_t compactBytes)
{
    std::vector<Row> rows;
    if (comparison)
        rows = rowsOf(*comparison, compactBytes);
    m_tips = comparison ? tipsOf(*comparison) : QStringList();
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    } else if (!rows.empty()) {
        m_rows = std::move(rows);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int ComparisonTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ComparisonTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    if (role == Qt::ToolTipRole)
        return m_tips[index.row()];
    return m_rows[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
}

QVariant ComparisonTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString names[] = {QString(), tr("original"), tr("quantized"), tr("ratio"), tr("95 % interval")};
    return section >= 0 && section < ColumnCount ? names[section] : QVariant();
}

} // namespace qlab::app
