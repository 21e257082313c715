// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/quant/quantized_model.h"

namespace qlab {

/// A float or a quantized model: exactly one of the two.
struct AnyModel {
    LinearModelPtr original;     ///< or null
    QuantizedModelPtr quantized; ///< or null

    const InputSteps& steps() const { return original ? original->steps : quantized->steps; }
    const Normalization& normalization() const { return original ? original->normalization : quantized->normalization; }
    bool operator==(const AnyModel&) const = default; ///< the same objects
};

/// The model on every image, from bytes that have gone through its steps; with logits.
inline Evaluation evaluate(const AnyModel& model, const ImageSet& images)
{
    return model.original ? evaluate(*model.original, images) : evaluate(*model.quantized, images);
}

} // namespace qlab
