// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/shortcut_sheet.h"

#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>

namespace qlab::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ShortcutSheet", text); }

struct Entry {
    QString key, text;
};

QList<Entry> menuEntries(const QMenu& menu)
{
    QList<Entry> entries;
    for (const QAction* action : menu.actions())
        if (!action->shortcut().isEmpty())
            entries.append(
                {action->shortcut().toString(QKeySequence::NativeText), action->text().remove(QLatin1Char('&'))});
    return entries;
}

void addSection(QGridLayout& grid, int column, int& row, const QString& title, const QList<Entry>& entries)
{
    if (entries.isEmpty())
        return;
    grid.addWidget(makeLabel(LabelLook::Title, title), row++, column, 1, 2);
    for (const Entry& entry : entries) {
        grid.addWidget(makeLabel(LabelLook::Table, entry.key), row, column);
        grid.addWidget(makeLabel(LabelLook::Body, entry.text), row++, column + 1);
    }
    grid.setRowMinimumHeight(row++, 8);
}

} // namespace

void showShortcutSheet(const QMenuBar& menus, QWidget* parent)
{
    auto* const sheet = new QDialog(parent);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->setWindowTitle(tr("Keyboard shortcuts"));
    auto* const grid = new QGridLayout(sheet);
    grid->setContentsMargins(24, 16, 24, 16);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 96);
    grid->setColumnMinimumWidth(2, 112);
    int left = 0, right = 0;
    int index = 0;
    for (const QAction* action : menus.actions())
        if (const QMenu* menu = action->menu()) {
            const bool first = index++ < 3;
            addSection(*grid, first ? 0 : 2, first ? left : right, action->text().remove(QLatin1Char('&')),
                menuEntries(*menu));
        }
    addSection(*grid, 2, right, tr("Canvas, when it has the focus"),
        {{QStringLiteral("P"), tr("Pen")}, {QStringLiteral("E"), tr("Eraser")},
            {QStringLiteral("[  ]"), tr("Pen width")},
            {tr("Arrows, Space"), tr("Move the pen, put it down or lift it")}});
    addSection(*grid, 2, right, tr("Charts"),
        {{tr("Wheel, drag"), tr("Zoom and pan; double-click fits")}, {tr("Left, Right"), tr("Move the crosshair")},
            {QStringLiteral("Ctrl+C"), tr("Copy picture and table")}});
    addSection(*grid, 2, right, tr("Settings"),
        {{tr("Double-click, Ctrl+0"), tr("Restore a setting's default (on its label, in its field)")}});
    grid->addWidget(makeCloseButton(*sheet), std::max(left, right), 0, 1, 4, Qt::AlignRight);
    sheet->show();
}

} // namespace qlab::app
