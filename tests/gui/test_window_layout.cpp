// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/pages/models_dialog.h"
#include "app/theme/theme.h"
#include "app/theme/typeface.h"
#include "app/widgets/card.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/gutter_scroll_area.h"
#include "app/widgets/table_delegate.h"
#include "app/widgets/table_view.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QLabel>
#include <QScrollBar>
#include <QStyleOptionComboBox>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// Letters and text size of a desktop, for as long as it lives.
class Letters {
public:
    Letters(const QString& family, double factor)
        : m_before(typeface())
    {
        apply({family, m_before.fixed}, factor);
    }
    ~Letters() { apply(m_before, 0); }

private:
    static void apply(const Typeface& letters, double factor)
    {
        setFontFactor(factor);
        setTypeface(letters);
        Theme::instance().setMode(Theme::instance().mode());
    }
    Typeface m_before;
};

/// The widest letters that are common on desktops; where they are not installed, the carried ones.
QString widestFamily()
{
    const QString wide = QStringLiteral("DejaVu Sans");
    return QFontDatabase::families().contains(wide) ? wide : typeface().text;
}

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

/// All text is shown, inside the widget that holds it.
void checkLabels(const QWidget& root)
{
    for (QLabel* label : visible<QLabel>(root)) {
        if (label->text().isEmpty())
            continue;
        INFO('"' << label->text().toStdString() << "\" in " << sizeText(label->size()));
        if (const auto* elided = qobject_cast<ElidedLabel*>(label))
            CHECK_FALSE(elided->isElided());
        else if (label->wordWrap())
            CHECK(label->heightForWidth(label->width()) <= label->height());
        else
            CHECK(label->sizeHint().width() <= label->width());
        CHECK(label->parentWidget()->rect().contains(label->geometry()));
    }
}

void checkButtons(const QWidget& root)
{
    for (const QAbstractButton* button : visible<QAbstractButton>(root)) {
        INFO("the button \"" << button->text().toStdString() << "\" in " << sizeText(button->size()));
        CHECK(button->fontMetrics().horizontalAdvance(button->text()) <= button->width());
    }
}

/// Every cell and title has the room that it asks for; its last pixel may be free.
void checkTables(const QWidget& root)
{
    for (const TableView* table : visible<TableView>(root)) {
        CHECK(table->horizontalHeader()->length() <= table->viewport()->width());
        for (int column = 0; column < table->model()->columnCount(); ++column)
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                const QModelIndex cell = table->model()->index(row, column);
                INFO('"' << cell.data().toString().toStdString() << "\" in " << table->columnWidth(column));
                CHECK(table->sizeHintForIndex(cell).width() - 1 <= table->columnWidth(column));
            }
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            const QString title = table->model()->headerData(column, Qt::Horizontal).toString();
            INFO("the title \"" << title.toStdString() << "\" in " << table->columnWidth(column));
            for (const QString& part : table->headerLines() > 1 ? title.split(QLatin1Char(' ')) : QStringList(title))
                CHECK(TableHeader::titleWidth(part) <= table->columnWidth(column));
        }
    }
}

std::string nameOf(const QWidget& widget)
{
    return std::string(widget.metaObject()->className()) + " \"" + widget.accessibleName().toStdString() + "\" of "
        + sizeText(widget.size());
}

const Card* cardAround(const QWidget& widget)
{
    for (const QWidget* each = widget.parentWidget(); each != nullptr; each = each->parentWidget())
        if (const auto* card = qobject_cast<const Card*>(each))
            return card;
    return nullptr;
}

/// Views, fields and combo boxes place their own parts, some of them over others.
bool placesItsParts(const QWidget& widget)
{
    return qobject_cast<const QAbstractScrollArea*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget)
        || qobject_cast<const QComboBox*>(&widget);
}

bool isPart(const QWidget& widget, const QWidget& page)
{
    for (const QWidget* each = widget.parentWidget(); each != &page; each = each->parentWidget())
        if (placesItsParts(*each) && qobject_cast<const GutterScrollArea*>(each) == nullptr)
            return true;
    return false;
}

/// No widget is smaller than it can be, reaches beyond its card, or lies over its neighbour.
void checkPlaces(const Page& page)
{
    std::vector<QWidget*> widgets;
    for (QWidget* each : visible<QWidget>(page))
        if (!isPart(*each, page) && qobject_cast<QScrollBar*>(each) == nullptr)
            widgets.push_back(each);
    for (const QWidget* widget : widgets) {
        INFO(nameOf(*widget) << ", which needs " << sizeText(widget->minimumSizeHint()));
        CHECK(widget->width() >= widget->minimumSizeHint().width());
        CHECK(widget->height() >= widget->minimumSizeHint().height());
        if (const Card* card = cardAround(*widget)) {
            INFO("in " << nameOf(*card));
            CHECK(card->rect().contains(placeIn(*card, *widget)));
        }
    }
    for (std::size_t a = 0; a < widgets.size(); ++a)
        for (std::size_t b = a + 1; b < widgets.size(); ++b)
            if (widgets[a]->parentWidget() == widgets[b]->parentWidget()
                && !placesItsParts(*widgets[a]->parentWidget())) {
                INFO(nameOf(*widgets[a]) << " and " << nameOf(*widgets[b]));
                CHECK_FALSE(widgets[a]->geometry().intersects(widgets[b]->geometry()));
            }
}

/// Pages scroll downwards only.
void checkWidth(const Page& page)
{
    const auto* const area = page.findChild<GutterScrollArea*>();
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

/// Every field of the recipe differs from its default: bold labels are the widest.
void changeTheRecipe(Session& session)
{
    TrainConfig config = session.settings().config;
    config.epochs += 1;
    config.batchSize += 1;
    config.learningRate *= 0.9F;
    config.momentum = 0.9F;
    config.weightDecay = 0.001F;
    config.averaging = 0.5F;
    config.patience = 3;
    config.warmUp = 0.1F;
    config.seed += 1;
    session.setTrainConfig(config);
}

void checkPage(Lab& lab, PageId id)
{
    lab.open(id);
    REQUIRE(waitUntil([&] { return lab.page(id).isUpToDate(); }));
    settle();
    const Page& page = lab.page(id);
    checkCards(page);
    checkLabels(page);
    checkButtons(page);
    checkCombos(page);
    checkTables(page);
    checkPlaces(page);
    checkWidth(page);
}

void checkModelsDialog(Lab& lab)
{
    ModelsDialog dialog(lab.session());
    dialog.show();
    REQUIRE(waitUntil([&] { return lab.session().modelsReport() && !lab.session().comparingModels(); }));
    settle();
    checkLabels(dialog);
    checkButtons(dialog);
    checkTables(dialog);
}

} // namespace

TEST_CASE("Nothing overlaps and no text is cut, at any size and with big fonts", "[window][layout]")
{
    const std::pair<QString, double> desktops[] = {{carriedTypeface().text, 1}, {widestFamily(), 1.5}};
    for (const auto& [family, factor] : desktops) {
        const Letters letters(family, factor);
        Lab lab;
        lab.waitForData();
        lab.train();
        lab.session().compare();
        REQUIRE(waitUntil([&] { return lab.session().compareReport() && !lab.session().comparing(); }));
        lab.drawing().showTestImage(0);
        changeTheRecipe(lab.session());
        for (const QSize size : {QSize(1280, 720), QSize(1366, 740), QSize(1920, 1080)}) {
            lab.window().resize(size);
            for (int i = 0; i < kPageCount; ++i) {
                INFO("page " << i << " at " << sizeText(size) << ", " << family.toStdString() << " of " << factor * 100
                             << " %");
                checkPage(lab, static_cast<PageId>(i));
            }
        }
        INFO("any two models, " << family.toStdString() << " of " << factor * 100 << " %");
        checkModelsDialog(lab);
    }
}
