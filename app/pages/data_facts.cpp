// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/data_facts.h"

#include "app/widgets/number_text.h"

#include <QCoreApplication>

namespace qlab::app {
namespace {

struct DataFacts {
    Q_DECLARE_TR_FUNCTIONS(DataFacts)
};

double megabytes(const Dataset& data)
{
    const std::size_t images = data.trainSource->size() + (data.test == data.trainSource ? 0 : data.test->size());
    const double own = static_cast<double>(images * kPixels) / 1e6;
    return data.before ? own + megabytes(*data.before) : own;
}

QString row(const QString& name, const QString& value)
{
    return QStringLiteral(
        "<tr><td style='white-space:nowrap'>%1</td><td align='right' style='white-space:nowrap'>%2</td></tr>")
        .arg(name, value);
}

QString count(std::size_t value) { return countText(static_cast<qint64>(value)); }

} // namespace

QString dataFacts(const DataSummary& summary)
{
    const Dataset& data = *summary.data;
    QString rows = row(DataFacts::tr("name"), QString::fromStdString(data.name).toHtmlEscaped());
    rows += row(DataFacts::tr("training images"), count(data.trainSize()));
    rows += row(DataFacts::tr("test images"), count(data.testSize()));
    rows += row(data.steps.isPicture() ? DataFacts::tr("mean of the pixels") : DataFacts::tr("mean of the features"),
        numberText(summary.pixelMean, 4));
    rows += row(DataFacts::tr("deviation"), numberText(summary.pixelDeviation, 4));
    rows += row(DataFacts::tr("in memory"), DataFacts::tr("%1 MB").arg(numberText(megabytes(data), 1)));
    rows += row(DataFacts::tr("loaded in"), DataFacts::tr("%1 ms").arg(numberText(summary.seconds * 1000, 0)));
    return QStringLiteral("<table width='100%' cellspacing='0' cellpadding='2'>%1</table>").arg(rows);
}

} // namespace qlab::app
