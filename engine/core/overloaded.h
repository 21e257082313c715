// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qlab {

/// Several lambdas as one visitor of a std::variant: an alternative without a lambda of its own does not compile.
template <typename... Cases> struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases> Overloaded(Cases...) -> Overloaded<Cases...>;

} // namespace qlab
