// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QLibraryInfo>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QVersionNumber>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

constexpr std::array<const char*, static_cast<std::size_t>(Icon::Count)> kFiles{"arrow-right", "benchmark", "check",
    "chevron-down", "chevron-left", "chevron-right", "close", "copy", "dock", "eraser", "folder", "info", "more",
    "pause", "pen", "play", "plus", "redo", "save", "step", "stop", "trash", "undo"};

constexpr double kGrid = 24;
constexpr double kStroke = 1.5;

QByteArray fileContents(Icon icon)
{
    const auto* name = kFiles[static_cast<std::size_t>(icon)];
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("icon %s is missing from the program's resources", name);
        return {};
    }
    return file.readAll();
}

const QByteArray& source(Icon icon)
{
    static std::array<QByteArray, static_cast<std::size_t>(Icon::Count)> cache;
    QByteArray& bytes = cache[static_cast<std::size_t>(icon)];
    if (bytes.isEmpty())
        bytes = fileContents(icon);
    return bytes;
}

/// The drawing for one size: colour put in, and the stroke thickened as the grid shrinks, or lines would grey out.
QByteArray tinted(Icon icon, const QColor& color, double size)
{
    const double stroke = kStroke * std::clamp(kGrid / std::max(size, 1.0), 1.0, 1.25);
    QByteArray svg = source(icon);
    svg.replace("\"#000\"", '"' + color.name().toLatin1() + '"');
    svg.replace("stroke-width=\"1.5\"", "stroke-width=\"" + QByteArray::number(stroke, 'f', 2) + '"');
    return svg;
}

class ThemeIconEngine : public QIconEngine {
public:
    ThemeIconEngine(Icon icon, IconTint tint)
        : m_icon(icon)
        , m_tint(tint)
    {
    }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        paintIcon(*painter, square, m_icon, color(mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    /// QIcon hands out the size in device pixels, since Qt 6.8 in device-independent ones.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const double perPixel = QLibraryInfo::version() >= QVersionNumber(6, 8) ? 1 : scale;
        const double side = std::min(size.width(), size.height()) / perPixel;
        return iconPixmap(m_icon, color(mode, state), static_cast<int>(std::lround(side)), scale);
    }
    QString key() const override { return QStringLiteral("qlab"); }
    QIconEngine* clone() const override { return new ThemeIconEngine(*this); }

private:
    QColor color(QIcon::Mode mode, QIcon::State state) const
    {
        if (mode == QIcon::Disabled)
            return themeColor(m_tint.disabled);
        return themeColor(state == QIcon::On ? m_tint.checked : m_tint.normal);
    }
    Icon m_icon;
    IconTint m_tint;
};

} // namespace

QIcon themeIcon(Icon icon, IconTint tint) { return QIcon(new ThemeIconEngine(icon, tint)); }

void paintIcon(QPainter& painter, const QRectF& rect, Icon icon, const QColor& color)
{
    QSvgRenderer(tinted(icon, color, rect.width())).render(&painter, rect);
}

QPixmap iconPixmap(Icon icon, const QColor& color, int size, qreal devicePixelRatio)
{
    const QString key = QStringLiteral("qlab-icon/%1/%2/%3/%4")
                            .arg(static_cast<int>(icon))
                            .arg(color.name())
                            .arg(size)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, QRectF(0, 0, size, size), icon, color);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon applicationIcon()
{
    Theme::instance();
    QSvgRenderer renderer(QStringLiteral(":/qlab.svg"));
    QIcon icon;
    for (const int side : {16, 22, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace qlab::app
