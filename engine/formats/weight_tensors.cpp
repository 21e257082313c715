// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/weight_tensors.h"

#include "engine/quant/codebook.h"
#include "engine/quant/packing.h"
#include "engine/quant/row_widths.h"

#include <algorithm>
#include <cmath>

namespace qlab {
namespace {

/// Of scales and zero points.
Shape groupShape(const QuantScheme& scheme)
{
    return {scheme.granularity == QuantScheme::Granularity::PerTensor ? std::size_t{1} : kClasses};
}

/// Only weights of features are in a file: those behind them have no say.
Shape weightShape(const InputSteps& steps) { return {kClasses, static_cast<std::size_t>(steps.count())}; }

/// Whole bytes in every row.
bool isPlain(const QuantScheme& scheme) { return scheme.bits == 8 && !scheme.hasRowWidths(); }

Shape packedShape(const QuantizedModel& model)
{
    if (model.widths)
        return {packedBytes(model)};
    return {kClasses, packedRowBytes(model.scheme.bits, model.steps.count())};
}

Tensor integerTensor(const QuantizedModel& model)
{
    const auto packed = packWeights(model);
    if (isPlain(model.scheme))
        return makeTensor("weight", weightShape(model.steps), reinterpret_cast<const std::int8_t*>(packed.data()));
    return makeTensor("weight_packed", packedShape(model), packed.data());
}

Shape codebookShape(const QuantScheme& scheme)
{
    Shape shape = groupShape(scheme);
    shape.push_back(std::size_t{1} << scheme.bits);
    return shape;
}

/// A value a class; a single one of a per-tensor scheme stands for all.
template <typename To, typename From> void spread(const std::vector<From>& values, std::array<To, kClasses>& all)
{
    if (values.size() == 1)
        all.fill(values.front());
    else
        std::copy(values.begin(), values.end(), all.begin());
}

Status readCodebooks(const TensorReader& reader, QuantizedModel& model)
{
    const int bits = model.scheme.bits, columns = model.steps.count();
    const auto codebooks = reader.signedBytes("codebook", codebookShape(model.scheme));
    if (!codebooks)
        return codebooks.error();
    const auto packed = reader.unsignedBytes("weight_packed", packedShape(model));
    if (!packed)
        return packed.error();
    const auto indices = unpackIndices(*packed, bits, columns);
    if (!indices)
        return indices.error();
    if (const Status set = setFromCodebooks(*codebooks, *indices, model); !set)
        return badInput("tensor \"codebook\": " + set.error().message);
    return {};
}

Status readWidths(const TensorReader& reader, QuantizedModel& model)
{
    const auto bits = reader.unsignedBytes("row_bits", {kClasses});
    if (!bits)
        return bits.error();
    RowWidths widths{};
    std::ranges::copy(*bits, widths.begin());
    if (!fitBudget(widths, model.scheme, model.steps.count()))
        return badInput("tensor \"row_bits\": rows are wider than the scheme lets them be");
    model.widths = widths;
    return {};
}

/// The integers of any width, as int8.
Status readIntegers(const TensorReader& reader, QuantizedModel& model)
{
    if (model.scheme.isCodebook())
        return readCodebooks(reader, model);
    std::vector<std::uint8_t> bytes;
    if (isPlain(model.scheme)) {
        const auto plain = reader.signedBytes("weight", weightShape(model.steps));
        if (!plain)
            return plain.error();
        bytes.assign(plain->begin(), plain->end());
    } else {
        auto packed = reader.unsignedBytes("weight_packed", packedShape(model));
        if (!packed)
            return packed.error();
        bytes = std::move(*packed);
    }
    return unpackWeights(bytes, model);
}

Status readScales(const TensorReader& reader, QuantizedModel& model)
{
    const auto scales = reader.floats("scale", groupShape(model.scheme));
    if (!scales)
        return scales.error();
    if (std::any_of(scales->begin(), scales->end(), [](float scale) { return scale < 0; }))
        return badInput("tensor \"scale\" holds a negative scale");
    spread(*scales, model.scale);
    if (model.scheme.zero == QuantScheme::Zero::Affine) {
        const auto zeros = reader.signedBytes("zero_point", groupShape(model.scheme));
        if (!zeros)
            return zeros.error();
        spread(*zeros, model.zeroPoint);
    }
    for (int k = 0; k < kClasses; ++k) {
        for (int j = 0; j < kPixels; ++j) {
            if (!std::isfinite(model.restored(k, j)))
                return badInput("tensor \"scale\" makes weights that are not finite numbers");
        }
    }
    return {};
}

} // namespace

void writeWeights(const QuantizedModel& model, TensorFile& file)
{
    file.tensors.push_back(makeTensor("scale", groupShape(model.scheme), model.scale.data()));
    if (model.scheme.zero == QuantScheme::Zero::Affine) {
        const std::vector<std::int8_t> zeros(model.zeroPoint.begin(), model.zeroPoint.end());
        file.tensors.push_back(makeTensor("zero_point", groupShape(model.scheme), zeros.data()));
    }
    if (model.scheme.isCodebook())
        file.tensors.push_back(makeTensor("codebook", codebookShape(model.scheme), packCodebooks(model).data()));
    if (model.widths)
        file.tensors.push_back(makeTensor("row_bits", {kClasses}, model.widths->data()));
    file.tensors.push_back(integerTensor(model));
}

Status readWeights(const TensorReader& reader, QuantizedModel& model)
{
    if (model.scheme.hasRowWidths())
        if (Status read = readWidths(reader, model); !read)
            return read;
    if (Status read = readIntegers(reader, model); !read)
        return read;
    return readScales(reader, model);
}

std::vector<std::string_view> weightTensors(const QuantScheme& scheme)
{
    std::vector<std::string_view> names = {"scale", isPlain(scheme) ? "weight" : "weight_packed"};
    if (scheme.zero == QuantScheme::Zero::Affine)
        names.emplace_back("zero_point");
    if (scheme.isCodebook())
        names.emplace_back("codebook");
    if (scheme.hasRowWidths())
        names.emplace_back("row_bits");
    return names;
}

} // namespace qlab
