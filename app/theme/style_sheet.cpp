// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/style_sheet.h"

#include <QFile>
#include <QFontMetrics>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace qlab::app {
namespace {

const QHash<QString, Token>& tokenNames()
{
    static const QHash<QString, Token> names{
        {QStringLiteral("window"), Token::Window},
        {QStringLiteral("surface"), Token::Surface},
        {QStringLiteral("sunken"), Token::Sunken},
        {QStringLiteral("line"), Token::Line},
        {QStringLiteral("grid"), Token::Grid},
        {QStringLiteral("control"), Token::Control},
        {QStringLiteral("text"), Token::Text},
        {QStringLiteral("text-2"), Token::Text2},
        {QStringLiteral("text-3"), Token::Text3},
        {QStringLiteral("primary"), Token::Primary},
        {QStringLiteral("on-primary"), Token::OnPrimary},
        {QStringLiteral("focus"), Token::Focus},
        {QStringLiteral("original"), Token::Original},
        {QStringLiteral("original-text"), Token::OriginalText},
        {QStringLiteral("original-soft"), Token::OriginalSoft},
        {QStringLiteral("quantized"), Token::Quantized},
        {QStringLiteral("quantized-text"), Token::QuantizedText},
        {QStringLiteral("quantized-soft"), Token::QuantizedSoft},
        {QStringLiteral("good"), Token::Good},
        {QStringLiteral("good-soft"), Token::GoodSoft},
        {QStringLiteral("warn"), Token::Warn},
        {QStringLiteral("warn-soft"), Token::WarnSoft},
        {QStringLiteral("bad"), Token::Bad},
        {QStringLiteral("bad-soft"), Token::BadSoft},
    };
    return names;
}

const QHash<QString, TextRole>& roleNames()
{
    static const QHash<QString, TextRole> names{
        {QStringLiteral("figure"), TextRole::Figure},
        {QStringLiteral("page-title"), TextRole::PageTitle},
        {QStringLiteral("card-title"), TextRole::CardTitle},
        {QStringLiteral("button"), TextRole::Button},
        {QStringLiteral("body"), TextRole::Body},
        {QStringLiteral("table"), TextRole::Table},
        {QStringLiteral("table-strong"), TextRole::TableStrong},
        {QStringLiteral("caption"), TextRole::Caption},
        {QStringLiteral("direct-label"), TextRole::DirectLabel},
    };
    return names;
}

std::optional<QString> colorFor(QString name, const ThemeTable& table)
{
    double textShare = 0;
    if (name.endsWith(QLatin1String("-hover")))
        textShare = kHoverMix;
    else if (name.endsWith(QLatin1String("-pressed")))
        textShare = kPressedMix;
    if (textShare > 0)
        name.truncate(name.lastIndexOf(QLatin1Char('-')));
    const auto token = tokenNames().constFind(name);
    if (token == tokenNames().cend())
        return std::nullopt;
    // Mixing text into the primary fill would darken a dark fill further to nothing visible; its own text is the pole.
    const Token pole = *token == Token::Primary ? Token::OnPrimary : Token::Text;
    return mixed(table[*token], table[pole], textShare).name();
}

std::optional<QString> replacement(const QString& name, const QString& argument, Scheme scheme)
{
    if (name == QLatin1String("px"))
        return QStringLiteral("%1px").arg(scaled(argument.toDouble()));
    if (name == QLatin1String("inset")) {
        const int line = QFontMetrics(textFont(TextRole::Body)).height();
        return QStringLiteral("%1px").arg(std::max(0, (scaled(argument.toDouble()) - line) / 2));
    }
    if (name == QLatin1String("font")) {
        const auto role = roleNames().constFind(argument);
        if (role == roleNames().cend())
            return std::nullopt;
        const QFont font = textFont(*role);
        return QStringLiteral("font-size: %1px; font-weight: %2").arg(font.pixelSize()).arg(font.weight());
    }
    if (name == QLatin1String("scheme"))
        return scheme == Scheme::Light ? QStringLiteral("light") : QStringLiteral("dark");
    return colorFor(name, ThemeTable::of(scheme));
}

} // namespace

QString expandStyleSheet(const QString& source, Scheme scheme)
{
    static const QRegularExpression reference(QStringLiteral("@([a-z][a-z0-9-]*)(?:\\(([^)]*)\\))?"));
    QString result;
    qsizetype end = 0;
    for (auto match = reference.globalMatch(source); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const auto text = replacement(found.captured(1), found.captured(2), scheme);
        if (!text)
            qWarning("style sheet: unknown name %s", qUtf8Printable(found.captured(0)));
        result += source.mid(end, found.capturedStart() - end) + text.value_or(found.captured(0));
        end = found.capturedEnd();
    }
    return result + source.mid(end);
}

QString appStyleSheet(Scheme scheme)
{
    QFile file(QStringLiteral(":/style/app.qss"));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("the style sheet is missing from the program's resources");
        return {};
    }
    return expandStyleSheet(QString::fromUtf8(file.readAll()), scheme);
}

} // namespace qlab::app
