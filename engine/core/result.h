// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace qlab {

/// What went wrong, in words a person can act on. The engine never prints, exits or throws over its border.
struct Error {
    enum class Code {
        BadInput,    ///< a file or a value given by the user is not what it should be
        NotFound,    ///< a file or folder does not exist
        Io,          ///< reading or writing failed
        Unsupported, ///< well-formed, but not something the lab handles
        Internal,    ///< a fault of the program itself
    };
    Code code = Code::Internal;
    std::string message; ///< one line: which file or value, what is wrong, what to do
    /// The setting at fault by its name in files ("learning_rate"), so that a form finds it; empty: none in particular.
    std::string field{};

    bool operator==(const Error&) const = default;
};

/// A value or an Error.
template <typename T> class [[nodiscard]] Result {
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Precondition: ok().
    T& value()
    {
        assert(ok());
        return std::get<0>(m_state);
    }
    const T& value() const
    {
        assert(ok());
        return std::get<0>(m_state);
    }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// Precondition: !ok().
    const Error& error() const
    {
        assert(!ok());
        return std::get<1>(m_state);
    }

private:
    std::variant<T, Error> m_state;
};

/// Success or an Error.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error)
        : m_error(std::move(error))
    {
    }

    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    /// Precondition: !ok().
    const Error& error() const
    {
        assert(m_error);
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

/// \p field: as in Error.
inline Error badInput(std::string message, std::string field = {})
{
    return {Error::Code::BadInput, std::move(message), std::move(field)};
}
inline Error notFound(std::string message) { return {Error::Code::NotFound, std::move(message)}; }
inline Error ioError(std::string message) { return {Error::Code::Io, std::move(message)}; }
inline Error unsupported(std::string message) { return {Error::Code::Unsupported, std::move(message)}; }

} // namespace qlab
