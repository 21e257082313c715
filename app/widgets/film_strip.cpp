// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/film_strip.h"

#include "app/theme/icons.h"
#include "app/theme/theme.h"
#include "app/widgets/pixel_image.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace qlab::app {
namespace {

constexpr std::array kTileSides{112, 84, 56};
constexpr int kUsualSide = 84;
constexpr int kUsualCount = 3; ///< so that tiles keep their size when a picture comes that needs no steps
constexpr int kLeastGap = 20;  ///< room for the arrow
constexpr int kArrow = 14;
constexpr int kTitleGap = 4;
constexpr double kCorner = 2;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FilmStrip)
};

QImage copyOf(const DigitImage& digit) { return digitImage(digit).copy(); }

/// Marks lie on black and white pixels alike, in both themes: a light line on a dark one.
template <typename Draw> void drawMark(QPainter& painter, Qt::PenStyle style, const Draw& draw)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(kDigitGround), 3));
    draw();
    painter.setPen(QPen(ThemeTable::of(Scheme::Dark)[Token::Text2], 1, style, Qt::FlatCap));
    draw();
    painter.restore();
}

} // namespace

std::vector<FilmStep> filmSteps(const GreyPicture& picture, const NormalizedDigit& digit)
{
    FilmStep drawn;
    drawn.title = Words::tr("Drawn");
    drawn.caption = Words::tr("%1 × %2").arg(picture.width).arg(picture.height);
    drawn.image =
        QImage(picture.pixels.data(), picture.width, picture.height, picture.width, QImage::Format_Grayscale8).copy();
    FilmStep fitted{Words::tr("Fitted"), Words::tr("20 × 20 box"), copyOf(digit.boxed)};
    FilmStep centred{Words::tr("Centred"), Words::tr("by its mass"), copyOf(digit.image)};
    FilmStep seen{Words::tr("Seen"), Words::tr("784 bytes"), copyOf(digit.image)};
    seen.highlighted = true;
    if (!digit.empty) {
        const Centre centre = centreOfMass(digit.image);
        drawn.box = QRectF(digit.left, digit.top, digit.width, digit.height);
        fitted.cross = QPointF(digit.centreX + 0.5, digit.centreY + 0.5);
        centred.cross = QPointF(centre.x + 0.5, centre.y + 0.5);
    }
    return {drawn, fitted, centred, seen};
}

FilmStrip::FilmStrip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("From the drawing to what the models see"));
}

void FilmStrip::setSteps(std::vector<FilmStep> steps)
{
    const bool otherCount = steps.size() != m_steps.size();
    m_steps = std::move(steps);
    QStringList titles;
    for (const FilmStep& step : m_steps)
        titles += step.title;
    setAccessibleDescription(titles.join(QLatin1String(", ")));
    if (otherCount)
        updateGeometry();
    update();
}

// -- Geometry ---------------------------------------------------------------------------------------------------------

int FilmStrip::tileSide() const
{
    for (const int side : kTileSides)
        if (const int tiles = std::max(count(), kUsualCount); tiles * side + (tiles - 1) * kLeastGap <= width())
            return side;
    return kTileSides.back();
}

QSize FilmStrip::minimumSizeHint() const
{
    const int tiles = std::max(1, count());
    const int words = kTitleGap + lineHeight(TextRole::Table) + lineHeight(TextRole::Caption);
    return {tiles * kTileSides.back() + (tiles - 1) * kLeastGap, std::max(tileSide(), kUsualSide) + words};
}

QSize FilmStrip::sizeHint() const
{
    const int tiles = std::max(1, count());
    return {tiles * kUsualSide + (tiles - 1) * 28, minimumSizeHint().height()};
}

void FilmStrip::resizeEvent(QResizeEvent*)
{
    if (minimumSizeHint().height() != m_height)
        updateGeometry();
    m_height = minimumSizeHint().height();
}

double FilmStrip::pitch() const
{
    const int side = tileSide();
    const double spread = count() > 1 ? static_cast<double>(width() - side) / (count() - 1) : side;
    return std::min(spread, side + 2.0 * kLeastGap + scaled(20)); // a wide card keeps the steps together
}

QRectF FilmStrip::tile(int i) const
{
    const auto side = static_cast<double>(tileSide());
    return {std::round(i * pitch()), 0, side, side};
}

// -- Painting ---------------------------------------------------------------------------------------------------------

bool FilmStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int i = 0; i < count(); ++i)
        if (tile(i).contains(help->pos())) {
            const FilmStep& step = m_steps[static_cast<std::size_t>(i)];
            QToolTip::showText(
                help->globalPos(), step.title + QLatin1Char('\n') + step.caption, this, tile(i).toRect());
            return true;
        }
    QToolTip::hideText();
    return true;
}

void FilmStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

void FilmStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    for (int i = 0; i < count(); ++i) {
        paintStep(painter, i);
        paintWords(painter, i);
        if (i > 0)
            paintLink(painter, i);
    }
}

void FilmStrip::paintStep(QPainter& painter, int i) const
{
    const FilmStep& step = m_steps[static_cast<std::size_t>(i)];
    const QRectF field = snapped(painter, tile(i));
    QRectF area = field;
    painter.fillRect(field, kDigitGround);
    if (step.image.width() == kSide) {
        area = drawPixels(painter, field, step.image);
    } else if (!step.image.isNull()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(field, step.image);
    }
    const double scale = step.image.isNull() ? 1 : area.width() / step.image.width();
    if (step.box) {
        const QRectF box(area.topLeft() + step.box->topLeft() * scale, step.box->size() * scale);
        drawMark(painter, Qt::DashLine,
            [&] { painter.drawRect(box.adjusted(-1.5, -1.5, 1.5, 1.5) & field.adjusted(1, 1, -1, -1)); });
    }
    if (step.cross) {
        const QPointF middle = area.topLeft() + *step.cross * scale;
        constexpr double kArm = 6;
        drawMark(painter, Qt::SolidLine, [&] {
            painter.drawLine(middle - QPointF(kArm, 0), middle + QPointF(kArm, 0));
            painter.drawLine(middle - QPointF(0, kArm), middle + QPointF(0, kArm));
        });
    }
    roundCorners(painter, field, kCorner, themeColor(Token::Surface));
    if (step.highlighted) {
        paintFrame(painter, field, 3, kCorner, themeColor(Token::Surface));
        paintFrame(painter, field, 2, kCorner, themeColor(Token::Text));
    }
}

void FilmStrip::paintWords(QPainter& painter, int i) const
{
    const FilmStep& step = m_steps[static_cast<std::size_t>(i)];
    const QRectF image = tile(i);
    const double right = i + 1 < count() ? tile(i + 1).left() - 4 : static_cast<double>(width());
    QRectF line(image.left(), image.bottom() + kTitleGap, right - image.left(), lineHeight(TextRole::Table));
    const auto draw = [&](TextRole role, Token color, const QString& text) {
        painter.setFont(textFont(role));
        painter.setPen(themeColor(color));
        const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(line.width()));
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, shown);
    };
    draw(TextRole::Table, Token::Text, step.title);
    line.moveTop(line.bottom());
    line.setHeight(lineHeight(TextRole::Caption));
    draw(TextRole::Caption, Token::Text3, step.caption);
}

void FilmStrip::paintLink(QPainter& painter, int i) const
{
    const QRectF left = tile(i - 1);
    const QRectF right = tile(i);
    const QPointF middle((left.right() + right.left()) / 2, right.center().y());
    if (m_steps[static_cast<std::size_t>(i)].apart) {
        const double bottom = right.bottom() + kTitleGap + lineHeight(TextRole::Table) + lineHeight(TextRole::Caption);
        painter.fillRect(
            snapped(painter, QRectF(middle.x(), right.top(), 1, bottom - right.top())), themeColor(Token::Line));
        return;
    }
    const QRectF arrow(middle.x() - kArrow / 2.0, middle.y() - kArrow / 2.0, kArrow, kArrow);
    paintIcon(painter, arrow, Icon::ArrowRight, themeColor(Token::Text3));
}

} // namespace qlab::app
