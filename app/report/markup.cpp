// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/markup.h"

#include <QBuffer>
#include <QImage>
#include <QStringList>

namespace qlab::app {
namespace {

QString attributeText(QLatin1String name, const QString& value)
{
    return QStringLiteral(" %1=\"%2\"").arg(name, value.toHtmlEscaped());
}

/// Elements that stand inside a line of text, where a line break would show as a blank.
bool isInline(const QString& name)
{
    static const QStringList kInline{QStringLiteral("b"), QStringLiteral("i"), QStringLiteral("small"),
        QStringLiteral("span"), QStringLiteral("svg")};
    return kInline.contains(name);
}

/// The name of a tag like "td.num", and its start without the closing bracket: <td class="num"
struct Start {
    QString name, text;
};

Start startOf(const char* tag, Attributes attributes)
{
    QStringList parts = QString::fromLatin1(tag).split(u'.');
    Start start{parts.takeFirst(), {}};
    start.text = u'<' + start.name;
    if (!parts.isEmpty())
        start.text += attributeText(QLatin1String("class"), parts.join(u' '));
    for (const Attribute& attribute : attributes)
        start.text += attributeText(QLatin1String(attribute.name), attribute.value);
    return start;
}

} // namespace

QString element(const char* tag, Attributes attributes, const QString& content)
{
    const Start start = startOf(tag, attributes);
    const QString end = isInline(start.name) ? QString() : QStringLiteral("\n");
    return start.text + u'>' + content + QStringLiteral("</") + start.name + u'>' + end;
}

QString element(const char* tag, const QString& content) { return element(tag, {}, content); }

QString leaf(const char* tag, Attributes attributes) { return startOf(tag, attributes).text + QStringLiteral(" />\n"); }

QString pngDataUri(const QImage& image)
{
    QBuffer png;
    image.save(&png, "PNG");
    return QStringLiteral("data:image/png;base64,") + QString::fromLatin1(png.data().toBase64());
}

} // namespace qlab::app
