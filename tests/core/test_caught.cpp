// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/caught.h"
#include "tests/support.h"

#include <new>
#include <stdexcept>
#include <system_error>

using namespace qlab;
using test::ContainsSubstring;

namespace {

template <typename Exception> std::string words(const Exception& exception)
{
    try {
        throw exception;
    } catch (...) {
        return caughtError().message;
    }
}

} // namespace

TEST_CASE("An exception becomes one line that says what is missing", "[core]")
{
    CHECK(words(std::bad_alloc()) == "there is not enough memory");
    CHECK_THAT(words(std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again))),
        ContainsSubstring("a thread cannot be started"));
    CHECK_THAT(
        words(std::filesystem::filesystem_error("x", "some/path", std::make_error_code(std::errc::permission_denied))),
        ContainsSubstring("some/path: Permission denied"));
    CHECK_THAT(words(std::runtime_error("seven")), ContainsSubstring("seven"));
    CHECK_FALSE(words(7).empty());
}
