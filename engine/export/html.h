// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace qlab {

/// Markup as text: elements are made whole, so tags always balance.

/// For text and attribute values: & < > " ' become entities.
std::string escaped(std::string_view text);

struct Attribute {
    std::string_view name;
    std::string value; ///< escaped when written
};
using Attributes = std::initializer_list<Attribute>;

/// element("td.num", "1") = <td class="num">1</td>; further dots add further classes. The content is markup: escape
/// text first. A line break follows, except after what stands inside a line of text.
std::string element(std::string_view tag, std::string_view content);
std::string element(std::string_view tag, Attributes attributes, std::string_view content);
/// One without content: <img ... />.
std::string leaf(std::string_view tag, Attributes attributes);

} // namespace qlab
