// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/canvas_document.h"

#include "app/drawing/ink_image.h"
#include "app/drawing/picture_file.h"

#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineF>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kFrameMs = 16;
constexpr double kEraserFactor = 1.6;
/// Points nearer than this to the last one only repeat it, in sheet units.
constexpr double kLeastMove = 0.4;

QString localPicture(const QMimeData& data)
{
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            return url.toLocalFile();
    return {};
}

} // namespace

CanvasDocument::CanvasDocument(QObject* parent)
    : QObject(parent)
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &CanvasDocument::announcePicture);
}

QImage CanvasDocument::image() const
{
    const GreyPicture& ink = picture();
    return QImage(ink.pixels.data(), ink.width, ink.height, ink.width, QImage::Format_Grayscale8).copy();
}

bool CanvasDocument::isEmpty() const
{
    const auto& pixels = picture().pixels;
    return std::all_of(pixels.begin(), pixels.end(), [](std::uint8_t pixel) { return pixel == 0; });
}

const ImageStep* CanvasDocument::untouchedDigit() const
{
    const std::span<const CanvasStep> steps = m_history.steps();
    const ImageStep* const image = steps.empty() ? nullptr : std::get_if<ImageStep>(&steps.back());
    return image && image->ink.size() == QSize(kSide, kSide) ? image : nullptr;
}

QString CanvasDocument::caption() const
{
    const std::span<const CanvasStep> steps = m_history.steps();
    if (steps.empty() || isEmpty())
        return {};
    const ImageStep* const image = std::get_if<ImageStep>(&steps[firstVisibleStep(steps)]);
    if (!image)
        return {};
    if (untouchedDigit() != image)
        return image->name.isEmpty() ? QString() : tr("drawn over %1").arg(image->name);
    if (image->name.isEmpty())
        return tr("28 × 28 pixels, taken as they are");
    return image->trueLabel < 0 ? image->name : tr("%1, a %2").arg(image->name).arg(image->trueLabel);
}

double CanvasDocument::toolWidth(Tool tool) const { return m_penWidth * (tool == Tool::Eraser ? kEraserFactor : 1.0); }

void CanvasDocument::beginStroke(Tool tool, const StrokePoint& first)
{
    m_history.beginStroke(tool, first);
    stepped();
}

void CanvasDocument::extendStroke(const StrokePoint& next)
{
    if (!m_history.isOpen())
        return;
    const StrokePoint& last = std::get<Stroke>(m_history.steps().back()).points.back();
    if (QLineF(last.at, next.at).length() < kLeastMove)
        return;
    m_history.extendStroke(next);
    drawn();
}

void CanvasDocument::endStroke()
{
    if (!m_history.isOpen())
        return;
    m_history.endStroke();
    stepped();
}

void CanvasDocument::cancelStroke()
{
    if (!m_history.isOpen())
        return;
    m_history.cancelStroke();
    stepped();
}

void CanvasDocument::setDigit(std::span<const std::uint8_t, kPixels> digit, const QString& name, int trueLabel)
{
    m_history.add(
        ImageStep{QImage(digit.data(), kSide, kSide, kSide, QImage::Format_Grayscale8).copy(), name, trueLabel});
    stepped();
}

void CanvasDocument::setSteps(std::vector<CanvasStep> steps)
{
    clear();
    for (CanvasStep& step : steps)
        m_history.add(std::move(step));
    stepped();
}

Status CanvasDocument::setPicture(const QImage& picture)
{
    const Result<QImage> ink = inkFromImage(picture);
    if (!ink)
        return ink.error();
    m_history.add(ImageStep{*ink});
    stepped();
    return {};
}

Status CanvasDocument::loadFile(const QString& path)
{
    const Result<QImage> picture = readPicture(QFile::encodeName(path).toStdString());
    if (!picture)
        return picture.error();
    const Status taken = setPicture(*picture);
    return taken ? taken : badInput(QFileInfo(path).fileName().toStdString() + " " + taken.error().message);
}

Status CanvasDocument::takeMimeData(const QMimeData& data)
{
    const QString path = localPicture(data);
    if (!path.isEmpty())
        return loadFile(path);
    const auto picture = data.hasImage() ? data.imageData().value<QImage>() : QImage();
    if (picture.isNull())
        return badInput(tr("There is no picture in what was dropped or pasted.").toStdString());
    const Status taken = setPicture(picture);
    return taken ? taken : badInput(tr("The picture").toStdString() + " " + taken.error().message);
}

bool CanvasDocument::canTake(const QMimeData& data) { return data.hasImage() || !localPicture(data).isEmpty(); }

Status CanvasDocument::savePng(const QString& path) const { return writePng(image(), path); }

void CanvasDocument::undo()
{
    m_history.undo();
    stepped();
}

void CanvasDocument::redo()
{
    m_history.redo();
    stepped();
}

void CanvasDocument::clear()
{
    if (isEmpty())
        return;
    m_history.add(ClearStep{});
    stepped();
}

void CanvasDocument::invert()
{
    m_history.add(InvertStep{});
    stepped();
}

void CanvasDocument::copy() const { QGuiApplication::clipboard()->setImage(image()); }

void CanvasDocument::setTool(Tool tool)
{
    if (tool == m_tool)
        return;
    m_tool = tool;
    Q_EMIT toolChanged(tool);
}

void CanvasDocument::setPenWidth(int width)
{
    width = std::clamp(width, kLeastPen, kMostPen);
    if (width == m_penWidth)
        return;
    m_penWidth = width;
    Q_EMIT penWidthChanged(width);
}

void CanvasDocument::stepped()
{
    drawn();
    Q_EMIT stateChanged();
}

void CanvasDocument::drawn()
{
    m_ink.follow(m_history);
    Q_EMIT inkChanged();
    if (m_frame.isActive())
        return;
    // The first change goes out with the next turn of the event loop, later ones keep a frame's distance.
    const qint64 passed = m_sincePicture.isValid() ? m_sincePicture.elapsed() : kFrameMs;
    m_frame.start(static_cast<int>(std::clamp<qint64>(kFrameMs - passed, 0, kFrameMs)));
}

void CanvasDocument::announcePicture()
{
    m_sincePicture.start();
    Q_EMIT pictureChanged();
}

} // namespace qlab::app
