// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/idx_facts.h"

#include "engine/data/byte_source.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace qlab {
namespace {

struct Type {
    int code;
    const char* name;
    int bytes;
};
constexpr std::array<Type, 6> kTypes{{{0x08, "uint8", 1}, {0x09, "int8", 1}, {0x0b, "int16", 2}, {0x0c, "int32", 4},
    {0x0d, "float32", 4}, {0x0e, "float64", 8}}};

std::uint32_t bigEndian(std::span<const std::uint8_t, 4> bytes)
{
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

Status countValues(ByteSource& source, int width, IdxFacts& facts)
{
    std::vector<std::uint8_t> block(std::size_t{1} << 20);
    std::uint64_t bytes = 0;
    for (std::size_t got = block.size(); got == block.size();) {
        const auto read = source.read(block, {});
        if (!read)
            return read.error();
        got = *read;
        bytes += got;
        for (std::size_t i = 0; width == 1 && i < got; ++i)
            ++facts.counts[block[i]];
    }
    double wanted = width; // of four sizes, no integer holds the product
    for (const std::uint32_t size : facts.sizes)
        wanted *= size;
    facts.values = bytes / static_cast<std::uint64_t>(width);
    facts.whole = static_cast<double>(bytes) == wanted;
    return {};
}

} // namespace

Result<std::optional<IdxFacts>> idxFacts(const std::filesystem::path& file)
{
    auto source = ByteSource::open(file);
    if (!source)
        return source.error();
    std::array<std::uint8_t, 4> number{};
    const auto got = (*source)->read(number, {});
    if (!got)
        return got.error();
    const auto type =
        std::find_if(kTypes.begin(), kTypes.end(), [&number](const Type& each) { return each.code == number[2]; });
    if (*got < number.size() || number[0] != 0 || number[1] != 0 || type == kTypes.end() || number[3] < 1
        || number[3] > 4)
        return std::optional<IdxFacts>();
    IdxFacts facts;
    facts.magic = bigEndian(number);
    facts.type = type->name;
    facts.gzipped = (*source)->isPacked();
    for (int left = static_cast<int>(facts.magic & 0xff); left > 0; --left) {
        const auto more = (*source)->read(number, {});
        if (!more)
            return more.error();
        if (*more < number.size())
            return std::optional(facts);
        facts.sizes.push_back(bigEndian(number));
    }
    if (const Status counted = countValues(**source, type->bytes, facts); !counted)
        return counted.error();
    return std::optional(facts);
}

} // namespace qlab
