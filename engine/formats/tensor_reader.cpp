// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/formats/tensor_reader.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace qlab {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are copied as they lie in memory");

std::string describe(const std::string& type, const Shape& shape)
{
    std::string text;
    for (const std::size_t extent : shape)
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return type + " [" + text + "]";
}

std::string allNames(const TensorFile& file)
{
    std::string text;
    for (const Tensor& tensor : file.tensors)
        text += (text.empty() ? "\"" : ", \"") + tensor.name + "\"";
    return text.empty() ? "no tensors" : text;
}

template <typename T> Tensor copied(std::string name, std::string type, const Shape& shape, const T* values)
{
    std::size_t bytes = sizeof(T);
    for (const std::size_t extent : shape)
        bytes *= extent;
    return {std::move(name), std::move(type), shape, {reinterpret_cast<const char*>(values), bytes}};
}

} // namespace

const Tensor* TensorReader::find(std::string_view name) const
{
    const auto found = std::find_if(
        m_file.tensors.begin(), m_file.tensors.end(), [&](const Tensor& tensor) { return tensor.name == name; });
    return found == m_file.tensors.end() ? nullptr : &*found;
}

std::optional<std::string> TensorReader::metadata(const std::string& key) const
{
    const auto found = m_file.metadata.find(key);
    return found == m_file.metadata.end() ? std::nullopt : std::optional(found->second);
}

Status TensorReader::onlyHas(const std::vector<std::string_view>& names) const
{
    for (const Tensor& tensor : m_file.tensors) {
        if (std::find(names.begin(), names.end(), tensor.name) == names.end())
            return unsupported("tensor \"" + tensor.name + "\" does not belong to a softmax regression of this lab");
    }
    return {};
}

template <typename T>
Result<std::vector<T>> TensorReader::elements(
    const std::string& name, const std::string& type, const Shape& shape) const
{
    const Tensor* tensor = find(name);
    if (tensor == nullptr)
        return badInput("there is no tensor \"" + name + "\"; the file has " + allNames(m_file));
    if (tensor->type != type || tensor->shape != shape)
        return unsupported("tensor \"" + name + "\" is " + describe(tensor->type, tensor->shape) + ", expected "
            + describe(type, shape));
    std::vector<T> values(tensor->bytes.size() / sizeof(T));
    std::memcpy(values.data(), tensor->bytes.data(), tensor->bytes.size());
    return values;
}

Result<std::vector<float>> TensorReader::floats(const std::string& name, const Shape& shape) const
{
    auto values = elements<float>(name, "F32", shape);
    if (values && !std::all_of(values->begin(), values->end(), [](float value) { return std::isfinite(value); }))
        return badInput("tensor \"" + name + "\" holds values that are not finite numbers: the training had diverged");
    return values;
}

Result<std::vector<std::int32_t>> TensorReader::signedWords(const std::string& name, const Shape& shape) const
{
    return elements<std::int32_t>(name, "I32", shape);
}

Result<std::vector<std::int16_t>> TensorReader::signedShorts(const std::string& name, const Shape& shape) const
{
    return elements<std::int16_t>(name, "I16", shape);
}

Result<std::vector<std::int8_t>> TensorReader::signedBytes(const std::string& name, const Shape& shape) const
{
    return elements<std::int8_t>(name, "I8", shape);
}

Result<std::vector<std::uint8_t>> TensorReader::unsignedBytes(const std::string& name, const Shape& shape) const
{
    return elements<std::uint8_t>(name, "U8", shape);
}

Tensor makeTensor(std::string name, const Shape& shape, const float* values)
{
    return copied(std::move(name), "F32", shape, values);
}

Tensor makeTensor(std::string name, const Shape& shape, const std::int32_t* values)
{
    return copied(std::move(name), "I32", shape, values);
}

Tensor makeTensor(std::string name, const Shape& shape, const std::int16_t* values)
{
    return copied(std::move(name), "I16", shape, values);
}

Tensor makeTensor(std::string name, const Shape& shape, const std::int8_t* values)
{
    return copied(std::move(name), "I8", shape, values);
}

Tensor makeTensor(std::string name, const Shape& shape, const std::uint8_t* values)
{
    return copied(std::move(name), "U8", shape, values);
}

} // namespace qlab
