// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/verdict.h"
#include "app/report/report_parts.h"

namespace qlab::app::report {
namespace {

QString stroke(const char* look, const char* path)
{
    return leaf("path", {{"class", QString::fromLatin1(look)}, {"d", QString::fromLatin1(path)}});
}

QString icon(const char* box, const QString& label, const QString& strokes)
{
    return element("svg",
        {{"viewBox", QString::fromLatin1(box)}, {"role", QStringLiteral("img")}, {"aria-label", label}}, strokes);
}

/// The lab's mark: a smooth curve, and the same curve as stairs.
QString mark()
{
    return icon("0 0 24 24", QStringLiteral("Quantization Lab"),
        stroke("o-line", "M2.5 14 C7 14 8 3 21.5 3") + stroke("q-line", "M2.5 21 H8.5 V17 H12 V13 H15.5 V10 H21.5"));
}

QString toneIcon(Tone tone)
{
    constexpr const char* kBox = "0 0 34 34";
    switch (tone) {
    case Tone::Good:
        return icon(kBox, Report::tr("good"), stroke("icon good", "M6 18 L14 26 L29 8"));
    case Tone::Mixed:
        return icon(
            kBox, Report::tr("mixed"), stroke("icon warn", "M17 4.5 L31 29 H3 Z M17 13.5 V20.5 M17 24.6 V24.8"));
    case Tone::Bad:
        break;
    }
    return icon(kBox, Report::tr("bad"), stroke("icon bad", "M8 8 L26 26 M26 8 L8 26"));
}

/// No line ends inside a p-value. Of markup.
QString unbroken(QString markup)
{
    for (const QString& sign : {QStringLiteral("="), QStringLiteral("&lt;")})
        markup.replace(QStringLiteral("p %1 ").arg(sign), QStringLiteral("p\u00A0%1\u00A0").arg(sign));
    return markup;
}

/// The sentence with its figures in bold.
QString emphasised(const Verdict& verdict)
{
    QString rest = text(verdict.sentence), markup;
    for (const std::string& found : verdict.figures) {
        const QString figure = text(found);
        const qsizetype at = rest.indexOf(figure);
        if (at < 0)
            continue;
        markup += rest.left(at).toHtmlEscaped() + element("b.nowrap", figure.toHtmlEscaped());
        rest.remove(0, at + figure.size());
    }
    return unbroken(markup + rest.toHtmlEscaped());
}

/// "2026-07-31T14:02:11Z" as "2026-07-31, 14:02 UTC"; other texts as they are.
QString readableTime(const QString& iso)
{
    if (iso.size() < 17 || iso[10] != u'T')
        return iso;
    return iso.left(10) + QStringLiteral(", ") + iso.mid(11, 5) + QStringLiteral(" UTC");
}

} // namespace

QString title(const RunRecord& record)
{
    const Verdict words = verdict(record.comparison);
    const QString subject = Report::tr("softmax regression on %1").arg(text(record.data->name));
    const QString top = mark() + element("span", element("b", QStringLiteral("Quantization Lab")))
        + element("span", subject.toHtmlEscaped())
        + element("span.when", readableTime(text(record.started)).toHtmlEscaped());
    return element("div.top", top)
        + element("div.verdict",
            toneIcon(words.tone) + element("h1", unbroken(text(words.headline).toHtmlEscaped()))
                + element("p", emphasised(words)));
}

} // namespace qlab::app::report
