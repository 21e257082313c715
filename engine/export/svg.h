// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qlab {

struct Point {
    double x = 0, y = 0;
};

/// An inline SVG picture, in px. Looks come from the page's style sheet through class names ("grid", "o-bar end").
class Svg {
public:
    Svg(double width, double height);

    void line(Point from, Point to, std::string_view classes);
    void rect(Point corner, double width, double height, std::string_view classes);
    void circle(Point centre, double radius, std::string_view classes);
    /// Anchored at its start; classes "middle" and "end" anchor it elsewhere. The text is escaped.
    void text(Point at, std::string_view classes, std::string_view text);
    void path(const std::vector<Point>& points, std::string_view classes);
    /// Paths that may leave the rectangle are cut there. \p id must be unique in the page.
    void clippedPaths(Point corner, double width, double height, const std::string& id, const Svg& paths);
    void markup(std::string_view svg) { m_content += svg; }

    /// The <svg> element; \p label tells people who cannot see it what it shows.
    std::string finish(std::string_view label) const;

private:
    double m_width, m_height;
    std::string m_content;
};

/// A coordinate: at most two decimals, none that say nothing.
std::string coordinate(double value);

} // namespace qlab
