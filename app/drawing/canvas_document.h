// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/ink_layer.h"
#include "app/drawing/stroke_history.h"
#include "engine/core/result.h"
#include "engine/core/shape.h"
#include "engine/data/digit_normalizer.h"

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <span>

class QMimeData;

namespace qlab::app {

/// The drawing that every canvas shows: strokes, undo, tools and the picture for the models. GUI thread only; must
/// outlive its views.
class CanvasDocument : public QObject {
    Q_OBJECT
public:
    static constexpr int kLeastPen = 8; ///< sheet units
    static constexpr int kMostPen = 44;
    static constexpr int kDefaultPen = 22;

    explicit CanvasDocument(QObject* parent = nullptr);

    /// White ink on black, kSheetSide x kSheetSide, always up to date with the pen.
    const GreyPicture& picture() const { return m_ink.picture(); }
    QImage image() const; ///< the same as a Grayscale8 image with its own memory
    bool isEmpty() const; ///< no ink at all
    const StrokeHistory& history() const { return m_history; }
    /// The last step, if it brought an image of 28 x 28 pixels: that goes into the models as it is, not as a drawing.
    /// Null otherwise, also when somebody has drawn on it since.
    const ImageStep* untouchedDigit() const;
    /// What the sheet shows, if it is more than a drawing: "test image 7,500 of MNIST, a 7".
    QString caption() const;

    Tool tool() const { return m_tool; }
    int penWidth() const { return m_penWidth; } ///< sheet units
    /// Diameter that a tool draws with at full pressure, in sheet units; an eraser is wider than the pen.
    double toolWidth(Tool tool) const;

    /// A stroke in progress, points in sheet units. One at a time: a new one ends the old, and points without a stroke
    /// are ignored.
    void beginStroke(Tool tool, const StrokePoint& first);
    void extendStroke(const StrokePoint& next);
    void endStroke();
    void cancelStroke();

    /// Takes the place of what is drawn; one undo brings that back. For name and label see ImageStep.
    void setDigit(std::span<const std::uint8_t, kPixels> digit, const QString& name = {}, int trueLabel = -1);
    /// The same with steps from another time; an empty list clears the sheet.
    void setSteps(std::vector<CanvasStep> steps);
    Status setPicture(const QImage& picture);   ///< any image: see inkFromImage; changes nothing if it fails
    Status loadFile(const QString& path);       ///< changes nothing if it fails
    Status takeMimeData(const QMimeData& data); ///< a picture or the name of one, dropped or pasted
    static bool canTake(const QMimeData& data); ///< worth a try: the file may still turn out to be no picture
    Status savePng(const QString& path) const;  ///< image() as a file
    bool canUndo() const { return m_history.canUndo(); }
    bool canRedo() const { return m_history.canRedo(); }

public Q_SLOTS:
    void undo();
    void redo();
    void clear(); ///< without effect on an empty sheet
    void invert();
    void copy() const; ///< image() to the clipboard
    void setTool(qlab::app::Tool tool);
    void setPenWidth(int width); ///< clamped to kLeastPen ... kMostPen

Q_SIGNALS:
    void inkChanged();     ///< after every point: views repaint
    void pictureChanged(); ///< at most once per frame: time to ask the models
    void stateChanged();   ///< undo, redo or emptiness may have changed
    void toolChanged(qlab::app::Tool tool);
    void penWidthChanged(int width);

private:
    void stepped();
    void drawn();
    void announcePicture();

    StrokeHistory m_history;
    InkLayer m_ink{kSheetSide};
    Tool m_tool = Tool::Pen;
    int m_penWidth = kDefaultPen;
    QTimer m_frame;
    QElapsedTimer m_sincePicture;
};

} // namespace qlab::app
