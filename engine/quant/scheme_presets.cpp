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
        {"lab", labScheme()},
        {"dynamic", dynamicScheme()},
        {"tensor", tensorScheme()},
        {"channel", S{}},
        {"affine", affineScheme()},
        {"4bit", leastSquaresScheme(4, kChannel, kRestricted)},
        {"3bit", leastSquaresScheme(3, kChannel, kFull)},
        {"ternary", leastSquaresScheme(2, kTensor, kRestricted)},
        {"sign", leastSquaresScheme(1, kChannel, kRestricted)},
        {"4bit-aware", dataAware(leastSquaresScheme(4, kChannel, kRestricted))},
        {"sign-aware", dataAware(leastSquaresScheme(1, kChannel, kRestricted))},
    };
}

} // namespace

const std::vector<SchemePreset>& schemePresets()
{
    static const std::vector<SchemePreset> presets = makePresets();
    return presets;
}

QuantScheme defaultScheme() { return labScheme(); }

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
