// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/class_balance.h"

#include "app/theme/theme.h"
#include "app/widgets/feature_picture.h"
#include "app/widgets/number_text.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace qlab::app {
namespace {

constexpr double kUsualImage = 42, kWideImage = 84;
constexpr double kWideColumn = 100, kTall = 260; ///< from where the wide images leave room for the bars
constexpr double kLabel = 17;
constexpr double kGap = 6;

double labelHeight() { return scaled(kLabel); }

QImage toImage(const FeaturePicture& picture, const std::array<double, kPixels>& mean)
{
    std::array<std::uint8_t, kPixels> bytes;
    std::ranges::transform(mean, bytes.begin(), [](double value) { return static_cast<std::uint8_t>(value); });
    return picture.ink(bytes).copy();
}

} // namespace

ClassBalance::ClassBalance(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Images of each digit"));
    setMouseTracking(true);
}

void ClassBalance::setData(const DataSummaryPtr& summary)
{
    m_classes = {};
    m_empty = !summary;
    if (summary) {
        const FeaturePicture picture(summary->data->steps);
        for (std::size_t k = 0; k < kClasses; ++k)
            m_classes[k] = {summary->trainCounts[k], summary->testCounts[k], toImage(picture, summary->classMeans[k])};
    }
    update();
}

QRectF ClassBalance::column(int digit) const
{
    const double width = this->width() / static_cast<double>(kClasses);
    return {digit * width, 0, width, static_cast<double>(height())};
}

double ClassBalance::imageSide() const
{
    return column(0).width() >= kWideColumn && height() >= kTall ? kWideImage : kUsualImage;
}

void ClassBalance::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(textFont(TextRole::Caption));
    if (m_empty) {
        painter.setPen(themeColor(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter, tr("Counts and mean images of the ten digits appear here."));
        return;
    }
    double most = 1;
    for (const Class& digit : m_classes)
        most = std::max(most, static_cast<double>(digit.train));
    for (int digit = 0; digit < kClasses; ++digit) {
        const QRectF place = column(digit);
        const double side = imageSide();
        const double imageTop = place.bottom() - labelHeight() - side;
        paintBars(painter, {place.left() + 3, labelHeight(), place.width() - 6, imageTop - kGap - labelHeight()}, digit,
            most);
        painter.setRenderHint(QPainter::SmoothPixmapTransform); // a mean has no pixels worth seeing
        painter.drawImage(QRectF(place.center().x() - side / 2, imageTop, side, side),
            m_classes[static_cast<std::size_t>(digit)].mean);
        painter.setFont(textFont(TextRole::DirectLabel));
        painter.setPen(themeColor(Token::Text2));
        painter.drawText(QRectF(place.left(), place.bottom() - labelHeight(), place.width(), labelHeight()),
            Qt::AlignCenter, QString::number(digit));
    }
}

void ClassBalance::paintBars(QPainter& painter, const QRectF& area, int digit, double most) const
{
    const Class& counts = m_classes[static_cast<std::size_t>(digit)];
    const double wide = std::min(area.width() * 0.5, 24.0), narrow = wide / 2;
    const double left = area.center().x() - (wide + 2 + narrow) / 2;
    const auto bar = [&](double x, double width, std::size_t count, Token token) {
        const double height = area.height() * static_cast<double>(count) / most;
        painter.fillRect(QRectF(x, area.bottom() - height, width, height), themeColor(token));
        return area.bottom() - height;
    };
    const double top = bar(left, wide, counts.train, Token::Text2);
    bar(left + wide + 2, narrow, counts.test, Token::Control);
    painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), themeColor(Token::Axis));
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(themeColor(Token::Text2));
    painter.drawText(QRectF(left - 20, top - labelHeight(), wide + 40, labelHeight()),
        Qt::AlignHCenter | Qt::AlignBottom, countText(static_cast<qint64>(counts.train)));
}

bool ClassBalance::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && !m_empty) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int digit = std::clamp(static_cast<int>(help->pos().x() / column(0).width()), 0, kClasses - 1);
        const Class& counts = m_classes[static_cast<std::size_t>(digit)];
        QToolTip::showText(help->globalPos(),
            tr("digit %1: %2 training images, %3 test images")
                .arg(digit)
                .arg(countText(static_cast<qint64>(counts.train)), countText(static_cast<qint64>(counts.test))),
            this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace qlab::app
