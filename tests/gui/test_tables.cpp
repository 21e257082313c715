// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/table_view.h"
#include "tests/gui/widget_driver.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QStandardItemModel>

using namespace qlab::app;
using namespace qlab::test;

TEST_CASE("a table copies the selected rows, or all, as tab-separated text", "[widgets]")
{
    QStandardItemModel model(3, 2);
    model.setHorizontalHeaderLabels({QStringLiteral("epoch"), QStringLiteral("loss")});
    for (int row = 0; row < 3; ++row) {
        model.setItem(row, 0, new QStandardItem(QString::number(row + 1)));
        model.setItem(row, 1, new QStandardItem(QStringLiteral("0.%1").arg(row)));
    }
    TableView view;
    view.setModel(&model);
    view.setColumnLook(1, {true, Token::OriginalText, true});
    view.resize(300, 200);
    showAndActivate(view);
    CHECK(view.selectionAsText() == QLatin1String("epoch\tloss\n1\t0.0\n2\t0.1\n3\t0.2\n"));
    view.selectRow(1);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() == QLatin1String("epoch\tloss\n2\t0.1\n"));
    CHECK(view.rowHeight(0) == scaled(24));
    CHECK(view.horizontalHeader()->height() == scaled(22));
    CHECK(TableView::heightForRows(3) == scaled(22) + 3 * scaled(24));
}

TEST_CASE("a click on a column title sorts, a click on a mark ticks", "[widgets]")
{
    QStandardItemModel model(3, 2);
    for (int row = 0; row < 3; ++row) {
        auto* mark = new QStandardItem(QString::number(row));
        mark->setCheckable(true);
        model.setItem(row, 0, mark);
        model.setItem(row, 1, new QStandardItem(QString::number((row * 2) % 3)));
    }
    TableView view;
    view.setModel(&model);
    view.setSortingEnabled(true);
    view.sortByColumn(0, Qt::AscendingOrder);
    view.resize(300, 200);
    showAndActivate(view);
    const QPoint title(view.columnViewportPosition(1) + 20, scaled(22) / 2);
    QTest::mouseClick(view.horizontalHeader()->viewport(), Qt::LeftButton, {}, title);
    CHECK(view.horizontalHeader()->sortIndicatorSection() == 1);
    const bool ascending = view.horizontalHeader()->sortIndicatorOrder() == Qt::AscendingOrder;
    CHECK(model.item(0, 1)->text() == (ascending ? QLatin1String("0") : QLatin1String("2")));

    CHECK(model.item(0, 0)->checkState() == Qt::Unchecked);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(4 + 8, scaled(24) / 2));
    CHECK(model.item(0, 0)->checkState() == Qt::Checked);
}

TEST_CASE("a selected row keeps the models' colours", "[widgets]")
{
    Theme::instance().setMode(Theme::Mode::Light);
    QStandardItemModel model(1, 1);
    model.setItem(0, 0, new QStandardItem(QStringLiteral("92.19 %")));
    TableView view;
    view.setModel(&model);
    view.setColumnLook(0, {true, Token::QuantizedText, true});
    view.resize(120, 60);
    view.selectRow(0);
    view.show();
    const QImage row = view.grab(QRect(0, scaled(22), 120, scaled(24))).toImage();
    CHECK(pixelsOf(row, themeColor(Token::Sunken)) > 500);
    CHECK(pixelsOf(row, themeColor(Token::QuantizedText)) > 5);
}
