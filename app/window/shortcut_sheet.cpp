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

struct ShortcutSheet {
    Q_DECLARE_TR_FUNCTIONS(ShortcutSheet)
};

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
    sheet->setWindowTitle(ShortcutSheet::tr("Keyboard shortcuts"));
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
    addSection(*grid, 2, right, ShortcutSheet::tr("Canvas, when it has the focus"),
        {{QStringLiteral("P"), ShortcutSheet::tr("Pen")}, {QStringLiteral("E"), ShortcutSheet::tr("Eraser")},
            {QStringLiteral("[  ]"), ShortcutSheet::tr("Pen width")},
            {ShortcutSheet::tr("Arrows, Space"), ShortcutSheet::tr("Move the pen, put it down or lift it")}});
    addSection(*grid, 2, right, ShortcutSheet::tr("Charts"),
        {{ShortcutSheet::tr("Wheel, drag"), ShortcutSheet::tr("Zoom and pan; double-click fits")},
            {ShortcutSheet::tr("Left, Right"), ShortcutSheet::tr("Move the crosshair")},
            {QStringLiteral("Ctrl+C"), ShortcutSheet::tr("Copy picture and table")}});
    addSection(*grid, 2, right, ShortcutSheet::tr("Settings"),
        {{ShortcutSheet::tr("Double-click, Ctrl+0"),
            ShortcutSheet::tr("Restore a setting's default (on its label, in its field)")}});
    grid->addWidget(makeCloseButton(*sheet), std::max(left, right), 0, 1, 4, Qt::AlignRight);
    sheet->show();
}

} // namespace qlab::app
