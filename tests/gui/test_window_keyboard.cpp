// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include <QAbstractScrollArea>
#include <QAccessible>

#include <set>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

std::string describe(const QWidget& widget)
{
    const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(&widget));
    const QString name = face != nullptr ? face->text(QAccessible::Name) : QString();
    return std::string(widget.metaObject()->className()) + " \"" + name.toStdString() + '"';
}

/// Everything that Tab reaches, in its order, once around the window.
std::vector<QWidget*> tabRound(Lab& lab)
{
    std::vector<QWidget*> order;
    std::set<QWidget*> seen;
    for (int i = 0; i < 400; ++i) {
        QWidget* const at = QApplication::focusWidget();
        QTest::keyClick(at != nullptr ? at : static_cast<QWidget*>(&lab.window()), Qt::Key_Tab);
        QWidget* const next = QApplication::focusWidget();
        REQUIRE(next != nullptr);
        INFO("stuck at " << describe(*next));
        REQUIRE(next != at);
        if (!seen.insert(next).second)
            return order;
        order.push_back(next);
    }
    FAIL("Tab never comes around");
    return order;
}

/// Parts of a control that has the focus for them: the line of a spin box, the cells of a table.
bool isInsideOf(const QWidget& widget, const std::set<QWidget*>& reached)
{
    for (const QWidget* parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget())
        if (reached.count(const_cast<QWidget*>(parent)) > 0)
            return true;
    return false;
}

/// What is pressed, chosen or typed into. Charts and pictures speak of the value under the pointer instead.
bool isControl(const QWidget& widget)
{
    for (const char* type : {"QAbstractButton", "QComboBox", "QAbstractSpinBox", "QAbstractSlider", "QLineEdit"})
        if (widget.inherits(type))
            return true;
    return false;
}

bool hasToolTip(const QWidget& widget)
{
    for (const QWidget* at = &widget; at != nullptr && at->inherits("QWidget"); at = at->parentWidget()) {
        if (!at->toolTip().isEmpty())
            return true;
        if (at->inherits("qlab::app::Card"))
            return false;
    }
    return false;
}

} // namespace

TEST_CASE("Tab reaches every control of every page, and each says what it is", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.window().activateWindow();
    REQUIRE(waitUntil([&] { return lab.window().isActiveWindow(); }));
    for (int i = 0; i < kPageCount; ++i) {
        lab.open(static_cast<PageId>(i));
        REQUIRE(waitUntil([&] { return lab.page(static_cast<PageId>(i)).isUpToDate(); }));
        INFO("page " << i);
        const std::vector<QWidget*> order = tabRound(lab);
        const std::set<QWidget*> reached(order.begin(), order.end());
        for (QWidget* widget : lab.window().findChildren<QWidget*>()) {
            const bool wanted = widget->isVisibleTo(&lab.window()) && widget->isEnabled()
                && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr;
            if (!wanted || isInsideOf(*widget, reached))
                continue;
            INFO("not reached: " << describe(*widget));
            CHECK(reached.count(widget) == 1);
        }
        for (QWidget* widget : order) {
            INFO(describe(*widget));
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
            REQUIRE(face != nullptr);
            CHECK_FALSE(face->text(QAccessible::Name).isEmpty());
            if (isControl(*widget))
                CHECK(hasToolTip(*widget));
        }
    }
}

TEST_CASE("Return presses the button that has the focus", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.window().activateWindow();
    REQUIRE(waitUntil([&] { return lab.window().isActiveWindow(); }));
    lab.open(PageId::Train);
    QWidget* const button = lab.page(PageId::Train).primaryButton();
    button->setFocus();
    REQUIRE(waitUntil([&] { return button->hasFocus(); }));
    QTest::keyClick(button, Qt::Key_Return);
    CHECK(waitUntil([&] { return lab.session().trainingActive(); }));
    CHECK(waitUntil([&] { return !lab.session().trainingActive(); }));
    CHECK(lab.session().snapshot() != nullptr);
}

TEST_CASE("Compare starts by itself when it is opened for the first time, and only then", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    REQUIRE(waitUntil([&] { return lab.session().quant() != nullptr; }));
    lab.press(Qt::Key_4, Qt::ControlModifier);
    CHECK(lab.session().comparing());
    lab.press(Qt::Key_B); // it runs already
    REQUIRE(waitUntil([&] { return !lab.session().comparing(); }));
    REQUIRE(lab.session().compareReport() != nullptr);
    CHECK(lab.session().compareReport()->complete);
    lab.press(Qt::Key_3, Qt::ControlModifier);
    lab.press(Qt::Key_4, Qt::ControlModifier);
    CHECK_FALSE(lab.session().comparing());
}
