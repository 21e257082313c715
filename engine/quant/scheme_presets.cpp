// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quant_scheme.h"

namespace qlab {

namespace {

using S = QuantScheme;

S labScheme()
{
    S scheme;
    scheme.granularity = S::Granularity::PerTensor;
    scheme.levels = S::Levels::Full;
    scheme.range = S::Range::Fixed;
    scheme.exponent = 7;
    return scheme;
}

S dynamicScheme()
{
    S scheme;
    scheme.granularity = S::Granularity::PerTensor;
    scheme.levels = S::Levels::Full;
    scheme.input = S::Input::Dynamic8;
    return scheme;
}

S tensorScheme()
{
    S scheme;
    scheme.granularity = S::Granularity::PerTensor;
    return scheme;
}

S affineScheme()
{
    S scheme;
    scheme.zero = S::Zero::Affine;
    scheme.levels = S::Levels::Full;
    return scheme;
}

S dataAware(S scheme)
{
    scheme.rounding = S::Rounding::DataAware;
    return scheme;
}

S leastSquaresScheme(int bits, S::Granularity granularity, S::Levels levels)
{
    S scheme;
    scheme.bits = bits;
    scheme.granularity = granularity;
    scheme.levels = levels;
    scheme.range = S::Range::LeastSquares;
    return scheme;
}

std::vector<SchemePreset> makePresets()
{
    constexpr auto kTensor = S::Granularity::PerTensor;
    constexpr auto kChannel = S::Granularity::PerChannel;
    constexpr auto kRestricted = S::Levels::Restricted;
    constexpr auto kFull = S::Levels::Full;
    return {
        {"lab", "Lab report: fixed 2⁷", "Multiplies every weight by 128 and rounds, whatever the weights are.",
            labScheme()},
        {"dynamic", "PyTorch dynamic",
            "One scale for all weights; the normalised input is quantized as well, by its own range at run time.",
            dynamicScheme()},
        {"tensor", "Int8, per tensor", "One scale for all weights, set by the largest of them.", tensorScheme()},
        {"channel", "Int8, per channel", "One scale for each digit's weights, set by the largest of them.", S{}},
        {"affine", "Int8, affine", "Scale and zero point for each digit's weights, so that no code is wasted.",
            affineScheme()},
        {"4bit", "4 bits", "Fifteen levels; each digit's scale is the one with the least squared error.",
            leastSquaresScheme(4, kChannel, kRestricted)},
        {"3bit", "3 bits", "Eight levels; each digit's scale is the one with the least squared error.",
            leastSquaresScheme(3, kChannel, kFull)},
        {"ternary", "Ternary", "Minus one, zero or plus one times a single scale: no multiplications are left.",
            leastSquaresScheme(2, kTensor, kRestricted)},
        {"sign", "Sign, 1 bit", "Only the sign of each weight stays, times the mean size of its digit's weights.",
            leastSquaresScheme(1, kChannel, kRestricted)},
        {"4bit-aware", "4 bits, data-aware",
            "Rounds each weight so that it makes good the errors of those before it, on the training images (GPTQ).",
            dataAware(leastSquaresScheme(4, kChannel, kRestricted))},
        {"sign-aware", "Sign, data-aware",
            "One bit a weight, chosen so that the answers on the training images change least.",
            dataAware(leastSquaresScheme(1, kChannel, kRestricted))},
    };
}

} // namespace

const std::vector<SchemePreset>& schemePresets()
{
    static const std::vector<SchemePreset> presets = makePresets();
    return presets;
}

Result<QuantScheme> parseScheme(const std::string& key)
{
    std::string keys;
    for (const SchemePreset& preset : schemePresets()) {
        if (preset.key == key)
            return preset.scheme;
        keys += (keys.empty() ? "" : ", ") + std::string(preset.key);
    }
    return badInput("scheme \"" + key + "\" is unknown: use one of " + keys);
}

} // namespace qlab
