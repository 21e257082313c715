// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Catch2 2.13 (Debian 12) and 3 (newer systems) behind one header.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace qlab::test {

/// A string has this part. Catch2 3 gives the name Contains to something else.
#if __has_include(<catch2/catch_all.hpp>)
using Catch::Matchers::ContainsSubstring;
#else
inline auto ContainsSubstring(const std::string& part) { return Catch::Matchers::Contains(part); }
#endif

/// tests/data/reference in the checkout that was built: vectors to test numerics against.
std::filesystem::path referenceFolder();

/// The folder with the real MNIST files, if the person who runs the tests named one in QLAB_TEST_MNIST. Tests that ask
/// carry the tag [mnist]: they are CTest entries of their own, which report "skipped" by the words of the warning.
inline std::optional<std::filesystem::path> mnistFolder()
{
    const char* folder = std::getenv("QLAB_TEST_MNIST");
    if (folder == nullptr || *folder == '\0') {
        WARN("QLAB_TEST_MNIST is not set: what needs the real MNIST files is skipped");
        return std::nullopt;
    }
    return std::filesystem::path(folder);
}

/// A folder of its own for a test, removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "qlab-test-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace qlab::test
