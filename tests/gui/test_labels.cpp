// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/model_swatch.h"
#include "app/widgets/tag.h"
#include "tests/gui/widget_driver.h"

#include <QPainter>

using namespace qlab::app;
using namespace qlab::test;

TEST_CASE("an elided label keeps its whole text", "[widgets]")
{
    Theme::instance();
    ElidedLabel label(QStringLiteral("Every change is applied to all 7,840 weights"));
    CHECK(label.minimumSizeHint().width() < label.sizeHint().width() / 2);
    label.resize(60, 20);
    const QImage shortened = label.grab().toImage();
    label.setText(QStringLiteral("Every change is applied to all 7,841 weights"));
    CHECK(label.grab().toImage() == shortened); // what differs lies behind the ellipsis
    CHECK(label.text().endsWith(QLatin1String("weights")));
}

TEST_CASE("the quantized model is hatched, the original plain", "[widgets]")
{
    const ThemeTable& table = ThemeTable::of(Scheme::Light);
    const auto painted = [&](Model model) {
        QImage image(60, 12, QImage::Format_RGB32);
        image.fill(table[Token::Surface]);
        QPainter painter(&image);
        paintModelBar(painter, QRectF(0, 0, 60, 12), model, table);
        return image;
    };
    const QImage plain = painted(Model::Original);
    CHECK(pixelsOf(plain, table[Token::Original]) == 60 * 12);
    const QImage hatched = painted(Model::Quantized);
    CHECK(pixelsOf(hatched, table[Token::Surface]) > 60);
    CHECK(hatched.pixelColor(30, 0) == table[Token::Quantized]); // the outline
    CHECK(hatched.pixelColor(0, 6) == table[Token::Quantized]);
}

TEST_CASE("a tag has room for its word and hides without one", "[widgets]")
{
    QWidget window;
    auto* tag = new Tag(QStringLiteral("live"), Tag::Kind::Neutral, &window);
    window.show();
    const int width = tag->sizeHint().width();
    CHECK(width > QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(QStringLiteral("live")));
    tag->setTag(QStringLiteral("57 now wrong"), Tag::Kind::Bad);
    CHECK(tag->sizeHint().width() > width);
    CHECK(tag->isVisible());
    tag->setTag({}, Tag::Kind::Neutral);
    CHECK_FALSE(tag->isVisible());
}
