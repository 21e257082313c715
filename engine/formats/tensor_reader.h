// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/formats/safetensors.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qlab {

using Shape = std::vector<std::size_t>;

/// Asks a file for the tensors that a model is made of; every failure names the tensor and says what was expected.
/// Keeps a reference: the file must outlive it.
class TensorReader {
public:
    explicit TensorReader(const TensorFile& file)
        : m_file(file)
    {
    }

    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::optional<std::string> metadata(const std::string& key) const;
    /// Refuses a file with other tensors than these: computing without them would give wrong answers.
    Status onlyHas(const std::vector<std::string_view>& names) const;

    /// Elements of the tensor, row-major. The floats are all finite.
    Result<std::vector<float>> floats(const std::string& name, const Shape& shape) const;
    Result<std::vector<std::int32_t>> signedWords(const std::string& name, const Shape& shape) const;
    Result<std::vector<std::int16_t>> signedShorts(const std::string& name, const Shape& shape) const;
    Result<std::vector<std::int8_t>> signedBytes(const std::string& name, const Shape& shape) const;
    Result<std::vector<std::uint8_t>> unsignedBytes(const std::string& name, const Shape& shape) const;

private:
    const TensorFile& m_file;

    const Tensor* find(std::string_view name) const;
    template <typename T>
    Result<std::vector<T>> elements(const std::string& name, const std::string& type, const Shape& shape) const;
};

/// The values as a tensor of that type and shape. Precondition: as many elements as the shape says.
Tensor makeTensor(std::string name, const Shape& shape, const float* values);        ///< F32
Tensor makeTensor(std::string name, const Shape& shape, const std::int32_t* values); ///< I32
Tensor makeTensor(std::string name, const Shape& shape, const std::int16_t* values); ///< I16
Tensor makeTensor(std::string name, const Shape& shape, const std::int8_t* values);  ///< I8
Tensor makeTensor(std::string name, const Shape& shape, const std::uint8_t* values); ///< U8

} // namespace qlab
