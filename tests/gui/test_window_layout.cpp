// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/theme/theme.h"
#include "app/widgets/card.h"
#include "app/widgets/elided_label.h"

#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOptionComboBox>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// The text size of the user's desktop, for as long as it lives.
class FontFactor {
public:
    explicit FontFactor(double factor) { apply(factor); }
    ~FontFactor() { apply(0); }

private:
    static void apply(double factor)
    {
        setFontFactor(factor);
        Theme::instance().setMode(Theme::instance().mode());
    }
};

QRect placeIn(const QWidget& root, const QWidget& widget) { return {widget.mapTo(&root, QPoint(0, 0)), widget.size()}; }

template <typename T> std::vector<T*> visible(const QWidget& root)
{
    std::vector<T*> found;
    for (T* each : root.findChildren<T*>())
        if (each->isVisibleTo(&root))
            found.push_back(each);
    return found;
}

/// Layouts pass a new height on from the inside to the outside, a turn of the event loop for each.
void settle()
{
    for (int turn = 0; turn < 10; ++turn)
        QCoreApplication::processEvents();
}

std::string sizeText(const QSize& size) { return std::to_string(size.width()) + " x " + std::to_string(size.height()); }

void checkCards(const Page& page)
{
    const auto cards = visible<Card>(page);
    REQUIRE(cards.size() >= 3);
    for (std::size_t a = 0; a < cards.size(); ++a)
        for (std::size_t b = a + 1; b < cards.size(); ++b) {
            INFO("cards " << cards[a]->accessibleName().toStdString() << ", "
                          << cards[b]->accessibleName().toStdString());
            CHECK_FALSE(placeIn(page, *cards[a]).intersects(placeIn(page, *cards[b])));
        }
}

/// What cannot shorten its text shows all of it, and stays inside the widget that holds it.
void checkLabels(const Page& page)
{
    for (QLabel* label : visible<QLabel>(page)) {
        if (label->text().isEmpty() || qobject_cast<ElidedLabel*>(label) != nullptr)
            continue;
        INFO('"' << label->text().toStdString() << "\" in " << sizeText(label->size()));
        if (label->wordWrap())
            CHECK(label->heightForWidth(label->width()) <= label->height());
        else
            CHECK(label->sizeHint().width() <= label->width());
        CHECK(label->parentWidget()->rect().contains(label->geometry()));
    }
}

/// As far as fonts of the usual size go, pages scroll downwards only.
void checkWidth(const Page& page)
{
    const auto* const area = page.findChild<QScrollArea*>();
    REQUIRE(area != nullptr);
    std::string needs;
    for (const Card* card : visible<Card>(page))
        needs += card->accessibleName().toStdString() + ' ' + std::to_string(card->minimumSizeHint().width()) + ", ";
    INFO("the cards need at least " << needs << "and have " << area->viewport()->width());
    CHECK(area->horizontalScrollBar()->maximum() == 0);
}

void checkCombos(const Page& page)
{
    for (QComboBox* combo : visible<QComboBox>(page)) {
        QStyleOptionComboBox option;
        option.initFrom(combo);
        const QRect field =
            combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo);
        for (int i = 0; i < combo->count(); ++i) {
            INFO('"' << combo->itemText(i).toStdString() << "\" in a field of " << field.width());
            CHECK(combo->fontMetrics().horizontalAdvance(combo->itemText(i)) <= field.width());
        }
        INFO("a combo box in " << sizeText(combo->size()));
        CHECK(combo->height() >= combo->minimumSizeHint().height());
    }
}

} // namespace

TEST_CASE("Nothing overlaps and no text is cut, at any size and with big fonts", "[window]")
{
    for (const double factor : {1.0, 1.5}) {
        const FontFactor big(factor);
        Lab lab;
        lab.waitForData();
        lab.train();
        for (const QSize size : {QSize(1280, 720), QSize(1280, 800), QSize(1920, 1080)}) {
            lab.window().resize(size);
            for (int i = 0; i < kPageCount; ++i) {
                lab.open(static_cast<PageId>(i));
                REQUIRE(waitUntil([&] { return lab.page(static_cast<PageId>(i)).isUpToDate(); }));
                settle();
                INFO("page " << i << " at " << sizeText(size) << ", fonts of " << factor * 100 << " %");
                const Page& page = lab.page(static_cast<PageId>(i));
                checkCards(page);
                checkLabels(page);
                checkCombos(page);
                if (factor == 1.0)
                    checkWidth(page);
            }
        }
    }
}
