// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/digit_canvas.h"

#include "app/widgets/canvas_keys.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFocusEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QTabletEvent>
#include <QTouchEvent>

#include <algorithm>
#include <cmath>

namespace qlab::app {
namespace {

constexpr int kPenStep = 2;          ///< what [ and ] change, sheet units
constexpr double kKeyStep = 5.5;     ///< what an arrow key moves the pen, sheet units: half a pixel of the model
constexpr double kLightestPen = 0.3; ///< share of the width that is left without any pressure

Tool toolOf(const QTabletEvent& event, Tool chosen)
{
    return event.pointerType() == QPointingDevice::PointerType::Eraser ? Tool::Eraser : chosen;
}

} // namespace

DigitCanvas::DigitCanvas(CanvasDocument* document, int side, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_AcceptTouchEvents);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::PreventContextMenu); // the right button erases
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Drawing canvas"));
    setSide(side);
    connect(document, &CanvasDocument::inkChanged, this, qOverload<>(&QWidget::update));
    connect(document, &CanvasDocument::toolChanged, this, qOverload<>(&QWidget::update));
    connect(document, &CanvasDocument::penWidthChanged, this, qOverload<>(&QWidget::update));
    connect(document, &CanvasDocument::stateChanged, this, &DigitCanvas::followEmptiness);
    followEmptiness();
}

void DigitCanvas::setSide(int side)
{
    const int whole = std::max(kSide, side / kSide * kSide);
    setFixedSize(whole, whole);
}

// -- Pens of all kinds ------------------------------------------------------------------------------------------------

StrokePoint DigitCanvas::onSheet(const QPointF& position, double pressure) const
{
    const double share = kLightestPen + (1 - kLightestPen) * std::clamp(pressure, 0.0, 1.0);
    return {position * kSheetSide / side(), m_document->toolWidth(m_strokeTool) * share};
}

void DigitCanvas::penDown(Source source, Tool tool, const QPointF& position, double pressure)
{
    if (m_source != Source::None)
        return;
    m_source = source;
    m_strokeTool = tool;
    m_pointer = position;
    m_document->beginStroke(tool, onSheet(position, pressure));
}

void DigitCanvas::penTo(Source source, const QPointF& position, double pressure)
{
    if (m_source == source)
        m_document->extendStroke(onSheet(position, pressure));
    if (m_source == source || m_source == Source::None) {
        m_pointer = position;
        update();
    }
}

void DigitCanvas::penUp(Source source)
{
    if (source == Source::None || m_source != source)
        return;
    m_source = Source::None;
    m_document->endStroke();
}

void DigitCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        penDown(Source::Mouse, m_document->tool(), event->position(), 1);
    else if (event->button() == Qt::RightButton)
        penDown(Source::Mouse, Tool::Eraser, event->position(), 1);
}

void DigitCanvas::mouseMoveEvent(QMouseEvent* event) { penTo(Source::Mouse, event->position(), 1); }

void DigitCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (!(event->buttons() & (Qt::LeftButton | Qt::RightButton)))
        penUp(Source::Mouse);
}

void DigitCanvas::tabletEvent(QTabletEvent* event)
{
    event->accept(); // or Qt would send the same as mouse events, without the pressure
    if (event->type() == QEvent::TabletPress)
        penDown(Source::Tablet, toolOf(*event, m_document->tool()), event->position(), event->pressure());
    else if (event->type() == QEvent::TabletMove)
        penTo(Source::Tablet, event->position(), event->pressure());
    else if (event->type() == QEvent::TabletRelease)
        penUp(Source::Tablet);
}

/// One finger draws; the others are left alone.
void DigitCanvas::touch(QTouchEvent* event)
{
    event->accept();
    if (event->type() == QEvent::TouchCancel && m_source == Source::Touch) {
        m_source = Source::None;
        m_document->cancelStroke();
        return;
    }
    if (event->type() == QEvent::TouchEnd) {
        penUp(Source::Touch);
        m_pointer.reset();
        return;
    }
    if (event->points().isEmpty())
        return;
    const QPointF position = event->points().constFirst().position();
    if (event->type() == QEvent::TouchBegin)
        penDown(Source::Touch, m_document->tool(), position, 1);
    else
        penTo(Source::Touch, position, 1);
}

void DigitCanvas::leaveEvent(QEvent*)
{
    if (m_source == Source::None && !m_keyPen)
        m_pointer.reset();
    update();
}

void DigitCanvas::hideEvent(QHideEvent*) { penUp(m_source); }

// -- Keys -------------------------------------------------------------------------------------------------------------

void DigitCanvas::focusInEvent(QFocusEvent* event)
{
    m_keyPen = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (m_keyPen)
        m_pointer = QPointF(side() / 2.0, side() / 2.0);
    update();
}

void DigitCanvas::focusOutEvent(QFocusEvent*)
{
    penUp(Source::Keys);
    m_keyPen = false;
    if (!underMouse())
        m_pointer.reset();
    update();
}

/// True if the key was the keyboard pen's.
bool DigitCanvas::movePen(const QKeyEvent& event)
{
    if (!m_keyPen || !isPenKey(event))
        return false;
    QPointF position = m_pointer.value_or(QPointF(side() / 2.0, side() / 2.0));
    if (event.key() == Qt::Key_Space) {
        if (event.isAutoRepeat())
            return true;
        if (m_source == Source::Keys)
            penUp(Source::Keys);
        else
            penDown(Source::Keys, m_document->tool(), position, 1);
        return true;
    }
    const double step = kKeyStep * side() / kSheetSide;
    const int right = (event.key() == Qt::Key_Right) - (event.key() == Qt::Key_Left);
    const int down = (event.key() == Qt::Key_Down) - (event.key() == Qt::Key_Up);
    position += QPointF(right * step, down * step);
    penTo(Source::Keys, {std::clamp<double>(position.x(), 0, side()), std::clamp<double>(position.y(), 0, side())}, 1);
    return true;
}

void DigitCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (canvasCommand(*event)) {
    case CanvasCommand::Undo:
        return m_document->undo();
    case CanvasCommand::Redo:
        return m_document->redo();
    case CanvasCommand::Copy:
        return m_document->copy();
    case CanvasCommand::Paste:
        if (const QMimeData* mime = QGuiApplication::clipboard()->mimeData())
            take(*mime);
        return;
    case CanvasCommand::Clear:
        return m_document->clear();
    case CanvasCommand::Invert:
        return m_document->invert();
    case CanvasCommand::Pen:
        return m_document->setTool(Tool::Pen);
    case CanvasCommand::Eraser:
        return m_document->setTool(Tool::Eraser);
    case CanvasCommand::Thinner:
        return m_document->setPenWidth(m_document->penWidth() - kPenStep);
    case CanvasCommand::Thicker:
        return m_document->setPenWidth(m_document->penWidth() + kPenStep);
    case CanvasCommand::None:
        break;
    }
    if (!movePen(*event))
        QWidget::keyPressEvent(event);
}

bool DigitCanvas::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        // Our keys win over the window's shortcuts as long as the canvas has the focus.
        const auto& key = static_cast<const QKeyEvent&>(*event);
        if (canvasCommand(key) != CanvasCommand::None || (m_keyPen && isPenKey(key)))
            event->accept();
        break;
    }
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
        touch(static_cast<QTouchEvent*>(event));
        return true;
    default:
        break;
    }
    return QWidget::event(event);
}

// -- Pictures from outside --------------------------------------------------------------------------------------------

void DigitCanvas::take(const QMimeData& mime)
{
    const Status taken = m_document->takeMimeData(mime);
    if (!taken)
        Q_EMIT problem(QString::fromStdString(taken.error().message));
}

void DigitCanvas::setDropping(bool dropping)
{
    m_dropping = dropping;
    update();
}

void DigitCanvas::dragEnterEvent(QDragEnterEvent* event)
{
    if (!CanvasDocument::canTake(*event->mimeData()))
        return;
    event->acceptProposedAction();
    setDropping(true);
}

void DigitCanvas::dragLeaveEvent(QDragLeaveEvent*) { setDropping(false); }

void DigitCanvas::dropEvent(QDropEvent* event)
{
    setDropping(false);
    event->acceptProposedAction();
    take(*event->mimeData());
}

// -- Appearance -------------------------------------------------------------------------------------------------------

void DigitCanvas::followEmptiness()
{
    const bool empty = m_document->isEmpty();
    setAccessibleDescription(empty            ? tr("Empty. Arrow keys move the pen, Space puts it down and lifts it.")
            : m_document->caption().isEmpty() ? tr("Holds a drawing. Delete clears it.")
                                              : tr("Holds %1. Delete clears it.").arg(m_document->caption()));
    // A tooltip over a drawing would only be in the way.
    setToolTip(empty ? tr("P pen, E eraser or right button, [ ] width, Delete clears") : QString());
    update();
}

void DigitCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace qlab::app
