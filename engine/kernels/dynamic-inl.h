// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once for each target by vector_kernels.cpp: floats quantized on the way.
#if defined(QLAB_KERNELS_DYNAMIC_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef QLAB_KERNELS_DYNAMIC_INL_H
#undef QLAB_KERNELS_DYNAMIC_INL_H
#else
#define QLAB_KERNELS_DYNAMIC_INL_H
#endif

#include "engine/kernels/classify-inl.h"
#include "engine/kernels/input-inl.h"

HWY_BEFORE_NAMESPACE();
namespace qlab::kernels::HWY_NAMESPACE {

/// Images quantized into a buffer. While they are multiplied, the floats of later images are brought to L2: this phase
/// has the most instructions between its loads.
struct QuantizedRows {
    const std::uint8_t* bytes;
    const float* floats;

    HWY_INLINE const std::uint8_t* row(std::size_t image) const { return bytes + image * kPixels; }
    template <int> HWY_INLINE Inked inked(std::size_t) const { return {}; } // every line brings others along
    HWY_INLINE void prefetch(std::size_t image, int j) const
    {
        const float* line = floats + image * kPixels + j;
        for (std::size_t v = 0; v < 4; ++v) // 64 bytes of the buffer were 64 floats
            prefetchToL2(reinterpret_cast<const char*>(line + 16 * v) + kFloatAhead);
    }
};

/// Images whose floats and bytes stay in L1 between the passes.
constexpr std::size_t kBlockImages = 4;

/// Blocks of images, quantized into a buffer and multiplied there.
template <template <bool> class IntegerDot> class DynamicClassifier {
public:
    DynamicClassifier(const float* images, std::size_t count, const Int8Weights& weights, std::int32_t top)
        : m_images(images)
        , m_count(count)
        , m_weights(weights)
        , m_top(top)
    {
    }

    /// Every image has the range of its own floats.
    void perRow(const Outputs& outputs)
    {
        InputQuantization inputs[kBlockImages];
        for (std::size_t first = 0; first < m_count; first += kBlockImages) {
            const std::size_t size = blockSize(first);
            const float* const floats = m_images + first * kPixels;
            for (std::size_t i = 0; i < size; ++i) // all ranges first: their divisions overlap
                inputs[i] = chooseInputQuantization(rangeOf<false>(floats + i * kPixels, kPixels), m_top);
            for (std::size_t i = 0; i < size; ++i)
                quantizeBlock<false>(floats + i * kPixels, kPixels, inputs[i], m_bytes + i * kPixels);
            IntegerKernels<IntegerDot>::classifyRows(
                QuantizedRows{m_bytes, floats}, size, m_weights, inputs, false, outputs.from(first));
        }
    }

    /// All images share \p range. kWatch: whether it is theirs is not known yet; the first value outside ends the work
    /// with false, and what was put out is of no use.
    template <bool kWatch> bool perTensor(InputRange range, const Outputs& outputs)
    {
        const InputQuantization input = chooseInputQuantization(range, m_top);
        return share(input, outputs, [&](const float* floats, std::size_t count) QLAB_INLINE {
            if constexpr (kWatch) {
                const InputRange seen = quantizeAndWatch(floats, count, input, m_bytes);
                return seen.min >= range.min && seen.max <= range.max;
            }
            quantizeBlock<false>(floats, count, input, m_bytes);
            return true;
        });
    }

    /// All images go by \p input, whatever they span: what is outside saturates.
    void known(const InputQuantization& input, const Outputs& outputs)
    {
        share(input, outputs, [&](const float* floats, std::size_t count) QLAB_INLINE {
            quantizeBlock<true>(floats, count, input, m_bytes);
            return true;
        });
    }

private:
    /// \p quantize puts so many floats into m_bytes; false from it ends the work with false.
    template <class Quantize>
    HWY_INLINE bool share(const InputQuantization& input, const Outputs& outputs, Quantize quantize)
    {
        for (std::size_t first = 0; first < m_count; first += kBlockImages) {
            const std::size_t size = blockSize(first);
            const float* const floats = m_images + first * kPixels;
            if (!quantize(floats, size * kPixels))
                return false;
            IntegerKernels<IntegerDot>::classifyRows(
                QuantizedRows{m_bytes, floats}, size, m_weights, &input, true, outputs.from(first));
        }
        return true;
    }

    std::size_t blockSize(std::size_t first) const
    {
        return m_count - first < kBlockImages ? m_count - first : kBlockImages;
    }

    const float* m_images;
    std::size_t m_count;
    const Int8Weights& m_weights;
    std::int32_t m_top;
    alignas(64) std::uint8_t m_bytes[kBlockImages * kPixels + 64] = {};
};

/// The range of a whole block of images asks for a pass over all its floats before the first can be quantized. But a
/// few images nearly always hold the extremes: theirs is tried, and the work is done again only if others go beyond.
constexpr std::size_t kTriedImages = 64;

template <template <bool> class IntegerDot>
void classifyStatic(const float* images, std::size_t count, const Int8Weights& weights, const InputQuantization& input,
    float* logits, std::uint8_t* digits)
{
    DynamicClassifier<IntegerDot>(images, count, weights, input.top).known(input, Outputs{logits, digits});
}

template <template <bool> class IntegerDot>
void classifyDynamic(const float* images, std::size_t count, const Int8Weights& weights, DynamicRange range,
    std::int32_t top, float* logits, std::uint8_t* digits)
{
    DynamicClassifier<IntegerDot> classifier(images, count, weights, top);
    const Outputs outputs{logits, digits};
    if (range == DynamicRange::PerRow)
        return classifier.perRow(outputs);
    const std::size_t tried = count < kTriedImages ? count : kTriedImages;
    const InputRange rangeOfTried = rangeOf<true>(images, tried * kPixels);
    if (tried == count)
        classifier.template perTensor<false>(rangeOfTried, outputs);
    else if (!classifier.template perTensor<true>(rangeOfTried, outputs))
        classifier.template perTensor<false>(rangeOf<true>(images, count * kPixels), outputs);
}

} // namespace qlab::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
