// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/heat_map.h"

#include "app/theme/theme.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace qlab::app {
namespace {

constexpr std::array kTileSides{112, 84, 56, 28}; ///< whole pixels a weight
constexpr int kUsualSide = 56;
constexpr int kRowGap = 4;
constexpr int kTitleGap = 8;

std::span<const float, kPixels> imageOf(const HeatMapRow& row, int digit)
{
    return std::span<const float, kPixels>(row.values.data() + digit * kPixels, kPixels);
}

} // namespace

HeatMapStrip::HeatMapStrip(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Weight images of the digits 0 to 9"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void HeatMapStrip::setRows(std::vector<HeatMapRow> rows)
{
    const bool otherShape = rows.size() != m_rows.size();
    m_rows = std::move(rows);
    for ([[maybe_unused]] const HeatMapRow& row : m_rows)
        Q_ASSERT(row.values.size() == static_cast<std::size_t>(kClasses * kPixels) && row.limit > 0);
    if (otherShape)
        m_current.reset();
    const int titles = measuredTitles();
    if (otherShape || titles != m_titleWidth) {
        m_titleWidth = titles;
        updateGeometry();
    }
    colour();
    update();
}

void HeatMapStrip::setSteps(const InputSteps& steps)
{
    if (steps == m_picture.steps())
        return;
    m_picture = FeaturePicture(steps);
    m_current.reset();
    colour();
    update();
}

void HeatMapStrip::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void HeatMapStrip::setTextOf(TextOf textOf) { m_textOf = std::move(textOf); }

void HeatMapStrip::colour()
{
    const DivergingMap map(Theme::instance().table());
    m_images.clear();
    for (const HeatMapRow& row : m_rows)
        for (int digit = 0; digit < kClasses; ++digit)
            m_images.push_back(m_picture.colours(map, imageOf(row, digit), row.limit));
}

QString HeatMapStrip::textOf(const Pixel& pixel) const
{
    if (m_textOf)
        return m_textOf(pixel);
    const double value = m_rows[static_cast<std::size_t>(pixel.row)].values[offset(pixel)];
    return tr("Digit %1, %2: %3").arg(pixel.digit).arg(m_picture.text(pixel.place()), signedText(value, 4));
}

// -- Geometry ---------------------------------------------------------------------------------------------------------

int HeatMapStrip::measuredTitles() const
{
    int width = 0;
    const QFontMetrics titles(textFont(TextRole::BodyStrong));
    const QFontMetrics captions(textFont(TextRole::Caption));
    for (const HeatMapRow& row : m_rows) {
        const int swatch = row.mark ? ModelSwatch::kSize.width() + kSwatchGap : 0;
        width = std::max({width, swatch + titles.horizontalAdvance(row.title), captions.horizontalAdvance(row.caption),
            captions.horizontalAdvance(row.widestCaption)});
    }
    return width > 0 ? width + kTitleGap : 0;
}

int HeatMapStrip::heightWith(int tileSide) const
{
    const int rows = std::max(1, static_cast<int>(m_rows.size()));
    return rows * (tileSide + kRowGap) - kRowGap + kLabelGap + lineHeight(TextRole::Caption);
}

int HeatMapStrip::widthWith(int tileSide) const { return m_titleWidth + kClasses * tileSide; }

int HeatMapStrip::sideForWidth(int width) const
{
    for (const int side : kTileSides)
        if (widthWith(side) <= width)
            return side;
    return kTileSides.back();
}

int HeatMapStrip::tileSide() const
{
    const int wished = sideForWidth(width());
    for (const int side : kTileSides)
        if (side <= wished && heightWith(side) <= height())
            return side;
    return std::min(wished, kUsualSide);
}

QSize HeatMapStrip::sizeHint() const { return {widthWith(kUsualSide), heightWith(sideForWidth(width()))}; }

QSize HeatMapStrip::minimumSizeHint() const
{
    return {widthWith(kTileSides.back()), heightWith(std::min(sideForWidth(width()), kUsualSide))};
}

/// The wish follows the width only, and the width follows nothing that is wished for here.
void HeatMapStrip::resizeEvent(QResizeEvent*)
{
    const int wished = sideForWidth(width());
    if (wished != m_wishedSide)
        updateGeometry();
    m_wishedSide = wished;
}

QRectF HeatMapStrip::tile(int row, int digit) const
{
    const int side = tileSide();
    const int left = m_titleWidth;
    const double pitch = static_cast<double>(width() - left - side) / (kClasses - 1);
    return {left + std::round(digit * pitch), static_cast<double>(row * (side + kRowGap)), static_cast<double>(side),
        static_cast<double>(side)};
}

QRectF HeatMapStrip::cellArea(const QRectF& image, const Pixel& pixel) const
{
    const QRectF cell = m_picture.cellOf(pixel.place());
    return {image.left() + cell.left() * image.width(), image.top() + cell.top() * image.height(),
        cell.width() * image.width(), cell.height() * image.height()};
}

std::size_t HeatMapStrip::offset(const Pixel& pixel) const
{
    return static_cast<std::size_t>(pixel.digit * kPixels + m_picture.index(pixel.place()));
}

std::optional<HeatMapStrip::Pixel> HeatMapStrip::pixelAt(const QPointF& position) const
{
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row)
        for (int digit = 0; digit < kClasses; ++digit) {
            const QRectF image = tile(row, digit);
            if (!image.contains(position))
                continue;
            if (const auto place = m_picture.placeAt((position - image.topLeft()) / image.width()))
                return Pixel{row, digit, place->y, place->x, place->direction};
        }
    return std::nullopt;
}

// -- Mouse and keys ---------------------------------------------------------------------------------------------------

void HeatMapStrip::setCurrent(const std::optional<Pixel>& pixel)
{
    if (pixel == m_current)
        return;
    m_current = pixel;
    setAccessibleDescription(pixel ? textOf(*pixel) : QString());
    update();
}

void HeatMapStrip::showText(const QPoint& globalPosition)
{
    if (m_current)
        QToolTip::showText(globalPosition, textOf(*m_current), this);
    else
        QToolTip::hideText();
}

void HeatMapStrip::mouseMoveEvent(QMouseEvent* event)
{
    setCurrent(pixelAt(event->position()));
    // Once the text is open it follows the mouse; opening it waits for the mouse to rest, as everywhere.
    if (QToolTip::isVisible())
        showText(event->globalPosition().toPoint());
}

void HeatMapStrip::leaveEvent(QEvent*) { setCurrent(std::nullopt); }

void HeatMapStrip::focusOutEvent(QFocusEvent*) { setCurrent(std::nullopt); }

void HeatMapStrip::keyPressEvent(QKeyEvent* event)
{
    const int right = (event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left);
    const int down = (event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up);
    const int turn = (event->key() == Qt::Key_PageDown) - (event->key() == Qt::Key_PageUp);
    if (m_rows.empty() || (right == 0 && down == 0 && (turn == 0 || m_picture.isPicture()))) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int middle = m_picture.cells() / 2;
    Pixel to = moved(m_current.value_or(Pixel{0, 0, middle, middle}), right, down);
    to.direction = m_picture.turned(to.place(), turn).direction;
    setCurrent(to);
    showText(mapToGlobal(cellArea(tile(to.row, to.digit), to).bottomRight().toPoint()));
}

/// The images of a row are one field ten images wide, the rows one field as high as there are rows.
HeatMapStrip::Pixel HeatMapStrip::moved(const Pixel& from, int right, int down) const
{
    const int cells = m_picture.cells(), rows = static_cast<int>(m_rows.size());
    const int x = std::clamp(from.digit * cells + from.x + right, 0, kClasses * cells - 1);
    const int y = std::clamp(from.row * cells + from.y + down, 0, rows * cells - 1);
    return {y / cells, x / cells, y % cells, x % cells, from.direction};
}

bool HeatMapStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        showText(static_cast<QHelpEvent*>(event)->globalPos());
        return true;
    }
    return QWidget::event(event);
}

void HeatMapStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        colour();
        update();
    } else if (event->type() == QEvent::FontChange) {
        m_titleWidth = measuredTitles();
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace qlab::app
