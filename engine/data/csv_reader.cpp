// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/csv_reader.h"

#include "engine/core/text.h"
#include "engine/data/byte_source.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <new>
#include <string_view>

namespace qlab {
namespace {

constexpr std::size_t kLargestText = std::size_t{1} << 30;
constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr std::size_t kLongestLine = std::size_t{1} << 16; ///< 784 numbers of any sensible length are shorter

using Row = std::array<float, kPixels + 1>; ///< label, pixels

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kAround = " \t\r\"";
    const std::size_t first = text.find_first_not_of(kAround);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(kAround) - first + 1);
}

/// The numbers of a line, and how many there are; a field that is no number ends them.
struct Numbers {
    Row values{};
    std::size_t count = 0;
    bool sound = true;
};

Numbers parse(std::string_view line)
{
    Numbers numbers;
    const char separator = line.find(',') != std::string_view::npos ? ','
        : line.find(';') != std::string_view::npos                  ? ';'
        : line.find('\t') != std::string_view::npos                 ? '\t'
                                                                    : ' ';
    while (numbers.sound) {
        const std::size_t end = std::min(line.find(separator), line.size());
        const std::string_view field = trimmed(line.substr(0, end));
        float value = 0;
        const auto [rest, failure] = std::from_chars(field.data(), field.data() + field.size(), value);
        numbers.sound = failure == std::errc() && rest == field.data() + field.size();
        if (numbers.sound && numbers.count < numbers.values.size())
            numbers.values[numbers.count] = value;
        ++numbers.count;
        if (end == line.size())
            break;
        line.remove_prefix(end + 1);
    }
    return numbers;
}

/// Takes the lines one by one.
class Collector {
public:
    explicit Collector(std::string file)
        : m_file(std::move(file))
    {
    }

    Status take(std::string_view line)
    {
        ++m_line;
        if (m_line == 1 && line.starts_with("\xef\xbb\xbf")) // a byte order mark
            line.remove_prefix(3);
        line = trimmed(line);
        if (line.empty())
            return {};
        const Numbers numbers = parse(line);
        if (!numbers.sound && m_labels.empty() && !m_heading) {
            m_heading = true;
            return {};
        }
        if (!numbers.sound)
            return wrong("field " + std::to_string(numbers.count) + " is no number");
        if (numbers.count != numbers.values.size())
            return wrong("there are " + std::to_string(numbers.count)
                + " numbers; a label and the 784 pixels of 28 x 28 are wanted, 785");
        return add(numbers.values);
    }

    Result<ImagesPtr> finished() const
    {
        if (m_labels.empty())
            return badInput(m_file + " holds no images: lines of a label and 784 pixels are wanted");
        const bool shares = m_between && m_brightest <= 1;
        if (m_between && !shares)
            return badInput(
                m_file + " has pixels that are no whole numbers: 0 to 255, or shares from 0 to 1, are wanted");
        auto images = std::make_shared<ImageSet>(m_labels.size());
        std::copy(m_labels.begin(), m_labels.end(), images->mutableLabels().begin());
        std::transform(m_pixels.begin(), m_pixels.end(), images->mutablePixels(),
            [shares](float pixel) { return static_cast<std::uint8_t>(std::lround(shares ? pixel * 255 : pixel)); });
        return ImagesPtr(std::move(images));
    }

private:
    Error wrong(const std::string& what) const
    {
        return badInput(m_file + ", line " + groupedText(static_cast<std::int64_t>(m_line)) + ": " + what);
    }

    Status add(const Row& row)
    {
        if (!(row[0] >= 0 && row[0] < kClasses) || row[0] != std::floor(row[0]))
            return wrong("the label is " + exactText(row[0]) + ": only digits 0 to 9 can be used, in the first column");
        for (std::size_t i = 1; i < row.size(); ++i) {
            if (!(row[i] >= 0 && row[i] <= 255))
                return wrong("pixel " + std::to_string(i) + " is " + exactText(row[i]) + ": 0 to 255 are wanted");
            m_between = m_between || row[i] != std::floor(row[i]);
            m_brightest = std::max(m_brightest, row[i]);
        }
        m_labels.push_back(static_cast<std::uint8_t>(row[0]));
        m_pixels.insert(m_pixels.end(), row.begin() + 1, row.end());
        return {};
    }

    std::string m_file;
    std::size_t m_line = 0;
    bool m_heading = false, m_between = false;
    float m_brightest = 0;
    std::vector<std::uint8_t> m_labels;
    std::vector<float> m_pixels;
};

Status takeLines(std::string& text, Collector& collector, bool last)
{
    std::size_t done = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', done)) {
        if (const Status taken = collector.take(std::string_view(text).substr(done, end - done)); !taken)
            return taken;
        done = end + 1;
    }
    text.erase(0, done);
    if (last && !text.empty())
        return collector.take(text);
    return {};
}

} // namespace

Result<ImagesPtr> readCsv(const std::filesystem::path& file, const std::stop_token& stop)
try {
    auto source = ByteSource::open(file);
    if (!source)
        return source.error();
    Collector collector(file.string());
    std::string text;
    std::vector<std::uint8_t> block(kBlock);
    for (std::size_t total = 0;;) {
        const auto got = (*source)->read(block, stop);
        if (!got)
            return got.error();
        total += *got;
        text.append(reinterpret_cast<const char*>(block.data()), *got);
        if (const Status taken = takeLines(text, collector, *got < block.size()); !taken)
            return taken.error();
        if (*got < block.size())
            return collector.finished();
        if (text.size() > kLongestLine || total > kLargestText)
            return badInput(file.string() + " is no table of images: it is too large, or has no lines");
    }
} catch (const std::bad_alloc&) {
    return ioError("not enough memory for the images of " + file.string());
}

} // namespace qlab
