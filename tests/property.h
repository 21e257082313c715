// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support.h"

#include <rapidcheck.h>
#include <rapidcheck/detail/TestListener.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>

namespace qlab::test {

/// RapidCheck's own listeners talk while tests run.
class SilentListener : public rc::detail::TestListener {
public:
    void onTestCaseFinished(const rc::detail::CaseDescription&) override { }
    void onShrinkTried(const rc::detail::CaseDescription&, bool) override { }
    void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override { }
};

/// Holds \p property (a callable that draws its arguments with *rc::gen and judges with RC_ASSERT) for many arguments,
/// and shrinks the first that breaks it. The same arguments every time: RC_PARAMS="seed=2" tries others, and
/// RC_PARAMS="max_success=10000" more of them (RapidCheck's configuration).
template <typename Property> void holds(Property&& property, int cases = 100)
{
    rc::detail::Configuration usual;
    usual.testParams.seed = 1;
    usual.testParams.maxSuccess = cases;
    const char* const asked = std::getenv("RC_PARAMS");
    const rc::detail::TestParams params = rc::detail::configFromString(asked ? asked : "", usual).testParams;
    SilentListener silent;
    const rc::detail::TestResult result = rc::detail::checkTestable(std::forward<Property>(property),
        rc::detail::TestMetadata(), params, silent, std::unordered_map<std::string, rc::detail::Reproduce>());
    std::ostringstream words;
    rc::detail::printResultMessage(result, words);
    INFO(
        words.str() << "\nTo repeat: RC_PARAMS=\"seed=" << params.seed << " max_success=" << params.maxSuccess << "\"");
    CHECK(result.template is<rc::detail::SuccessResult>());
}

} // namespace qlab::test
