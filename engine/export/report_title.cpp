// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench/verdict.h"
#include "engine/export/html.h"
#include "engine/export/report_parts.h"
#include "engine/export/svg.h"

namespace qlab::report {
namespace {

/// The lab's mark: a smooth curve, and the same curve as stairs.
std::string mark()
{
    Svg svg(24, 24);
    svg.markup(leaf("path", {{"class", "o-line"}, {"d", "M2.5 14 C7 14 8 3 21.5 3"}}));
    svg.markup(leaf("path", {{"class", "q-line"}, {"d", "M2.5 21 H8.5 V17 H12 V13 H15.5 V10 H21.5"}}));
    return svg.finish("Quantization Lab");
}

std::string toneIcon(Tone tone)
{
    Svg svg(34, 34);
    switch (tone) {
    case Tone::Good:
        svg.markup(leaf("path", {{"class", "icon good"}, {"d", "M6 18 L14 26 L29 8"}}));
        return svg.finish("good");
    case Tone::Mixed:
        svg.markup(leaf("path", {{"class", "icon warn"}, {"d", "M17 4.5 L31 29 H3 Z M17 13.5 V20.5 M17 24.6 V24.8"}}));
        return svg.finish("mixed");
    case Tone::Bad:
        break;
    }
    svg.markup(leaf("path", {{"class", "icon bad"}, {"d", "M8 8 L26 26 M26 8 L8 26"}}));
    return svg.finish("bad");
}

/// No line ends inside a p-value.
std::string unbroken(std::string text)
{
    for (const std::string_view sign : {" = ", " &lt; "}) {
        const std::string pair = "p" + std::string(sign);
        if (const auto at = text.find(pair); at != std::string::npos)
            text.replace(at, pair.size(), "p&nbsp;" + std::string(sign.substr(1, sign.size() - 2)) + "&nbsp;");
    }
    return text;
}

/// The sentence with its figures in bold.
std::string emphasised(const Verdict& verdict)
{
    std::string_view rest = verdict.sentence;
    std::string markup;
    for (const std::string& figure : verdict.figures) {
        const auto at = rest.find(figure);
        if (at == std::string_view::npos)
            continue;
        markup += escaped(rest.substr(0, at)) + element("b.nowrap", escaped(figure));
        rest.remove_prefix(at + figure.size());
    }
    return unbroken(markup + escaped(rest));
}

/// "2026-07-31T14:02:11Z" as "2026-07-31, 14:02 UTC"; other texts as they are.
std::string readableTime(const std::string& iso)
{
    if (iso.size() < 17 || iso[10] != 'T')
        return iso;
    return iso.substr(0, 10) + ", " + iso.substr(11, 5) + " UTC";
}

} // namespace

std::string title(const RunRecord& record)
{
    const Verdict words = verdict(record.comparison);
    const std::string top = mark() + element("span", "<b>Quantization Lab</b>")
        + element("span", escaped("softmax regression on " + record.data->name))
        + element("span.when", escaped(readableTime(record.started)));
    return element("div.top", top)
        + element("div.verdict",
            toneIcon(words.tone) + element("h1", unbroken(escaped(words.headline))) + element("p", emphasised(words)));
}

} // namespace qlab::report
