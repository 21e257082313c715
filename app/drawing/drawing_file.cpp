// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/drawing_file.h"

#include "engine/core/overloaded.h"
#include "engine/core/shape.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonObject>

namespace qlab::app {
namespace {

constexpr double kMostWidth = kSheetSide; ///< of a pen; strokes of the window are far thinner

const QString kSteps = QStringLiteral("steps");
const QString kTool = QStringLiteral("tool");
const QString kPoints = QStringLiteral("points"); ///< x, y, width, x, y, width, ... in sheet units
const QString kInvert = QStringLiteral("invert");
const QString kImage = QStringLiteral("image"); ///< PNG in base 64
const QString kName = QStringLiteral("name");
const QString kLabel = QStringLiteral("label");

QJsonObject toJson(const Stroke& stroke)
{
    QJsonArray points;
    for (const StrokePoint& point : stroke.points)
        for (const double value : {point.at.x(), point.at.y(), point.width})
            points.append(value);
    return {{kTool, stroke.tool == Tool::Pen ? QStringLiteral("pen") : QStringLiteral("eraser")}, {kPoints, points}};
}

QJsonObject toJson(const ImageStep& image)
{
    QBuffer png;
    png.open(QIODevice::WriteOnly);
    image.ink.save(&png, "png");
    return {{kImage, QString::fromLatin1(png.data().toBase64())}, {kName, image.name}, {kLabel, image.trueLabel}};
}

std::optional<CanvasStep> strokeFromJson(const QJsonObject& json)
{
    const QJsonArray values = json[kPoints].toArray();
    const QString tool = json[kTool].toString();
    if (values.isEmpty() || values.size() % 3 != 0 || (tool != QLatin1String("pen") && tool != QLatin1String("eraser")))
        return std::nullopt;
    Stroke stroke{tool == QLatin1String("pen") ? Tool::Pen : Tool::Eraser, {}};
    for (qsizetype i = 0; i < values.size(); i += 3) {
        const double x = values[i].toDouble(-1e9), y = values[i + 1].toDouble(-1e9), width = values[i + 2].toDouble();
        const auto onSheet = [](double v) { return v >= -kSheetSide && v <= 2 * kSheetSide; };
        if (!onSheet(x) || !onSheet(y) || !(width > 0 && width <= kMostWidth))
            return std::nullopt;
        stroke.points.push_back({QPointF(x, y), width});
    }
    return stroke;
}

std::optional<CanvasStep> imageFromJson(const QJsonObject& json)
{
    ImageStep step;
    step.ink.loadFromData(QByteArray::fromBase64(json[kImage].toString().toLatin1()), "png");
    const QSize size = step.ink.size();
    if (size != QSize(kSide, kSide) && size != QSize(kSheetSide, kSheetSide))
        return std::nullopt;
    step.ink = step.ink.convertToFormat(QImage::Format_Grayscale8);
    step.name = json[kName].toString();
    step.trueLabel = json[kLabel].toInt(-1);
    if (step.trueLabel < -1 || step.trueLabel >= static_cast<int>(kClasses))
        return std::nullopt;
    return step;
}

std::optional<CanvasStep> stepFromJson(const QJsonObject& json)
{
    if (json.contains(kPoints))
        return strokeFromJson(json);
    if (json.contains(kImage))
        return imageFromJson(json);
    return json[kInvert].toBool() ? std::optional<CanvasStep>(InvertStep{}) : std::nullopt;
}

} // namespace

QJsonObject drawingToJson(const StrokeHistory& history)
{
    const std::span<const CanvasStep> steps = history.steps();
    QJsonArray list;
    for (const CanvasStep& step : steps.subspan(firstVisibleStep(steps)))
        std::visit(Overloaded{
                       [&list](const Stroke& stroke) { list.append(toJson(stroke)); },
                       [&list](const ImageStep& image) { list.append(toJson(image)); },
                       [&list](const InvertStep&) {
                           list.append(QJsonObject{{kInvert, true}});
                       },
                       [](const ClearStep&) {}, // the first that shows, if any: nothing lies before it
                   },
            step);
    return {{kSteps, list}};
}

std::optional<std::vector<CanvasStep>> drawingFromJson(const QJsonObject& json)
{
    if (!json[kSteps].isArray())
        return std::nullopt;
    std::vector<CanvasStep> steps;
    for (const QJsonValue& value : json[kSteps].toArray()) {
        std::optional<CanvasStep> step = stepFromJson(value.toObject());
        if (!step)
            return std::nullopt;
        steps.push_back(std::move(*step));
    }
    return steps;
}

} // namespace qlab::app
