// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/compact_file.h"

#include "engine/core/bfloat16.h"
#include "engine/formats/compact_header.h"
#include "engine/formats/weight_codes.h"
#include "engine/quant/codebook.h"
#include "engine/quant/packing.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace qlab {
namespace {

constexpr float kLeastScale = 1e-30F;
/// The largest bfloat16 that isFileScale() takes. Models that reach it are far beyond use: their sums overflow.
constexpr float kMostScale = 0x1.92p99F;

bool isPerChannel(const QuantScheme& scheme) { return scheme.granularity == QuantScheme::Granularity::PerChannel; }
bool isAffine(const QuantScheme& scheme) { return scheme.zero == QuantScheme::Zero::Affine && scheme.bits > 1; }

/// Three levels where two bits use no more; else all that the bits can tell.
int levelsOf(const QuantScheme& scheme) { return scheme.bits == 2 && scheme.qmin() == -1 ? 3 : 1 << scheme.bits; }

/// The level that code 0 stands for, and how far the next one is from it.
int lowestLevel(const QuantScheme& scheme)
{
    return scheme.isOdd() || levelsOf(scheme) == 3 ? scheme.qmin() : -(1 << (scheme.bits - 1));
}
int stepOf(const QuantScheme& scheme) { return scheme.isOdd() ? 2 : 1; }

CodeShape shapeOf(const QuantizedModel& model)
{
    CodeShape shape;
    for (int k = 0; k < kClasses; ++k)
        shape.levels.push_back(levelsOf(model.schemeOf(k)));
    shape.features = model.steps.count();
    const bool pixels = model.steps.features == InputSteps::Features::Pixels;
    shape.width = shape.height = pixels ? kSide : model.steps.grid;
    return shape;
}

std::uint8_t codeOf(std::int8_t q, const QuantScheme& scheme)
{
    return static_cast<std::uint8_t>((q - lowestLevel(scheme)) / stepOf(scheme));
}

std::vector<std::uint8_t> codesOf(const QuantizedModel& model)
{
    const int features = model.steps.count();
    const bool codebook = model.scheme.isCodebook();
    const std::vector<std::uint8_t> indices = codebook ? levelIndices(model) : std::vector<std::uint8_t>();
    std::vector<std::uint8_t> codes;
    codes.reserve(static_cast<std::size_t>(kClasses * features));
    for (int k = 0; k < kClasses; ++k) {
        const QuantScheme scheme = model.schemeOf(k);
        for (int j = 0; j < features; ++j) {
            const auto at = static_cast<std::size_t>(k * kPixels + j);
            codes.push_back(codebook ? indices[at] : codeOf(model.q[at], scheme));
        }
    }
    return codes;
}

void setIntegers(std::span<const std::uint8_t> codes, QuantizedModel& model)
{
    const int features = model.steps.count();
    for (int k = 0; k < kClasses; ++k) {
        const auto row = model.q.begin() + k * kPixels;
        std::fill(
            row + features, row + kPixels, static_cast<std::int8_t>(model.zeroPoint[static_cast<std::size_t>(k)]));
        const QuantScheme scheme = model.schemeOf(k);
        for (int j = 0; j < features; ++j) {
            const int code = codes[static_cast<std::size_t>(k * features + j)];
            row[j] = static_cast<std::int8_t>(stepOf(scheme) * code + lowestLevel(scheme));
        }
    }
}

/// The same of codebooks; refuses levels that no weight has, so that what is read encodes to the same bytes.
Status setIntegers(std::span<const std::uint8_t> codes, std::span<const std::int8_t> codebooks, QuantizedModel& model)
{
    const auto features = static_cast<std::size_t>(model.steps.count());
    std::vector<std::uint8_t> indices(kClasses * kPixels, 0);
    for (std::size_t k = 0; k < kClasses; ++k)
        std::ranges::copy(codes.subspan(k * features, features), indices.begin() + static_cast<long>(k * kPixels));
    if (const Status set = setFromCodebooks(codebooks, indices, model); !set)
        return set;
    if (!std::ranges::equal(packCodebooks(model), codebooks))
        return badInput("a codebook has levels that no weight has");
    return {};
}

/// Scales for u / 255 as input, as the file holds them.
void foldScales(const QuantizedModel& model, QuantizedModel& to)
{
    for (std::size_t k = 0; k < kClasses; ++k)
        to.scale[k] = std::clamp(toBfloat16(model.scale[k] / model.normalization.std), kLeastScale, kMostScale);
}

/// The step of the biases, and the biases on it.
struct BiasGrid {
    float scale = 1;
    std::array<std::int8_t, kClasses> q{};
};
BiasGrid biasGrid(const BiasVector& bias)
{
    // In double, where both are exact: biases that lie close together would lose their order.
    const auto low = static_cast<double>(bias.minCoeff()), high = static_cast<double>(bias.maxCoeff());
    const double middle = (high + low) / 2, most = (high - low) / 2;
    BiasGrid grid;
    grid.scale = std::max(toBfloat16(static_cast<float>(most / 127)), kLeastScale);
    for (int k = 0; k < kClasses; ++k)
        grid.q[static_cast<std::size_t>(k)] = static_cast<std::int8_t>(std::clamp(
            std::nearbyint((static_cast<double>(bias[k]) - middle) / static_cast<double>(grid.scale)), -127.0, 127.0));
    return grid;
}

BiasVector foldedBias(const QuantizedModel& model)
{
    BiasVector bias = model.bias;
    const float shift = model.normalization.mean / model.normalization.std;
    for (int k = 0; k < kClasses; ++k) {
        const auto row = static_cast<std::size_t>(k);
        const auto first = model.q.begin() + k * kPixels;
        const int sum = std::accumulate(first, first + kPixels, 0) - kPixels * model.zeroPoint[row];
        bias[k] -= model.scale[row] * shift * static_cast<float>(sum);
        // Of a model beyond use it may be no number, and no integer could be made of it.
        bias[k] = std::isnan(bias[k]) ? 0.0F : std::clamp(bias[k], -kMostScale, kMostScale);
    }
    return bias;
}

void append(std::vector<std::uint8_t>& bytes, float value)
{
    const unsigned half = std::bit_cast<std::uint32_t>(value) >> 16;
    bytes.push_back(static_cast<std::uint8_t>(half));
    bytes.push_back(static_cast<std::uint8_t>(half >> 8));
}

/// Takes values off the front of what is left.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> bytes)
        : m_left(bytes)
    {
    }
    /// Nothing is left for it: zeros, and isShort() is true.
    std::span<const std::uint8_t> take(std::size_t count)
    {
        m_short = m_short || count > m_left.size();
        const auto taken = m_left.first(std::min(count, m_left.size()));
        m_left = m_left.subspan(taken.size());
        return taken;
    }
    bool isShort() const { return m_short; }
    std::span<const std::uint8_t> rest() const { return m_left; }

private:
    std::span<const std::uint8_t> m_left;
    bool m_short = false;
};

std::span<const std::int8_t> signedBytes(std::span<const std::uint8_t> bytes)
{
    return {reinterpret_cast<const std::int8_t*>(bytes.data()), bytes.size()};
}

Error cutShort() { return badInput("it ends before its weights do"); }

QuantScheme schemeOf(const CompactHeader& header)
{
    QuantScheme scheme;
    scheme.bits = header.bits;
    scheme.granularity = header.perChannel ? QuantScheme::Granularity::PerChannel : QuantScheme::Granularity::PerTensor;
    scheme.zero = header.affine ? QuantScheme::Zero::Affine : QuantScheme::Zero::Symmetric;
    scheme.levels = header.codebook ? QuantScheme::Levels::Codebook
        : header.odd                ? QuantScheme::Levels::Odd
        : header.full               ? QuantScheme::Levels::Full
                                    : QuantScheme::Levels::Restricted;
    return scheme;
}

constexpr std::size_t kWidthBytes = 4; ///< ten times three bits

std::array<std::uint8_t, kWidthBytes> packWidths(const RowWidths& widths)
{
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < kClasses; ++k)
        word |= std::uint32_t{widths[k] - 1U} << (3 * k);
    return {static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8),
        static_cast<std::uint8_t>(word >> 16), static_cast<std::uint8_t>(word >> 24)};
}

/// The budget is what such rows take: the file does not tell what was asked for.
Status readWidths(Reader& reader, QuantizedModel& model)
{
    const auto bytes = reader.take(kWidthBytes);
    if (reader.isShort())
        return cutShort();
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < kWidthBytes; ++i)
        word |= std::uint32_t{bytes[i]} << (8 * i);
    if (word >> (3 * kClasses) != 0)
        return badInput("the widths of its rows are none that this program knows");
    RowWidths widths{};
    for (std::size_t k = 0; k < kClasses; ++k)
        widths[k] = static_cast<std::uint8_t>((word >> (3 * k) & 7) + 1);
    model.widths = widths;
    model.scheme.budget = static_cast<int>(packedBytes(model));
    return {};
}

Status readScales(Reader& reader, const CompactHeader& header, QuantizedModel& model)
{
    model.scale.fill(header.scale);
    if (header.perChannel) {
        const auto bytes = reader.take(2 * kClasses);
        if (reader.isShort())
            return cutShort();
        for (std::size_t k = 0; k < kClasses; ++k) {
            const unsigned half = bytes[2 * k] | static_cast<unsigned>(bytes[2 * k + 1]) << 8;
            model.scale[k] = std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16);
            if (!isFileScale(model.scale[k]))
                return badInput("one of its scales is no number above 0 and below 1e30");
        }
    }
    if (header.affine) {
        const auto zeros = reader.take(header.perChannel ? kClasses : 1);
        if (reader.isShort())
            return cutShort();
        for (std::size_t k = 0; k < kClasses; ++k)
            model.zeroPoint[k] = static_cast<std::int8_t>(zeros[header.perChannel ? k : 0]);
    }
    const auto biases = reader.take(kClasses);
    if (reader.isShort())
        return cutShort();
    for (int k = 0; k < kClasses; ++k)
        model.bias[k] =
            header.biasScale * static_cast<float>(static_cast<std::int8_t>(biases[static_cast<std::size_t>(k)]));
    return {};
}

} // namespace

std::vector<std::uint8_t> encodeCompact(const QuantizedModel& model)
{
    QuantizedModel folded = model;
    foldScales(model, folded);
    const BiasGrid biases = biasGrid(foldedBias(model));
    const CodeShape shape = shapeOf(model);
    const std::vector<std::uint8_t> codes = codesOf(model);
    std::vector<std::uint8_t> weights = packCodes(codes, shape);
    std::vector<std::uint8_t> coded = codeWeights(codes, shape);

    // The rule of the levels, which is the same at every width from 2 to 7 bits.
    const QuantScheme levels = model.widths ? rowScheme(model.scheme, std::min(model.scheme.bits, 7)) : model.scheme;
    CompactHeader header;
    header.coded = coded.size() < weights.size();
    header.perChannel = isPerChannel(model.scheme);
    header.affine = isAffine(model.scheme);
    header.full = !levels.isCodebook() && levels.bits > 1 && levels.qmin() == -(1 << (levels.bits - 1));
    header.odd = levels.bits > 1 && levels.isOdd();
    header.codebook = levels.isCodebook();
    header.ownWidths = model.widths.has_value();
    header.bits = model.scheme.bits;
    header.steps = model.steps;
    header.biasScale = biases.scale;
    header.scale = header.perChannel ? 1 : folded.scale[0];

    const auto start = header.encoded();
    std::vector<std::uint8_t> bytes(start.begin(), start.end());
    if (header.perChannel)
        for (const float scale : folded.scale)
            append(bytes, scale);
    if (header.affine)
        for (std::size_t k = 0; k < (header.perChannel ? kClasses : 1U); ++k)
            bytes.push_back(static_cast<std::uint8_t>(model.zeroPoint[k]));
    for (const std::int8_t bias : biases.q)
        bytes.push_back(static_cast<std::uint8_t>(bias));
    for (const std::int8_t level : packCodebooks(model))
        bytes.push_back(static_cast<std::uint8_t>(level));
    if (model.widths)
        for (const std::uint8_t byte : packWidths(*model.widths))
            bytes.push_back(byte);
    const std::vector<std::uint8_t>& smaller = header.coded ? coded : weights;
    bytes.insert(bytes.end(), smaller.begin(), smaller.end());
    header.checksum = compactChecksum(bytes);
    std::ranges::copy(header.encoded(), bytes.begin());
    return bytes;
}

std::size_t compactBytes(const QuantizedModel& model) { return encodeCompact(model).size(); }

bool isCompact(std::string_view bytes) { return bytes.starts_with("QL"); }

Result<QuantizedModel> decodeCompact(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() < CompactHeader::kBytes)
        return cutShort();
    const auto header = decodeHeader(bytes);
    if (!header)
        return header.error();
    if (header->checksum != compactChecksum(bytes))
        return badInput("its checksum does not fit: it was damaged or cut short");
    QuantizedModel model;
    model.scheme = schemeOf(*header);
    model.normalization = Normalization::unit();
    model.steps = header->steps;
    Reader reader(bytes.subspan(CompactHeader::kBytes));
    if (const Status read = readScales(reader, *header, model); !read)
        return read.error();
    const auto codebooks = reader.take(codebookBytes(model.scheme));
    if (reader.isShort())
        return cutShort();
    if (header->ownWidths)
        if (const Status read = readWidths(reader, model); !read)
            return read.error();
    const CodeShape shape = shapeOf(model);
    const auto codes = header->coded ? Result<std::vector<std::uint8_t>>(decodeWeights(reader.rest(), shape))
                                     : unpackCodes(reader.rest(), shape);
    if (!codes)
        return codes.error();
    if (!model.scheme.isCodebook()) {
        setIntegers(*codes, model);
    } else if (const Status set = setIntegers(*codes, signedBytes(codebooks), model); !set) {
        return set.error();
    }
    if (const Status onGrid = checkOnGrid(model); !onGrid)
        return onGrid.error();
    return model;
}

namespace {

/// Neither the range that is chosen beforehand for the input nor its bits are in the file, and its bias has a grid of
/// its own.
QuantScheme schemeInFile(QuantScheme scheme)
{
    if (scheme.input == QuantScheme::Input::Static)
        scheme.input = QuantScheme::Input::Pixels;
    scheme.inputBits = 8;
    scheme.bias = QuantScheme::Bias::Float;
    return scheme;
}

} // namespace

QuantizedModel compacted(const QuantizedModel& model)
{
    auto decoded = decodeCompact(encodeCompact(model));
    QuantizedModel result = std::move(*decoded); // what was just written can be read
    result.scheme = schemeInFile(model.scheme);
    return result;
}

} // namespace qlab
