// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/data_source.h"
#include "engine/data/digit_generator.h"
#include "tests/data/idx_files.h"
#include "tests/support.h"

using namespace qlab;
using namespace qlab::test;
namespace fs = std::filesystem;

namespace {

/// Sets (or with null removes) an environment variable until the end of the scope.
class Variable {
public:
    Variable(const char* name, const char* value)
        : m_name(name)
    {
        if (const char* before = std::getenv(name))
            m_before = before;
        set(value);
    }
    ~Variable() { set(m_before ? m_before->c_str() : nullptr); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    void set(const char* value) const { value != nullptr ? ::setenv(m_name, value, 1) : ::unsetenv(m_name); }

    const char* m_name;
    std::optional<std::string> m_before;
};

void writeSmallData(const fs::path& folder)
{
    fs::create_directories(folder);
    const ImagesPtr train = generateDigits(30, 1), test = generateDigits(10, 2);
    writeBytes(folder / "train-images-idx3-ubyte", idxImages(*train));
    writeBytes(folder / "train-labels-idx1-ubyte", idxLabels(*train));
    writeBytes(folder / "t10k-images-idx3-ubyte", idxImages(*test));
    writeBytes(folder / "t10k-labels-idx1-ubyte", idxLabels(*test));
}

} // namespace

TEST_CASE("A data source is read from its text", "[data][source]")
{
    const TemporaryFolder folder;
    const auto builtin = parseDataSource("builtin");
    REQUIRE(builtin.ok());
    CHECK(builtin->kind == DataSource::Kind::Builtin);

    const auto own = parseDataSource(folder.path().string());
    REQUIRE(own.ok());
    CHECK(*own == DataSource{DataSource::Kind::Folder, folder.path()});

    for (const std::string& text : {std::string(), (folder.path() / "none").string(), std::string("/dev/null")}) {
        const auto wrong = parseDataSource(text);
        REQUIRE_FALSE(wrong.ok());
        CHECK(isOneLine(wrong.error().message));
        CHECK(contains(wrong.error().message, text));
    }
}

TEST_CASE("MNIST is looked for where the user says, then in the user's data", "[data][source]")
{
    const TemporaryFolder folder;
    const std::string home = folder.path().string();
    const Variable home_("HOME", home.c_str());
    const Variable noData("XDG_DATA_HOME", nullptr);
    const Variable noFolder("QLAB_DATA", nullptr);

    SECTION("nowhere")
    {
        CHECK_FALSE(findMnist().has_value());
        const auto source = parseDataSource("mnist");
        REQUIRE_FALSE(source.ok());
        CHECK(source.error().code == Error::Code::NotFound);
        for (const char* word : {"QLAB_DATA", "folder", "builtin"})
            CHECK(contains(source.error().message, word));
    }
    SECTION("in ~/.local/share, once the files are there")
    {
        const fs::path place = folder.path() / ".local/share/qlab/mnist";
        fs::create_directories(place);
        CHECK_FALSE(findMnist().has_value());
        writeSmallData(place);
        CHECK(findMnist() == place);
        CHECK(parseDataSource("mnist")->folder == place);
    }
    SECTION("in XDG_DATA_HOME")
    {
        const std::string data = (folder.path() / "data").string();
        const Variable xdg("XDG_DATA_HOME", data.c_str());
        writeSmallData(folder.path() / "data/qlab/mnist");
        CHECK(findMnist() == folder.path() / "data/qlab/mnist");
    }
    SECTION("QLAB_DATA goes first, even if its files are missing: loading then says which")
    {
        writeSmallData(folder.path() / ".local/share/qlab/mnist");
        const std::string named = (folder.path() / "named").string();
        fs::create_directories(named);
        const Variable variable("QLAB_DATA", named.c_str());
        CHECK(findMnist() == fs::path(named));
        const auto data = loadData(*parseDataSource("mnist"));
        REQUIRE_FALSE(data.ok());
        CHECK(contains(data.error().message, named));
        CHECK(contains(data.error().message, "train-images-idx3-ubyte"));
    }
    SECTION("an empty QLAB_DATA counts as none")
    {
        const Variable variable("QLAB_DATA", "");
        CHECK_FALSE(findMnist().has_value());
    }
}

TEST_CASE("A folder's data carry its name", "[data][source]")
{
    const TemporaryFolder folder;
    writeSmallData(folder.path() / "my digits");
    for (const char* spelling : {"my digits", "my digits/", "./my digits/."}) {
        const auto data = loadData({DataSource::Kind::Folder, folder.path() / spelling});
        REQUIRE(data.ok());
        CHECK(data->name == "my digits");
        CHECK(data->files.train->size() == 30);
        CHECK(data->files.test->size() == 10);
    }
}

TEST_CASE("The built-in digits are there without any file", "[data][source]")
{
    const auto data = loadData({});
    REQUIRE(data.ok());
    CHECK(data->name == "built-in digits");
    CHECK(data->files.train->size() == kBuiltinTrain);
    CHECK(data->files.test->size() == kBuiltinTest);
    CHECK(pixelBytes(*data->files.train).substr(0, 100 * kPixels)
        != pixelBytes(*data->files.test).substr(0, 100 * kPixels));

    std::stop_source stop;
    stop.request_stop();
    const auto stopped = loadData({}, stop.get_token());
    REQUIRE_FALSE(stopped.ok());
    CHECK(contains(stopped.error().message, "cancelled"));
}

TEST_CASE("MNIST is known by its content", "[data][source][mnist]")
{
    const auto folder = mnistFolder();
    if (!folder)
        return;
    const auto data = loadData({DataSource::Kind::Folder, *folder});
    REQUIRE(data.ok());
    CHECK(data->name == "MNIST");
    REQUIRE(data->files.train->size() == 60'000);
    REQUIRE(data->files.test->size() == 10'000);
    const auto labels = data->files.train->labels();
    CHECK(std::vector<int>(labels.begin(), labels.begin() + 5) == std::vector<int>{5, 0, 4, 1, 9});
    CHECK(data->files.test->labels()[0] == 7);
    // CRC-32 of the unpacked image files behind their headers.
    CHECK(crc32_z(0, data->files.train->pixels(), 60'000 * kPixels) == 0xf3639b56);
    CHECK(crc32_z(0, data->files.test->pixels(), 10'000 * kPixels) == 0xe4ca5f57);

    // One pixel more, and it is no longer MNIST.
    const TemporaryFolder changed;
    ImageSet test(10'000);
    std::copy_n(data->files.test->pixels(), 10'000 * kPixels, test.mutablePixels());
    std::copy_n(data->files.test->labels().begin(), 10'000, test.mutableLabels().begin());
    test.mutableImage(0)[0] = 1;
    writeBytes(changed.path() / "train-images-idx3-ubyte", idxImages(*data->files.train));
    writeBytes(changed.path() / "train-labels-idx1-ubyte", idxLabels(*data->files.train));
    writeBytes(changed.path() / "t10k-images-idx3-ubyte", idxImages(test));
    writeBytes(changed.path() / "t10k-labels-idx1-ubyte", idxLabels(test));
    const auto other = loadData({DataSource::Kind::Folder, changed.path()});
    REQUIRE(other.ok());
    CHECK(other->name == changed.path().filename().string());
}
