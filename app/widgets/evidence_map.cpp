// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/evidence_map.h"

#include "app/theme/theme.h"
#include "app/widgets/number_text.h"
#include "app/widgets/pixel_image.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace qlab::app {

EvidenceMap::EvidenceMap(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Evidence of each pixel"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    colour();
}

void EvidenceMap::setValues(const Values& values, double limit)
{
    Q_ASSERT(limit > 0);
    m_values = values;
    m_limit = limit;
    colour();
    update();
}

void EvidenceMap::setSteps(const InputSteps& steps)
{
    if (steps == m_picture.steps())
        return;
    m_picture = FeaturePicture(steps, 9 * kSide);
    m_current.reset();
    colour();
    update();
}

void EvidenceMap::clear()
{
    m_values.reset();
    m_current.reset();
    colour();
    update();
}

void EvidenceMap::setSide(int side)
{
    if (side == m_side)
        return;
    m_side = side;
    updateGeometry();
}

void EvidenceMap::setTextOf(TextOf textOf) { m_textOf = std::move(textOf); }

void EvidenceMap::colour()
{
    static constexpr Values kNothing{};
    m_image = m_picture.colours(DivergingMap(Theme::instance().table()), m_values ? *m_values : kNothing, m_limit);
}

QString EvidenceMap::textOf(const Pixel& pixel) const
{
    if (!m_values)
        return {};
    const double value = (*m_values)[static_cast<std::size_t>(m_picture.index(pixel.place()))];
    if (m_textOf)
        return m_textOf(pixel, value);
    return tr("%1: %2").arg(m_picture.text(pixel.place()), signedText(value, 3));
}

QRectF EvidenceMap::field() const
{
    const int side = std::max(1, std::min(width(), height()) / kSide) * kSide;
    return {(width() - side) / 2.0, (height() - side) / 2.0, static_cast<double>(side), static_cast<double>(side)};
}

std::optional<EvidenceMap::Pixel> EvidenceMap::pixelAt(const QPointF& position) const
{
    const QRectF area = field();
    if (!area.contains(position))
        return std::nullopt;
    const auto place = m_picture.placeAt((position - area.topLeft()) / area.width());
    return place ? std::optional(Pixel{place->y, place->x, place->direction}) : std::nullopt;
}

void EvidenceMap::setCurrent(const std::optional<Pixel>& pixel)
{
    if (pixel == m_current)
        return;
    m_current = pixel;
    setAccessibleDescription(pixel ? textOf(*pixel) : QString());
    update();
}

void EvidenceMap::mouseMoveEvent(QMouseEvent* event)
{
    setCurrent(pixelAt(event->position()));
    if (QToolTip::isVisible() && m_current)
        QToolTip::showText(event->globalPosition().toPoint(), textOf(*m_current), this);
}

void EvidenceMap::leaveEvent(QEvent*) { setCurrent(std::nullopt); }

void EvidenceMap::focusOutEvent(QFocusEvent*) { setCurrent(std::nullopt); }

void EvidenceMap::keyPressEvent(QKeyEvent* event)
{
    const int right = (event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left);
    const int down = (event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up);
    const int turn = (event->key() == Qt::Key_PageDown) - (event->key() == Qt::Key_PageUp);
    if (right == 0 && down == 0 && (turn == 0 || m_picture.isPicture()))
        return QWidget::keyPressEvent(event);
    const int middle = m_picture.cells() / 2;
    const FeaturePicture::Place from = m_current.value_or(Pixel{middle, middle}).place();
    const FeaturePicture::Place to = m_picture.turned(m_picture.moved(from, right, down), turn);
    setCurrent(Pixel{to.y, to.x, to.direction});
    const QPointF corner = field().topLeft() + m_picture.cellOf(to).bottomRight() * field().width();
    QToolTip::showText(mapToGlobal(corner.toPoint()), textOf(*m_current), this);
}

bool EvidenceMap::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::optional<Pixel> pixel = pixelAt(help->pos());
    QToolTip::showText(help->globalPos(), pixel ? textOf(*pixel) : QString(), this);
    return true;
}

void EvidenceMap::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        colour();
        update();
    }
    QWidget::changeEvent(event);
}

void EvidenceMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRectF area = m_picture.draw(painter, field(), m_image);
    paintFrame(painter, area, 1, 0, themeColor(Token::Line));
    if (m_current && m_values) {
        const QRectF cell = m_picture.cellOf(m_current->place());
        const QRectF pixel(area.topLeft() + cell.topLeft() * area.width(), cell.size() * area.width());
        paintFrame(painter, pixel.adjusted(-1, -1, 1, 1), 1, 0, themeColor(Token::Text));
    }
}

} // namespace qlab::app
