// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/samples.h"

#include <cstdlib>
#include <set>

using namespace qlab;
using namespace qlab::kernels;
using qlab::test::ContainsSubstring;

namespace {

// NOLINTBEGIN(concurrency-mt-unsafe): the tests run on one thread.

/// Sets QLAB_TARGET for as long as it lives.
class Environment {
public:
    explicit Environment(const char* value)
    {
        if (const char* before = std::getenv("QLAB_TARGET"))
            m_before = before;
        ::setenv("QLAB_TARGET", value, 1);
    }
    ~Environment()
    {
        if (m_before)
            ::setenv("QLAB_TARGET", m_before->c_str(), 1);
        else
            ::unsetenv("QLAB_TARGET");
    }

private:
    std::optional<std::string> m_before;
};

const char* targetVariable() { return std::getenv("QLAB_TARGET"); }

// NOLINTEND(concurrency-mt-unsafe)

} // namespace

TEST_CASE("the first target is the one that QLAB_TARGET names", "[kernels]")
{
    const char* name = targetVariable();
    const std::string wanted = name == nullptr ? "" : name;
    if (wanted == "scalar" || wanted == "SCALAR")
        CHECK(activeTarget().name == "SCALAR");
    else if (wanted.empty() || wanted == "best")
        CHECK(activeTarget().name == availableTargets().front().name);
    else
        CHECK(activeTarget().name == wanted);
}

TEST_CASE("targets have names of their own and end with the one that always works", "[kernels]")
{
    const std::vector<Target> targets = availableTargets();
    REQUIRE_FALSE(targets.empty());
    std::set<std::string> names;
    for (const Target& target : targets) {
        CHECK_FALSE(target.name.empty());
        CHECK_FALSE(target.title.empty());
        names.insert(target.name);
    }
    CHECK(names.size() == targets.size());
    CHECK(targets.back().name == "SCALAR");
}

TEST_CASE("a target can be forced by name, and the best one again", "[kernels]")
{
    const test::ForcedTarget restore(activeTarget().name);
    REQUIRE(forceTarget("scalar").ok());
    CHECK(activeTarget().name == "SCALAR");
    CHECK(activeTarget().title == "plain C++");
    REQUIRE(forceTarget("").ok());
    CHECK(activeTarget().name == availableTargets().front().name);
    REQUIRE(forceTarget("ScaLar").ok());
    REQUIRE(forceTarget("best").ok());
    CHECK(activeTarget().name == availableTargets().front().name);
}

TEST_CASE("an unknown target is an error that names the choices and changes nothing", "[kernels]")
{
    const test::ForcedTarget forced("SCALAR");
    for (const char* name : {"AVX9", "SCALA", "SCALARS", " "}) {
        const Status status = forceTarget(name);
        REQUIRE_FALSE(status.ok());
        CHECK(status.error().code == Error::Code::BadInput);
        CHECK_THAT(status.error().message,
            ContainsSubstring(name) && ContainsSubstring("SCALAR") && ContainsSubstring("BEST"));
        CHECK(activeTarget().name == "SCALAR");
    }
}

TEST_CASE("QLAB_TARGET is applied, and refused when it is wrong", "[kernels]")
{
    const test::ForcedTarget restore(activeTarget().name);
    {
        const Environment environment("scalar");
        REQUIRE(forceTarget("BEST").ok());
        REQUIRE(applyTargetFromEnvironment().ok());
        CHECK(activeTarget().name == "SCALAR");
    }
    {
        const Environment environment("");
        REQUIRE(applyTargetFromEnvironment().ok());
        CHECK(activeTarget().name == "SCALAR");
    }
    const Environment environment("PDP11");
    const Status status = applyTargetFromEnvironment();
    REQUIRE_FALSE(status.ok());
    CHECK_THAT(status.error().message,
        ContainsSubstring("QLAB_TARGET") && ContainsSubstring("PDP11") && ContainsSubstring("SCALAR"));
    CHECK(activeTarget().name == "SCALAR");
}
