// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"
#include "engine/data/digit_generator.h"
#include "engine/data/official_files.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace qlab {

/// Where images come from, before they are split.
struct DataSource {
    enum class Kind { Builtin, Folder };
    Kind kind = Kind::Builtin;
    std::filesystem::path folder; ///< any form of data_formats.h, a file too; for Folder only

    bool operator==(const DataSource&) const = default;
};

/// All images of a source, in its own two halves.
struct RawData {
    std::string name; ///< "built-in digits", "MNIST" (recognised by its content) or the folder's name
    OfficialFiles files;
};

/// The built-in digits: 20,000 for training and 10,000 for testing, the same ones every time.
inline constexpr std::size_t kBuiltinTrain = 20'000;
inline constexpr std::size_t kBuiltinTest = 10'000;

/// Reads \c --data: "builtin", "mnist" (the folder named by QLAB_DATA, else the user's data folder) or a folder.
Result<DataSource> parseDataSource(const std::string& text);

/// The folder where MNIST is looked for: QLAB_DATA if set, else \c mnist in the user's data folder of the lab
/// (XDG_DATA_HOME/qlab, ~/.local/share/qlab) if it holds the files.
std::optional<std::filesystem::path> findMnist();

/// The built-in digits, drawn a slice at a time.
class BuiltinDigits {
public:
    BuiltinDigits();
    /// Goes on for about \p slice; true when all are there.
    bool step(std::chrono::nanoseconds slice, const std::stop_token& stop = {});
    /// Precondition: step() was true. Once.
    RawData take();

private:
    DigitGenerator m_train, m_test;
};

Result<RawData> loadData(const DataSource& source, const std::stop_token& stop = {});

} // namespace qlab
