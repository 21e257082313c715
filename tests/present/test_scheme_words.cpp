// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/preset_words.h"
#include "app/present/scheme_words.h"
#include "engine/train/recipes.h"
#include "tests/support.h"

#include <set>

using namespace qlab;
using namespace qlab::app;
using S = QuantScheme;

TEST_CASE("captions say what matters and leave out the rest", "[scheme]")
{
    CHECK(schemeText(S{}) == "8 bits, per channel");
    CHECK(schemeText(*parseScheme("lab")) == "8 bits, fixed 2⁷");
    CHECK(schemeText(*parseScheme("dynamic")) == "8 bits, per tensor, dynamic input");
    CHECK(schemeText(*parseScheme("affine")) == "8 bits, per channel, affine");
    CHECK(schemeText(*parseScheme("sign")) == "1 bit, per channel, least squares");
    CHECK(schemeText(*parseScheme("sign-aware")) == "1 bit, per channel, data-aware");
    S aware = *parseScheme("4bit-aware");
    aware.range = S::Range::MinMax;
    CHECK(schemeText(aware) == "4 bits, per channel, min-max, data-aware");
    aware.range = S::Range::Sigmas;
    aware.rounding = S::Rounding::Stochastic;
    CHECK(schemeText(aware) == "4 bits, per channel, clipped at 3σ, stochastic rounding");
    S logits = *parseScheme("4bit");
    logits.range = S::Range::LeastLogits;
    CHECK(schemeText(logits) == "4 bits, per channel, least logit error");
    logits.rounding = S::Rounding::DataAware; // the same search
    CHECK(schemeText(logits) == "4 bits, per channel, data-aware");
    S odd = *parseScheme("3bit");
    odd.levels = S::Levels::Odd;
    CHECK(schemeText(odd) == "3 bits, per channel, no zero, least squares");
    S budget;
    budget.bits = 4;
    budget.budget = 2500;
    CHECK(schemeText(budget) == "up to 4 bits in 2,500 B");
    budget.granularity = S::Granularity::PerTensor; // has no rows to tell apart
    CHECK(schemeText(budget) == "4 bits, per tensor");

    S codebook;
    codebook.bits = 3;
    codebook.levels = S::Levels::Codebook;
    codebook.range = S::Range::Fixed; // none of the three has a say
    codebook.overflow = S::Overflow::Wrap;
    codebook.rounding = S::Rounding::Floor;
    CHECK(schemeText(codebook) == "3 bits, per channel, codebook");
    codebook.overflow = S::Overflow::Saturate;
    codebook.rounding = S::Rounding::DataAware;
    codebook.granularity = S::Granularity::PerTensor;
    CHECK(schemeText(codebook) == "3 bits, per tensor, codebook, data-aware");
    codebook.bits = 8;
    CHECK(schemeText(codebook) == "8 bits, fixed 2⁷, data-aware");
    S unusual;
    unusual.bits = 3;
    unusual.granularity = S::Granularity::PerTensor;
    unusual.zero = S::Zero::Affine;
    unusual.range = S::Range::Manual;
    unusual.clip = 0.1;
    unusual.overflow = S::Overflow::Wrap;
    unusual.rounding = S::Rounding::Floor;
    unusual.input = S::Input::Dynamic7;
    CHECK(schemeText(unusual)
        == "3 bits, per tensor, affine, clipped at 0.1, rounded down, wrapping, dynamic 7-bit input");
    unusual.input = S::Input::DynamicRow;
    CHECK(schemeText(unusual)
        == "3 bits, per tensor, affine, clipped at 0.1, rounded down, wrapping, dynamic input per image");
    unusual.input = S::Input::Static;
    CHECK(schemeText(unusual) == "3 bits, per tensor, affine, clipped at 0.1, rounded down, wrapping, static input");
    unusual.calibrationImages = 20;
    CHECK(schemeText(unusual).ends_with("wrapping, static input calibrated on 20"));
    unusual.inputBits = 4;
    CHECK(schemeText(unusual).ends_with("wrapping, static 4-bit input calibrated on 20"));
    unusual.input = S::Input::Dynamic8;
    CHECK(schemeText(unusual).ends_with("wrapping, dynamic 4-bit input"));
    unusual.input = S::Input::DynamicRow;
    CHECK(schemeText(unusual).ends_with("wrapping, dynamic 4-bit input per image"));
    unusual.input = S::Input::Dynamic7; // whose bits are its own
    CHECK(schemeText(unusual).ends_with("wrapping, dynamic 7-bit input"));
    unusual.input = S::Input::Pixels;
    CHECK(schemeText(unusual).ends_with("wrapping, 4-bit pixels"));
    unusual.input = S::Input::Static;
    unusual.inputBits = 8;
    unusual.bias = S::Bias::Int16;
    CHECK(schemeText(unusual).ends_with("calibrated on 20, 16-bit bias"));
    S scheme = *parseScheme("lab");
    scheme.exponent = -8;
    CHECK(schemeText(scheme) == "8 bits, fixed 2⁻⁸");
    scheme.exponent = 16;
    CHECK(schemeText(scheme) == "8 bits, fixed 2¹⁶");
}

TEST_CASE("every preset has a title of its own and a sentence", "[scheme]")
{
    std::set<QString> titles;
    for (const SchemePreset& preset : schemePresets()) {
        const PresetWords words = schemePresetWords(preset.key);
        CHECK(titles.insert(words.title).second);
        CHECK(words.title.toStdString() != preset.key);
        CHECK(words.explanation.endsWith(u'.'));
    }
    for (const Recipe& recipe : recipes()) {
        const PresetWords words = recipeWords(recipe.key);
        CHECK(titles.insert(words.title).second);
        CHECK(words.explanation.endsWith(u'.'));
    }
    CHECK(schemePresetWords("nobody's").title == QStringLiteral("nobody's"));
}
