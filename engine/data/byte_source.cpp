// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/byte_source.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qlab {
namespace {

constexpr std::size_t kSlice = std::size_t{1} << 20; // bytes between two looks at the stop token, some 3 ms
constexpr std::size_t kPackedBuffer = std::size_t{1} << 16;
constexpr std::uint64_t kMostDense = 1032; // deflate packs no more bytes than this into one
constexpr std::array<std::uint8_t, 2> kGzipMagic = {0x1f, 0x8b};
constexpr int kGzipOnly = MAX_WBITS + 16; // for inflateInit2: a gzip header, the largest window

} // namespace

ByteSource::ByteSource(std::filesystem::path path)
    : m_path(std::move(path))
{
}

ByteSource::~ByteSource()
{
    if (m_packed)
        inflateEnd(&m_inflater);
}

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::filesystem::path& path)
{
    auto source = openLayer(path);
    if (!source || !(*source)->isPacked())
        return source;
    std::array<std::uint8_t, 2> first{};
    const auto got = (*source)->read(first, {});
    const bool again = got && *got == first.size() && first == kGzipMagic; // a failure shows where the data are read
    source = openLayer(path);
    if (!source || !again)
        return source;
    std::unique_ptr<ByteSource> outer(new ByteSource(path));
    outer->m_inner = std::move(*source);
    if (const Status begun = outer->beginUnpacking(); !begun)
        return begun.error();
    return outer;
}

Result<std::unique_ptr<ByteSource>> ByteSource::openLayer(const std::filesystem::path& path)
{
    std::unique_ptr<ByteSource> source(new ByteSource(path));
    if (const Status opened = source->openFile(); !opened)
        return opened.error();
    if (const Status detected = source->detectPacking(); !detected)
        return detected.error();
    return source;
}

Status ByteSource::openFile()
{
    auto file = InputFile::open(m_path);
    if (!file)
        return file.error();
    m_file.emplace(std::move(*file));
    return {};
}

Status ByteSource::detectPacking()
{
    std::array<std::uint8_t, 2> magic{};
    const auto got = m_file->read(magic);
    if (!got)
        return got.error();
    if (const Status first = m_file->rewind(); !first)
        return first;
    return *got == magic.size() && magic == kGzipMagic ? beginUnpacking() : Status();
}

Status ByteSource::beginUnpacking()
{
    if (inflateInit2(&m_inflater, kGzipOnly) != Z_OK)
        return ioError("not enough memory to unpack " + m_path.string());
    m_packed = true;
    m_buffer.resize(kPackedBuffer);
    return {};
}

std::uint64_t ByteSource::sizeLimit() const
{
    return (m_inner ? m_inner->sizeLimit() : *m_file->size()) * (m_packed ? kMostDense : 1);
}

Result<std::size_t> ByteSource::readStored(std::span<std::uint8_t> destination)
{
    return m_inner ? m_inner->read(destination, {}) : m_file->read(destination);
}

Result<std::size_t> ByteSource::read(std::span<std::uint8_t> destination, const std::stop_token& stop)
{
    std::size_t done = 0;
    while (done < destination.size()) {
        if (stop.stop_requested())
            return ioError("reading " + m_path.string() + " was cancelled");
        const auto slice = destination.subspan(done, std::min(kSlice, destination.size() - done));
        const auto got = m_packed ? readPacked(slice) : m_file->read(slice);
        if (!got)
            return got.error();
        done += *got;
        if (*got < slice.size())
            break;
    }
    return done;
}

Result<std::size_t> ByteSource::readPacked(std::span<std::uint8_t> slice)
{
    m_inflater.next_out = slice.data();
    m_inflater.avail_out = static_cast<uInt>(slice.size());
    while (m_inflater.avail_out > 0) {
        if (const Status filled = refill(); !filled)
            return filled.error();
        if (m_inflater.avail_in == 0 && m_memberEnded)
            break;
        if (const Status inflated = inflateSome(); !inflated)
            return inflated.error();
    }
    return slice.size() - m_inflater.avail_out;
}

Status ByteSource::refill()
{
    if (m_inflater.avail_in > 0)
        return {};
    const auto got = readStored(m_buffer);
    if (!got)
        return got.error();
    m_inflater.next_in = m_buffer.data();
    m_inflater.avail_in = static_cast<uInt>(*got);
    return {};
}

/// Zeros behind a member, as tapes and block devices leave them; gunzip passes over them too. True if no more is here.
bool ByteSource::skipPadding()
{
    while (m_inflater.avail_in > 0 && *m_inflater.next_in == 0) {
        ++m_inflater.next_in;
        --m_inflater.avail_in;
    }
    return m_inflater.avail_in == 0;
}

/// One call of inflate: until the buffer is empty, the slice is full or the member ends.
Status ByteSource::inflateSome()
{
    if (m_inflater.avail_in == 0)
        return badInput(m_path.string() + " breaks off, its gzip data are incomplete: download it again");
    if (m_memberEnded) {
        if (skipPadding())
            return {};
        if (*m_inflater.next_in != 0x1f)
            return badInput(m_path.string() + " has stray bytes behind its gzip data: download or pack it again");
        inflateReset(&m_inflater); // checks the header of the next member like the first one's
    }
    const int outcome = inflate(&m_inflater, Z_NO_FLUSH);
    m_memberEnded = outcome == Z_STREAM_END;
    if (outcome == Z_MEM_ERROR)
        return ioError("not enough memory to unpack " + m_path.string());
    if (outcome == Z_OK || outcome == Z_STREAM_END)
        return {};
    return badInput(m_path.string() + " is damaged, its gzip data cannot be unpacked: download it again");
}

} // namespace qlab
