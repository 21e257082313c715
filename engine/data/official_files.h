// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/idx_reader.h"

namespace qlab {

/// The two halves of a data set as its authors divided it.
struct OfficialFiles {
    ImagesPtr train;
    ImagesPtr test;
};

/// Reads the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
/// t10k-labels-idx1-ubyte (each also accepted with .gz, and with a dot in place of the dash before "idx", as some
/// archives name them) from \p folder. EMNIST's digits work too, under their own names
/// (emnist-digits-train-images-idx3-ubyte ..., or emnist-mnist-...); they are turned upright. Where a file is there
/// raw and gzipped, the raw one is read. QMNIST's names and labels will do, a folder of each file's name around it
/// (unpackers make them), and a folder above: MNIST/raw, as torchvision has it. EMNIST's sets with letters are refused
/// for their classes. The error names the files that are missing.
Result<OfficialFiles> readOfficialFiles(const std::filesystem::path& folder, const std::stop_token& stop = {});

/// True if \p folder holds all four files, without reading them.
bool hasOfficialFiles(const std::filesystem::path& folder);

} // namespace qlab
