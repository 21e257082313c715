// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/official_files.h"

namespace qlab {

/// Reads a data set in any of the forms that people have it in: a folder with four IDX files (official_files.h), or
/// CSV tables (csv_reader.h): a folder with mnist_train.csv and mnist_test.csv or Kaggle's train.csv, or one table
/// alone, of which every seventh image is for testing; Keras' mnist.npz (npz_reader.h), or a folder
/// with it; folders of PNG pictures named by digit (png_folders.h). Which form it is, is told by one table of formats.
Result<OfficialFiles> readDataSet(const std::filesystem::path& path, const std::stop_token& stop = {});

/// True if \p path is in one of the forms, without reading it.
bool isDataSet(const std::filesystem::path& path);

} // namespace qlab
