// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/canvas_document.h"

#include <QWidget>

#include <optional>

class QTouchEvent;

namespace qlab::app {

/// A square sheet to draw on with mouse, tablet, touch or keys; pictures can be dropped and pasted. Only a view: any
/// number of canvases may show one document, each at its own size and pixel ratio.
///
/// Right button and pen tail erase. With the focus: P pen, E eraser, [ ] width, I invert, Delete clear, undo, redo,
/// copy and paste as everywhere. Reached with Tab, the arrow keys move a pen and Space puts it down and lifts it.
class DigitCanvas : public QWidget {
    Q_OBJECT
public:
    static constexpr int kSmallSide = 252; ///< logical pixels: 9 x 28
    static constexpr int kLargeSide = 308; ///< 11 x 28

    /// Does not own the document, which must outlive the canvas.
    explicit DigitCanvas(CanvasDocument* document, int side = kSmallSide, QWidget* parent = nullptr);

    CanvasDocument* document() const { return m_document; }
    int side() const { return width(); }
    /// The widget's fixed size, lowered to a whole multiple of 28.
    void setSide(int side);

Q_SIGNALS:
    void problem(const QString& message); ///< what was dropped or pasted cannot be used; one line, with the reason

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// Which device draws; the others have to wait until its stroke ends.
    enum class Source { None, Mouse, Tablet, Touch, Keys };

    void penDown(Source source, Tool tool, const QPointF& position, double pressure);
    void penTo(Source source, const QPointF& position, double pressure);
    void penUp(Source source);
    void touch(QTouchEvent* event);
    StrokePoint onSheet(const QPointF& position, double pressure) const;

    bool movePen(const QKeyEvent& event);
    void take(const QMimeData& mime);
    void setDropping(bool dropping);
    void followEmptiness();

    void paintSheet(QPainter& painter) const;
    void paintInk(QPainter& painter);
    void paintCaption(QPainter& painter) const;
    void paintInvitation(QPainter& painter) const;
    void paintTool(QPainter& painter) const;

    CanvasDocument* m_document; ///< not owned
    InkLayer m_ink{kSmallSide}; ///< in device pixels
    Source m_source = Source::None;
    Tool m_strokeTool = Tool::Pen;
    std::optional<QPointF> m_pointer; ///< where the tool hovers, logical pixels
    bool m_keyPen = false;            ///< the focus came by key: arrows move the pen
    bool m_dropping = false;
};

} // namespace qlab::app
