// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include "app/theme/theme.h"
#include "app/widgets/confusion_view.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace qlab;
using namespace qlab::app;

namespace {

void useEnglish() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

ConfusionCounts someCounts()
{
    ConfusionCounts counts{};
    for (std::size_t digit = 0; digit < 10; ++digit)
        counts[digit][digit] = 90;
    counts[4][9] = 10;
    counts[3][5] = 2;
    return counts;
}

} // namespace

TEST_CASE("The confusion matrix says and gives away its cells", "[confusion]")
{
    useEnglish();
    ConfusionView view;
    view.resize(300, 340);
    view.setCounts(someCounts());
    view.show();
    REQUIRE(QTest::qWaitForWindowExposed(&view));
    QSignalSpy activated(&view, &ConfusionView::cellActivated);
    const auto middle = [&](int truth, int predicted) {
        return view.visualRect(view.model()->index(truth, predicted)).center();
    };
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(4, 9));
    REQUIRE(activated.count() == 1);
    CHECK(activated.first().at(0).toInt() == 4);
    CHECK(activated.first().at(1).toInt() == 9);
    const QString words = view.model()->index(4, 9).data(Qt::ToolTipRole).toString();
    CHECK(words.startsWith(QStringLiteral("Labelled 4, predicted 9: 10 image")));
    CHECK(words.contains(QStringLiteral("10.0 %")));
    QAccessibleTableInterface* const heard = QAccessible::queryAccessibleInterface(&view)->tableInterface();
    REQUIRE(heard != nullptr);
    CHECK(heard->cellAt(4, 9)->text(QAccessible::Name) == words);
    CHECK_FALSE(view.indexAt({view.viewport()->width(), 20}).isValid());

    view.setCurrentIndex(view.model()->index(3, 4));
    QTest::keyClick(&view, Qt::Key_Right);
    REQUIRE(view.currentIndex() == view.model()->index(3, 5));
    QTest::keyClick(&view, Qt::Key_Return);
    REQUIRE(activated.count() == 2);
    CHECK(activated.last().at(0).toInt() == 3);
    CHECK(activated.last().at(1).toInt() == 5);

    view.setCounts(std::nullopt);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(4, 9));
    CHECK(activated.count() == 2);
}

TEST_CASE("The confusion matrix fills its room with squares, digits at the left and below", "[confusion]")
{
    for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
        ConfusionView view;
        view.setLayoutDirection(direction);
        view.setCounts(someCounts());
        view.show();
        for (const QSize& size : {view.sizeHint(), QSize(300, 340), QSize(500, 260)}) {
            view.resize(size);
            QCoreApplication::processEvents();
            for (int digit = 0; digit < 10; ++digit) {
                const QRect cell = view.visualRect(view.model()->index(digit, digit));
                CHECK(cell.size() == QSize(view.cellSide(), view.cellSide()));
                CHECK(view.viewport()->rect().contains(cell));
                const QRect shown = cell.translated(view.viewport()->pos());
                const QHeaderView* const below = view.horizontalHeader();
                CHECK(below->x() + below->sectionViewportPosition(digit) == shown.left());
                CHECK(
                    view.verticalHeader()->y() + view.verticalHeader()->sectionViewportPosition(digit) == shown.top());
                CHECK(below->y() > shown.bottom());
            }
            for (const QWidget* part : view.findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
                CHECK((!part->isVisible() || view.rect().contains(part->geometry())));
        }
    }
}

TEST_CASE("Confusion colours: blue diagonal, darker for more", "[confusion]")
{
    Theme::instance().setMode(Theme::Mode::Light);
    ConfusionView view;
    view.resize(view.sizeHint());
    view.setCounts(someCounts());
    const QImage image = view.grab().toImage();
    const auto at = [&](int truth, int predicted) {
        const QPoint middle = view.visualRect(view.model()->index(truth, predicted)).center();
        return image.pixelColor(view.viewport()->mapTo(&view, middle));
    };
    for (int digit = 0; digit < 10; ++digit)
        CHECK(at(digit, digit) == themeColor(Token::Original));
    CHECK(at(4, 9).lightness() < at(3, 5).lightness());
    CHECK(at(3, 5).lightness() < at(0, 1).lightness());
}
