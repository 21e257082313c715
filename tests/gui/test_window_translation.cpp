// SPDX-License-Identifier: GPL-3.0-or-later
// Every word that the window shows can be translated: in a made-up language that puts «» around every text that passes
// through tr(), none is left without.
#include "tests/gui/window_driver.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTableView>
#include <QTranslator>

#include <set>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

class Pseudo : public QTranslator {
public:
    Pseudo() { QCoreApplication::installTranslator(this); }
    ~Pseudo() override { QCoreApplication::removeTranslator(this); }
    Pseudo(const Pseudo&) = delete;
    Pseudo& operator=(const Pseudo&) = delete;
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int n) const override
    {
        if (QByteArrayView(context).startsWith("Q")) // Qt's own
            return {};
        QString text = QString::fromUtf8(source);
        if (n >= 0)
            text.replace(QLatin1String("(s)"), QLatin1String(n == 1 ? "" : "s"));
        return QChar(0xAB) + text + QChar(0xBB);
    }
};

/// Text in more than one letter that no language changes: names, units, numbers.
bool isWord(QString text)
{
    static const QRegularExpression kTags(QStringLiteral("<[^>]*>"));
    static const QRegularExpression kNames(
        QStringLiteral("float32|MNIST|built-in digits|Inter|AVX[0-9A-Z_-]*|SSE[0-9.]*|SSSE3|VNNI|NEON|SCALAR|Qt|"
                       "Ctrl\\+?|Space|Esc|Return|Enter|F1|Shift|Del|pp|ms|KB|MB|dB|px|QLAB_[A-Z_]*|qlab[^ ]*"));
    static const QRegularExpression kLetters(QStringLiteral("\\p{L}{3}"));
    return kLetters.match(text.remove(kTags).remove(kNames)).hasMatch();
}

struct Texts {
    std::set<std::string> untranslated, translated;
};

void collect(const QString& text, const QString& where, Texts& texts)
{
    if (!isWord(text) || text.startsWith(QLatin1Char('/'))) // a path
        return;
    const bool translated = text.contains(QChar(0xAB));
    (translated ? texts.translated : texts.untranslated).insert((where + QStringLiteral(": ") + text).toStdString());
}

void collect(const QMenu& menu, Texts& texts)
{
    for (const QAction* action : menu.actions()) {
        collect(action->text(), QStringLiteral("menu"), texts);
        if (action->menu())
            collect(*action->menu(), texts);
    }
}

/// Of everything that is visible, and of the menus.
void collect(const QWidget& window, Texts& found)
{
    collect(window.windowTitle(), QStringLiteral("title"), found);
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        const QString where = QString::fromLatin1(widget->metaObject()->className());
        collect(widget->toolTip(), where + QStringLiteral(" tooltip"), found);
        collect(widget->accessibleName(), where + QStringLiteral(" name"), found);
        collect(widget->accessibleDescription(), where + QStringLiteral(" description"), found);
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            collect(label->text(), where, found);
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            collect(button->text(), where, found);
        if (const auto* choice = qobject_cast<const QComboBox*>(widget))
            for (int i = 0; i < choice->count(); ++i)
                collect(choice->itemText(i), where, found);
        if (const auto* table = qobject_cast<const QTableView*>(widget))
            for (int column = 0; column < table->model()->columnCount(); ++column) {
                collect(table->model()->headerData(column, Qt::Horizontal).toString(), where, found);
                for (int row = 0; row < table->model()->rowCount(); ++row)
                    collect(table->model()->index(row, column).data().toString(), where, found);
            }
    }
    for (const QAction* action : window.findChildren<QMenuBar*>().front()->actions())
        collect(*action->menu(), found);
}

} // namespace

TEST_CASE("Every word of the window can be translated", "[window][words]")
{
    const Pseudo language;
    Lab lab;
    lab.waitForData();
    lab.session().train();
    REQUIRE(waitUntil([&] { return lab.isFinished() && lab.isAnswered(); }));
    lab.session().compare();
    REQUIRE(waitUntil([&] { return !lab.session().comparing() && lab.session().compareReport(); }));
    Texts texts;
    for (const PageId page :
        {PageId::Data, PageId::Train, PageId::Quantize, PageId::Compare, PageId::Map, PageId::Draw}) {
        lab.open(page);
        QTest::qWait(50);
        collect(lab.window(), texts);
    }
    for (const std::string& text : texts.untranslated)
        UNSCOPED_INFO(text);
    CHECK(texts.untranslated.empty());
    CHECK(texts.translated.size() > 300); // it did look
}
