// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace qlab {

/// The centres of one-dimensional k-means, ascending: those with the least sum of squared distances from each value to
/// its nearest centre that there can be, not a local optimum as Lloyd's iterations end in. At most \p centres of them,
/// fewer if there are fewer different values. By dynamic programming over the sorted values (Wang and Song,
/// "Ckmeans.1d.dp", The R Journal 3(2), 2011), each layer by divide and conquer over its monotone split points
/// (Gronlund and others, arXiv 1701.07204): O(centres * n log n) in time, 4 bytes * centres * n in memory.
/// Preconditions: values are finite and not empty, centres is 1 or more.
std::vector<double> kMeans(std::span<const float> values, int centres);

} // namespace qlab
