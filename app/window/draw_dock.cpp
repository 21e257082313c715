// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/draw_dock.h"

#include "app/session/drawing.h"
#include "app/theme/theme.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"
#include "app/window/draw_panel.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kNarrow = 284, kWide = 340, kWideWindow = 1600;

} // namespace

DrawDock::DrawDock(Drawing& drawing, QWidget* parent)
    : QDockWidget(tr("Draw"), parent)
    , m_tools(makeTools(drawing))
    , m_content(new QWidget)
{
    setObjectName(QStringLiteral("draw"));
    setAccessibleName(tr("Draw"));
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    auto* const panel = new DrawPanel(drawing);
    auto* const rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(panel);
    setWidget(m_content);
    connect(panel, &DrawPanel::problem, this, &DrawDock::problem);
    connect(this, &QDockWidget::topLevelChanged, this, &DrawDock::placeTools);
    setTitleBarWidget(m_tools);
}

int DrawDock::usualWidth(int windowWidth)
{
    return std::max(windowWidth >= kWideWindow ? kWide : kNarrow, scaled(240));
}

QWidget* DrawDock::makeTools(Drawing& drawing)
{
    auto* const row = new QWidget(this);
    row->setObjectName(QStringLiteral("dockTitle"));
    row->setAttribute(Qt::WA_StyledBackground);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 8, 16, 6);
    layout->setSpacing(2);
    layout->addWidget(makeLabel(LabelLook::Title, tr("Draw")), 1);
    CanvasDocument& document = drawing.document();
    auto* const pen = makeToolButton(Icon::Pen, tr("Pen (P): draw a digit"));
    auto* const eraser = makeToolButton(Icon::Eraser, tr("Eraser (E); the right mouse button erases too"));
    auto* const undo = makeToolButton(Icon::Undo, tr("Undo the last stroke (Ctrl+Z)"));
    auto* const clear = makeToolButton(Icon::Trash, tr("Clear the sheet (Del); can be undone"));
    auto* const apart = makeToolButton(Icon::Dock, tr("In a window of its own, or back beside the page"));
    pen->setCheckable(true);
    eraser->setCheckable(true);
    const auto showTool = [pen, eraser](Tool tool) {
        pen->setChecked(tool == Tool::Pen);
        eraser->setChecked(tool == Tool::Eraser);
    };
    showTool(document.tool());
    connect(&document, &CanvasDocument::toolChanged, this, showTool);
    connect(pen, &QToolButton::clicked, &document, [&document, showTool] {
        document.setTool(Tool::Pen);
        showTool(Tool::Pen);
    });
    connect(eraser, &QToolButton::clicked, &document, [&document, showTool] {
        document.setTool(Tool::Eraser);
        showTool(Tool::Eraser);
    });
    connect(undo, &QToolButton::clicked, &document, &CanvasDocument::undo);
    connect(clear, &QToolButton::clicked, &document, &CanvasDocument::clear);
    connect(apart, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    const auto showState = [&document, undo, clear] {
        setBlocked(*undo, document.canUndo() ? QString() : tr("Nothing to undo"));
        setBlocked(*clear, document.isEmpty() ? tr("The sheet is empty") : QString());
    };
    connect(&document, &CanvasDocument::stateChanged, this, showState);
    showState();
    for (QToolButton* button : {pen, eraser, undo, clear, apart})
        layout->addWidget(button);
    return row;
}

/// Beside the page the tools are the title that it is dragged by; a window of its own has one from the desktop.
void DrawDock::placeTools()
{
    auto& rows = static_cast<QVBoxLayout&>(*m_content->layout());
    if (isFloating()) {
        setTitleBarWidget(nullptr);
        rows.insertWidget(0, m_tools);
    } else {
        rows.removeWidget(m_tools);
        setTitleBarWidget(m_tools);
    }
    m_tools->show();
}

void DrawDock::closeEvent(QCloseEvent* event)
{
    event->accept();
    Q_EMIT closed();
}

} // namespace qlab::app
