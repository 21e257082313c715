// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/html.h"

#include <algorithm>

namespace qlab {
namespace {

std::string attributeText(std::string_view name, std::string_view value)
{
    return ' ' + std::string(name) + "=\"" + escaped(value) + '"';
}

/// Elements that stand inside a line of text, where a line break would show as a blank.
bool isInline(std::string_view name)
{
    constexpr std::string_view kInline[] = {"b", "small", "span", "svg"};
    return std::find(std::begin(kInline), std::end(kInline), name) != std::end(kInline);
}

/// The name of a tag like "td.num", and its start without the closing bracket: <td class="num"
struct Start {
    std::string name, text;
};

Start startOf(std::string_view tag, Attributes attributes)
{
    const auto dot = std::min(tag.find('.'), tag.size());
    Start start{std::string(tag.substr(0, dot)), {}};
    start.text = '<' + start.name;
    if (dot + 1 < tag.size()) {
        std::string classes(tag.substr(dot + 1));
        std::replace(classes.begin(), classes.end(), '.', ' ');
        start.text += attributeText("class", classes);
    }
    for (const Attribute& attribute : attributes)
        start.text += attributeText(attribute.name, attribute.value);
    return start;
}

} // namespace

std::string escaped(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::string element(std::string_view tag, Attributes attributes, std::string_view content)
{
    Start start = startOf(tag, attributes);
    return start.text + '>' + std::string(content) + "</" + start.name + (isInline(start.name) ? ">" : ">\n");
}

std::string element(std::string_view tag, std::string_view content) { return element(tag, {}, content); }

std::string leaf(std::string_view tag, Attributes attributes) { return startOf(tag, attributes).text + " />\n"; }

} // namespace qlab
