// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/digit_tiles.h"

#include "app/widgets/number_text.h"

namespace qlab::app {
namespace {

/// " (right)", " (wrong)", or nothing where the label is not known.
QString verdictOn(int answer, int trueLabel)
{
    if (trueLabel < 0)
        return {};
    return answer == trueLabel ? DigitTiles::tr(" (right)") : DigitTiles::tr(" (wrong)");
}

} // namespace

void DigitTiles::setTiles(ImagesPtr images, std::vector<DigitTile> tiles)
{
    Q_ASSERT(images || tiles.empty());
    beginResetModel();
    m_images = std::move(images);
    m_tiles = std::move(tiles);
    endResetModel();
}

QString DigitTiles::text(int row) const
{
    const DigitTile& shown = tile(row);
    if (!shown.tooltip.isEmpty())
        return shown.tooltip;
    QString text = tr("Image %1").arg(countText(static_cast<qint64>(shown.index) + 1));
    if (shown.trueLabel >= 0)
        text += tr(", labelled %1").arg(shown.trueLabel);
    if (shown.original >= 0)
        text += QLatin1Char('\n')
            + tr("Original: %1%2, margin %3")
                  .arg(shown.original)
                  .arg(verdictOn(shown.original, shown.trueLabel), numberText(shown.marginOriginal, 2));
    if (shown.quantized >= 0)
        text += QLatin1Char('\n')
            + tr("Quantized: %1%2, margin %3")
                  .arg(shown.quantized)
                  .arg(verdictOn(shown.quantized, shown.trueLabel), numberText(shown.marginQuantized, 2));
    return text;
}

int DigitTiles::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tiles.size());
}

QVariant DigitTiles::data(const QModelIndex& index, int role) const
{
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return text(index.row());
    if (role == Qt::DisplayRole && tile(index.row()).trueLabel >= 0)
        return QString::number(tile(index.row()).trueLabel);
    return {};
}

} // namespace qlab::app
