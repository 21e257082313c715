// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/drawing_file.h"
#include "tests/support.h"

#include <QJsonDocument>

using namespace qlab::app;

TEST_CASE("Every step of a drawing survives JSON, and damaged steps do not", "[autosave]")
{
    StrokeHistory history;
    history.beginStroke(Tool::Pen, {{1, 2}, 3});
    history.add(ClearStep{});
    history.beginStroke(Tool::Eraser, {{1.5, 2.25}, 0.1});
    history.extendStroke({{1.0 / 3, 2}, 20});
    history.endStroke();
    history.add(InvertStep{});
    const auto steps = drawingFromJson(drawingToJson(history));
    REQUIRE(steps.has_value());
    REQUIRE(steps->size() == 2);
    CHECK(((*steps)[0] == history.steps()[2]));
    CHECK(((*steps)[1] == history.steps()[3]));
    for (const char* damaged : {"", "{}", R"({"steps":3})", R"({"steps":[7]})",
             R"({"steps":[{"tool":"pen","points":[1,2]}]})", R"({"steps":[{"tool":"axe","points":[1,2,3]}]})",
             R"({"steps":[{"tool":"pen","points":[1,2,-3]}]})", R"({"steps":[{"tool":"pen","points":[1e300,2,3]}]})",
             R"({"steps":[{"image":"AAAA","name":"","label":1}]})"}) {
        INFO(damaged);
        CHECK_FALSE(drawingFromJson(QJsonDocument::fromJson(damaged).object()).has_value());
    }
}
