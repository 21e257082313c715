// SPDX-License-Identifier: GPL-3.0-or-later
// What holds of the file of any model, whole or damaged.
#include "engine/formats/compact_file.h"
#include "engine/formats/compact_header.h"
#include "engine/formats/model_file.h"
#include "engine/formats/safetensors.h"
#include "engine/formats/weight_codes.h"
#include "tests/quant/arbitrary_model.h"

#include <algorithm>

using namespace qlab;

namespace {

/// Of a shape that its bytes and a plane's sides do not divide evenly.
CodeShape arbitraryShape()
{
    CodeShape shape;
    const auto levels = [] {
        const bool asModels = *rc::gen::arbitrary<bool>();
        return asModels ? *rc::gen::element(2, 3, 4, 8, 16, 32, 64, 128, 256) : *rc::gen::inRange(2, 257);
    };
    shape.levels.assign(static_cast<std::size_t>(*rc::gen::inRange(1, 12)), levels());
    if (*rc::gen::arbitrary<bool>()) // rows of different widths
        for (int& row : shape.levels)
            row = levels();
    shape.width = *rc::gen::inRange(1, 30);
    shape.height = *rc::gen::inRange(1, 30);
    shape.features = *rc::gen::inRange(1, kPixels + 1);
    return shape;
}

/// Even chances, or mostly one symbol.
std::vector<std::uint8_t> arbitraryCodes(const CodeShape& shape)
{
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const auto common = static_cast<std::uint64_t>(*rc::gen::inRange(0, 256));
    const auto share = static_cast<std::uint64_t>(*rc::gen::inRange(0, 101));
    std::vector<std::uint8_t> codes;
    for (const int levels : shape.levels) {
        const auto count = static_cast<std::uint64_t>(levels);
        for (int j = 0; j < shape.features; ++j)
            codes.push_back(
                static_cast<std::uint8_t>(random.below(100) < share ? common % count : random.below(count)));
    }
    return codes;
}

/// As many symbols as the shape has, each among its row's levels.
bool fit(const std::vector<std::uint8_t>& codes, const CodeShape& shape)
{
    if (codes.size() != shape.count())
        return false;
    const auto features = static_cast<std::size_t>(shape.features);
    for (std::size_t at = 0; at < codes.size(); ++at)
        if (codes[at] >= shape.levels[at / features])
            return false;
    return true;
}

QuantizedModel arbitraryQuantized(int mostExponent = 4)
{
    const QuantScheme scheme = test::arbitraryScheme();
    const InputSteps steps = test::arbitrarySteps();
    RC_LOG() << schemeToText(scheme) << " behind " << stepsText(steps) << '\n';
    return quantize(test::arbitraryModel(steps, mostExponent), scheme);
}

/// A model that the program can go on with.
bool isSound(const QuantizedModel& model)
{
    if (!validate(model.scheme) || !validate(model.steps) || !model.bias.allFinite())
        return false;
    for (std::size_t k = 0; k < kClasses; ++k) {
        const QuantScheme scheme = model.schemeOf(static_cast<int>(k));
        if (!(model.scale[k] >= 0 && std::isfinite(model.scale[k])))
            return false;
        if (model.zeroPoint[k] != 0 && (model.zeroPoint[k] < scheme.qmin() || model.zeroPoint[k] > scheme.qmax()))
            return false;
        for (std::size_t j = 0; j < static_cast<std::size_t>(model.steps.count()); ++j) {
            const int q = model.q[k * kPixels + j];
            if (q < scheme.qmin() || q > scheme.qmax() || (scheme.isOdd() && q % 2 == 0))
                return false;
        }
    }
    return true;
}

/// Refused with a reason, or read as a sound model, which can be written and read again.
void checkRead(const std::vector<std::uint8_t>& bytes)
{
    const auto read = decodeCompact(bytes);
    if (!read) {
        RC_ASSERT(!read.error().message.empty());
        return;
    }
    RC_ASSERT(isSound(*read));
    const auto again = decodeCompact(encodeCompact(*read));
    RC_ASSERT(again.ok());
    RC_ASSERT(again->q == read->q);
    RC_ASSERT(again->scheme == read->scheme);
    RC_ASSERT(again->steps == read->steps);
    for (std::size_t k = 0; k < kClasses; ++k)
        RC_ASSERT(
            again->scale[k] == std::max(read->scale[k], again->scale[k])); // smaller ones are none that is written
}

/// One bit or more of one byte turned, or the end cut off, or something behind it.
std::vector<std::uint8_t> damaged(std::vector<std::uint8_t> bytes)
{
    switch (*rc::gen::inRange(0, 4)) {
    case 0:
        bytes.resize(static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(bytes.size()))));
        break;
    case 1:
        bytes.push_back(*rc::gen::arbitrary<std::uint8_t>());
        break;
    default: // half of them in the header and the scales, where most rules are
        const int most =
            *rc::gen::arbitrary<bool>() ? std::min(56, static_cast<int>(bytes.size())) : static_cast<int>(bytes.size());
        bytes[static_cast<std::size_t>(*rc::gen::inRange(0, most))] ^=
            static_cast<std::uint8_t>(*rc::gen::inRange(1, 256));
    }
    return bytes;
}

void repairChecksum(std::vector<std::uint8_t>& bytes)
{
    if (bytes.size() < CompactHeader::kBytes)
        return;
    const std::uint16_t sum = compactChecksum(bytes);
    bytes[CompactHeader::kBytes - 2] = static_cast<std::uint8_t>(sum);
    bytes[CompactHeader::kBytes - 1] = static_cast<std::uint8_t>(sum >> 8);
}

std::string arbitraryText()
{
    return *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::inRange(' ', '~'), rc::gen::element('"', '\\', '\n', '\t', '\x01')));
}

} // namespace

TEST_CASE("any symbols come back from their code, and from their bits", "[formats][property]")
{
    test::holds(
        [] {
            const CodeShape shape = arbitraryShape();
            const auto codes = arbitraryCodes(shape);
            RC_ASSERT(decodeWeights(codeWeights(codes, shape), shape) == codes);
            const auto unpacked = unpackCodes(packCodes(codes, shape), shape);
            RC_ASSERT(unpacked.ok());
            RC_ASSERT(*unpacked == codes);
        },
        300);
}

TEST_CASE("any bytes are the code of some symbols", "[formats][property]")
{
    test::holds([] {
        const CodeShape shape = arbitraryShape();
        const auto bytes = *rc::gen::arbitrary<std::vector<std::uint8_t>>();
        const auto codes = decodeWeights(bytes, shape);
        RC_ASSERT(fit(codes, shape));
        const auto unpacked = unpackCodes(bytes, shape);
        if (unpacked)
            RC_ASSERT(fit(*unpacked, shape));
    });
}

TEST_CASE("the compact file of any model holds its integers and steps, and is the file of what comes back",
    "[formats][property]")
{
    test::holds([] {
        const QuantizedModel model = arbitraryQuantized(126);
        const auto bytes = encodeCompact(model);
        const auto read = decodeCompact(bytes);
        RC_ASSERT(read.ok());
        RC_ASSERT(isSound(*read));
        RC_ASSERT(read->q == model.q);
        RC_ASSERT(read->zeroPoint == model.zeroPoint);
        RC_ASSERT(read->steps == model.steps);
        RC_ASSERT(encodeCompact(*read) == bytes);
        for (std::size_t k = 0; k < kClasses; ++k) {
            // Eight significant bits, within the smallest and the largest scale of a file.
            const double scale = static_cast<double>(model.scale[k]) / static_cast<double>(model.normalization.std);
            RC_ASSERT(scale < 2e-30 || scale > 0x1p98
                || std::abs(static_cast<double>(read->scale[k]) / scale - 1) <= 1.0 / 256 + 1e-6);
        }
    });
}

TEST_CASE("a damaged compact file is refused", "[formats][property]")
{
    test::holds(
        [] {
            const auto whole = encodeCompact(arbitraryQuantized());
            const auto read = decodeCompact(damaged(whole));
            RC_ASSERT(!read.ok()); // by a checksum of 16 bits: of so few, all are found out
            RC_ASSERT(!read.error().message.empty());
        },
        300);
}

TEST_CASE("a damaged compact file whose checksum fits is refused or a model", "[formats][property]")
{
    test::holds(
        [] {
            auto bytes = damaged(encodeCompact(arbitraryQuantized()));
            repairChecksum(bytes);
            checkRead(bytes);
        },
        500);
}

TEST_CASE("a file with an integer that bits can tell and the grid does not have is refused", "[formats][property]")
{
    test::holds([] {
        QuantScheme scheme; // symmetric and restricted: -2^(bits - 1) is not on it
        scheme.bits = *rc::gen::inRange(3, 9);
        QuantizedModel model = quantize(test::arbitraryModel(), scheme);
        RC_ASSERT(decodeCompact(encodeCompact(model)).ok());
        model.q[static_cast<std::size_t>(*rc::gen::inRange(0, kClasses * kPixels))] =
            static_cast<std::int8_t>(-(1 << (scheme.bits - 1)));
        const auto compact = decodeCompact(encodeCompact(model));
        RC_ASSERT(!compact.ok());
        RC_ASSERT(compact.error().message.find("not on its grid") != std::string::npos);
        const auto tensors = decodeModel(encodeModel(model));
        RC_ASSERT(!tensors.ok());
        RC_ASSERT(tensors.error().message.find("not on its grid") != std::string::npos);
    });
}

TEST_CASE("the safetensors file of any model gives it back", "[formats][property]")
{
    test::holds([] {
        const QuantizedModel model = arbitraryQuantized();
        const auto read = decodeModel(encodeModel(model));
        RC_ASSERT(read.ok());
        RC_ASSERT(read->quantized != nullptr);
        RC_ASSERT(read->quantized->scheme == model.scheme);
        RC_ASSERT(read->quantized->q == model.q);
        RC_ASSERT(read->quantized->scale == model.scale);
        RC_ASSERT(read->quantized->zeroPoint == model.zeroPoint);
        RC_ASSERT(read->quantized->bias == model.bias);
        RC_ASSERT(read->quantized->biasQ == model.biasQ);
        RC_ASSERT(read->quantized->biasScale == model.biasScale);
        RC_ASSERT(read->quantized->input == model.input);
        RC_ASSERT(read->quantized->steps == model.steps);
        RC_ASSERT(read->quantized->normalization == model.normalization);

        const LinearModel original = test::arbitraryModel(test::arbitrarySteps(), 40); // larger ones are refused
        const auto again = decodeModel(encodeModel(original));
        RC_LOG() << stepsText(original.steps) << ": " << (again ? "read" : again.error().message) << '\n';
        RC_ASSERT(again.ok());
        RC_ASSERT(again->original != nullptr);
        RC_ASSERT(again->original->weights == original.weights);
        RC_ASSERT(again->original->bias == original.bias);
        RC_ASSERT(again->original->steps == original.steps);
        RC_ASSERT(again->original->normalization == original.normalization);
    });
}

TEST_CASE("any tensors and metadata come back from a safetensors file", "[formats][property]")
{
    test::holds([] {
        TensorFile file;
        const int count = *rc::gen::inRange(0, 5);
        for (int i = 0; i < count; ++i) {
            Tensor tensor;
            tensor.name = std::to_string(i) + arbitraryText(); // names differ
            const auto [type, width] = *rc::gen::element(std::pair<std::string, std::size_t>{"F32", 4},
                std::pair<std::string, std::size_t>{"I8", 1}, std::pair<std::string, std::size_t>{"U8", 1},
                std::pair<std::string, std::size_t>{"I32", 4});
            tensor.type = type;
            tensor.shape = *rc::gen::container<std::vector<std::size_t>>(
                static_cast<std::size_t>(*rc::gen::inRange(0, 4)), rc::gen::inRange<std::size_t>(0, 5));
            std::size_t bytes = width;
            for (const std::size_t extent : tensor.shape)
                bytes *= extent;
            tensor.bytes = *rc::gen::container<std::string>(bytes, rc::gen::arbitrary<char>());
            file.tensors.push_back(tensor);
        }
        const int entries = *rc::gen::inRange(0, 4);
        for (int i = 0; i < entries; ++i)
            file.metadata[std::to_string(i) + arbitraryText()] = arbitraryText();
        const std::string bytes = encodeSafetensors(file);
        const auto read = decodeSafetensors(bytes);
        RC_ASSERT(read.ok());
        RC_ASSERT(read->metadata == file.metadata);
        RC_ASSERT(read->tensors.size() == file.tensors.size());
        for (const Tensor& tensor : file.tensors) {
            const auto found = std::ranges::find(read->tensors, tensor.name, &Tensor::name);
            RC_ASSERT(found != read->tensors.end());
            RC_ASSERT(found->type == tensor.type);
            RC_ASSERT(found->shape == tensor.shape);
            RC_ASSERT(found->bytes == tensor.bytes);
        }
    });
}

TEST_CASE("a damaged safetensors file is refused or a model", "[formats][property]")
{
    test::holds(
        [] {
            const std::string whole = encodeModel(arbitraryQuantized());
            const auto bytes = damaged({whole.begin(), whole.end()});
            const auto read = decodeModel(std::string(bytes.begin(), bytes.end()));
            if (read && read->quantized)
                RC_LOG() << schemeToText(read->quantized->scheme) << '\n';
            if (!read)
                RC_ASSERT(!read.error().message.empty());
            else if (read->quantized)
                RC_ASSERT(isSound(*read->quantized));
            else
                RC_ASSERT(isFinite(*read->original));
        },
        300);
}
