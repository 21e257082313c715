// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/widgets/form_row.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>

#include <map>
#include <set>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// "D" of "&Data"; a null character if there is none.
QChar letterOf(const QString& text)
{
    const qsizetype at = text.indexOf(QLatin1Char('&'));
    return at >= 0 && at + 1 < text.size() ? text[at + 1].toUpper() : QChar();
}

/// Every text that the window shows at the moment.
QStringList visibleTexts(const QWidget& window)
{
    QStringList texts;
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (label->isVisible())
            texts += label->text();
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible())
            texts << button->text() << button->toolTip();
    return texts;
}

/// "1 bits", "3 image(s)"
bool hasWrongPlural(const QString& text)
{
    static const QRegularExpression wrong(
        QStringLiteral("\\(s\\)|(?<![0-9.,:])1 (bits|images|epochs|predictions|runs|rounds|values|codes)\\b"));
    return wrong.match(text).hasMatch();
}

/// A reason stands in place of the usual tooltip, at the control or at the group that it is part of.
bool isExplained(const QWidget* control)
{
    for (; control != nullptr && !control->isEnabled(); control = control->parentWidget())
        if (control->property("usualToolTip").isValid())
            return !control->toolTip().isEmpty() && control->toolTip() != control->property("usualToolTip").toString();
    return false;
}

/// What is disabled without a reason of its own.
std::vector<std::string> unexplained(const QWidget& window)
{
    std::vector<std::string> found;
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible() && !button->isEnabled() && !isExplained(button))
            found.push_back(button->text().toStdString());
    for (const QMenu* menu : window.findChildren<QMenu*>())
        for (const QAction* action : menu->actions())
            if (!action->isEnabled() && !action->isSeparator()
                && (action->toolTip().isEmpty()
                    || action->toolTip() == QString(action->text()).remove(QLatin1Char('&'))))
                found.push_back(action->text().toStdString());
    return found;
}

} // namespace

TEST_CASE("No letter of a menu means two things, and no key", "[window][words]")
{
    Lab lab;
    lab.waitForData();
    std::map<QString, QString> keys;
    for (const QMenu* menu : lab.window().menuBar()->findChildren<QMenu*>(Qt::FindDirectChildrenOnly)) {
        std::set<QChar> letters;
        for (const QAction* action : menu->actions()) {
            INFO(menu->title().toStdString() << " > " << action->text().toStdString());
            const QChar letter = letterOf(action->text());
            CHECK((letter.isNull() || letters.insert(letter).second));
            const QString key = action->shortcut().toString();
            if (!key.isEmpty())
                CHECK(keys.emplace(key, action->text()).second);
        }
    }
    CHECK(keys.size() > 10);
}

TEST_CASE("Whatever is disabled says why, in every state", "[window][words]")
{
    Lab lab;
    const auto check = [&lab](const char* state) {
        for (const PageId page : {PageId::Data, PageId::Train, PageId::Quantize, PageId::Compare, PageId::Draw}) {
            lab.window().showPage(page);
            QCoreApplication::processEvents();
            INFO(state << ", page " << static_cast<int>(page));
            CHECK(unexplained(lab.window()) == std::vector<std::string>());
        }
    };
    check("loading");
    lab.waitForData();
    check("nothing trained");
    lab.session().train(true);
    check("paused");
    lab.session().stopTraining();
    REQUIRE(waitUntil([&lab] { return !lab.session().trainingActive(); }));
    lab.train();
    check("trained");
}

TEST_CASE("One is not many: no wrong plural at any width", "[window][words]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    for (const int bits : {1, 2, 8}) {
        lab.session().setScheme(withBits(*parseScheme("channel"), bits));
        REQUIRE(waitUntil([&lab] { return lab.isAnswered(); }));
        for (const PageId page : {PageId::Data, PageId::Train, PageId::Quantize, PageId::Compare, PageId::Draw}) {
            lab.window().showPage(page);
            QCoreApplication::processEvents();
            for (const QString& text : visibleTexts(lab.window())) {
                INFO(bits << " bits, \"" << text.toStdString() << '"');
                CHECK_FALSE(hasWrongPlural(text));
            }
        }
    }
    CHECK(hasWrongPlural(QStringLiteral("1 bits")));
    CHECK(hasWrongPlural(QStringLiteral("3 image(s)")));
    CHECK_FALSE(hasWrongPlural(QStringLiteral("11 bits")));
}

TEST_CASE("A wrong setting is told beside its field until it is mended", "[window][words]")
{
    Lab lab;
    lab.waitForData();
    TrainConfig config;
    config.batchSize = static_cast<int>(kTrainImages) + 1;
    lab.session().setTrainConfig(config);
    lab.open(PageId::Train);
    auto* const row = lab.page(PageId::Train).findChild<FormRow*>(QStringLiteral("batch_size"));
    auto* const other = lab.page(PageId::Train).findChild<FormRow*>(QStringLiteral("epochs"));
    REQUIRE((row != nullptr && other != nullptr));
    REQUIRE(waitUntil([row] { return !row->error().isEmpty(); }));
    CHECK(other->error().isEmpty());
    lab.session().setTrainConfig({});
    CHECK(waitUntil([row] { return row->error().isEmpty(); }));
}
