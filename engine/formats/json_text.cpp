// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace qlab {
namespace {

std::string scalarText(const OrderedJson& value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

void write(std::string& out, const OrderedJson& value, const std::string& indent)
{
    if (!value.is_structured()) {
        out += scalarText(value);
        return;
    }
    const bool flat = std::none_of(value.begin(), value.end(), [](const auto& child) { return child.is_structured(); });
    const std::string inner = indent + "  ";
    const std::string start = flat ? "" : "\n" + inner;
    const std::string between = flat ? ", " : ",\n" + inner;
    out += value.is_object() ? '{' : '[';
    bool first = true;
    for (const auto& [key, child] : value.items()) {
        out += first ? start : between;
        first = false;
        if (value.is_object())
            out += scalarText(key) + ": ";
        write(out, child, inner);
    }
    out += flat ? "" : "\n" + indent;
    out += value.is_object() ? '}' : ']';
}

} // namespace

std::string jsonText(const OrderedJson& value)
{
    std::string text;
    write(text, value, "");
    return text + '\n';
}

double decimal(float value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double result = 0;
    std::from_chars(text.data(), end, result);
    return result;
}

} // namespace qlab
