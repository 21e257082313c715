// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/caught.h"

#include "engine/core/file_error.h"

#include <new>
#include <system_error>

namespace qlab {
namespace {

Error systemError(const std::system_error& error)
{
    if (error.code() == std::errc::resource_unavailable_try_again)
        return ioError("a thread cannot be started: end other programs, or allow more (ulimit -u)");
    const bool known =
        error.code().category() == std::generic_category() || error.code().category() == std::system_category();
    return ioError(known ? "the system refuses: " + systemReason(error.code().value()) : std::string(error.what()));
}

} // namespace

Error caughtError() noexcept
try {
    throw;
} catch (const std::bad_alloc&) {
    return ioError("there is not enough memory");
} catch (const std::filesystem::filesystem_error& error) {
    return fileError("use", error.path1(), error.code().value());
} catch (const std::system_error& error) {
    return systemError(error);
} catch (const std::exception& error) {
    return {Error::Code::Internal, std::string("a fault of the program: ") + error.what()};
} catch (...) {
    return {Error::Code::Internal, "a fault of the program"};
}

} // namespace qlab
