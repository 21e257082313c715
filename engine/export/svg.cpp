// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/export/svg.h"

#include "engine/core/text.h"
#include "engine/export/html.h"

namespace qlab {

std::string coordinate(double value)
{
    std::string text = fixedText(value, 2);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text == "-0" ? "0" : text;
}

Svg::Svg(double width, double height)
    : m_width(width)
    , m_height(height)
{
}

void Svg::line(Point from, Point to, std::string_view classes)
{
    m_content += leaf("line",
        {{"class", std::string(classes)}, {"x1", coordinate(from.x)}, {"y1", coordinate(from.y)},
            {"x2", coordinate(to.x)}, {"y2", coordinate(to.y)}});
}

void Svg::rect(Point corner, double width, double height, std::string_view classes)
{
    m_content += leaf("rect",
        {{"class", std::string(classes)}, {"x", coordinate(corner.x)}, {"y", coordinate(corner.y)},
            {"width", coordinate(width)}, {"height", coordinate(height)}});
}

void Svg::circle(Point centre, double radius, std::string_view classes)
{
    m_content += leaf("circle",
        {{"class", std::string(classes)}, {"cx", coordinate(centre.x)}, {"cy", coordinate(centre.y)},
            {"r", coordinate(radius)}});
}

void Svg::text(Point at, std::string_view classes, std::string_view text)
{
    m_content += element(
        "text", {{"class", std::string(classes)}, {"x", coordinate(at.x)}, {"y", coordinate(at.y)}}, escaped(text));
}

void Svg::path(const std::vector<Point>& points, std::string_view classes)
{
    std::string steps;
    for (const Point& point : points)
        steps += (steps.empty() ? 'M' : 'L') + coordinate(point.x) + ' ' + coordinate(point.y);
    m_content += leaf("path", {{"class", std::string(classes)}, {"d", steps}});
}

void Svg::clippedPaths(Point corner, double width, double height, const std::string& id, const Svg& paths)
{
    Svg window(width, height);
    window.rect(corner, width, height, "window");
    m_content += element("clipPath", {{"id", id}}, window.m_content);
    m_content += element("g", {{"clip-path", "url(#" + id + ")"}}, paths.m_content);
}

std::string Svg::finish(std::string_view label) const
{
    const std::string box = "0 0 " + coordinate(m_width) + ' ' + coordinate(m_height);
    return element("svg", {{"viewBox", box}, {"role", "img"}, {"aria-label", std::string(label)}}, m_content);
}

} // namespace qlab
