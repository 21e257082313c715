// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/quant/quant_scheme.h"
#include "tests/support.h"

#include <functional>
#include <limits>
#include <set>

using namespace qlab;
using S = QuantScheme;

namespace {

/// A scheme in which every field differs from its default.
S unusualScheme()
{
    S scheme;
    scheme.bits = 3;
    scheme.granularity = S::Granularity::PerTensor;
    scheme.zero = S::Zero::Affine;
    scheme.levels = S::Levels::Full;
    scheme.range = S::Range::Manual;
    scheme.exponent = -5;
    scheme.percentile = 97.3;
    scheme.clip = 0.1;
    scheme.sigmas = 2.5;
    scheme.seed = 7;
    scheme.overflow = S::Overflow::Wrap;
    scheme.rounding = S::Rounding::Floor;
    scheme.input = S::Input::Dynamic7;
    return scheme;
}

} // namespace

TEST_CASE("the grid's ends follow width, levels and overflow", "[scheme]")
{
    S scheme;
    for (int bits = 2; bits <= 8; ++bits) {
        scheme = {};
        scheme.bits = bits;
        const int top = (1 << (bits - 1)) - 1;
        CHECK(scheme.qmax() == top);
        CHECK(scheme.qmin() == -top);
        scheme.levels = S::Levels::Full;
        CHECK(scheme.qmin() == -top - 1);
        scheme.levels = S::Levels::Restricted;
        scheme.zero = S::Zero::Affine;
        CHECK(scheme.qmin() == -top - 1);
        scheme.zero = S::Zero::Symmetric;
        scheme.overflow = S::Overflow::Wrap;
        CHECK(scheme.qmin() == -top - 1);
        scheme.overflow = S::Overflow::Saturate;
        scheme.range = S::Range::Fixed;
        CHECK(scheme.qmin() == -top - 1);
        CHECK(scheme.qmax() == top);

        scheme = {};
        scheme.bits = bits;
        scheme.levels = S::Levels::Odd;
        CHECK(scheme.isOdd() == (bits < 8));
        CHECK(scheme.qmax() == (bits < 8 ? 2 * top + 1 : top));
        CHECK(scheme.qmin() == (bits < 8 ? -2 * top - 1 : -top - 1));
        for (const auto spoil : {+[](S& s) { s.zero = S::Zero::Affine; }, +[](S& s) { s.overflow = S::Overflow::Wrap; },
                 +[](S& s) { s.range = S::Range::Fixed; }}) {
            S full = scheme;
            spoil(full);
            CHECK_FALSE(full.isOdd());
            CHECK(full.qmax() == top);
            CHECK(full.qmin() == -top - 1);
        }
    }
    scheme = {};
    scheme.bits = 1;
    CHECK(scheme.qmin() == -1);
    CHECK(scheme.qmax() == 1);
}

TEST_CASE("every field of a scheme is checked at the door", "[scheme]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    struct Case {
        const char* field; ///< that the error must name
        const char* word;  ///< what the message must say
        std::function<void(S&)> spoil;
    };
    for (const Case& bad : {
             Case{"bits", "bits is 0", [](S& s) { s.bits = 0; }},
             Case{"bits", "bits is 9", [](S& s) { s.bits = 9; }},
             Case{"exponent", "scale is -9", [](S& s) { s.exponent = -9; }},
             Case{"exponent", "scale is 17", [](S& s) { s.exponent = 17; }},
             Case{"percentile", "percentile is 50", [](S& s) { s.percentile = 50; }},
             Case{"percentile", "percentile is 100.5", [](S& s) { s.percentile = 100.5; }},
             Case{"percentile", "percentile is nan", [nan](S& s) { s.percentile = nan; }},
             Case{"sigmas", "sigmas is 0", [](S& s) { s.sigmas = 0; }},
             Case{"sigmas", "sigmas is 101", [](S& s) { s.sigmas = 101; }},
             Case{"sigmas", "sigmas is nan", [nan](S& s) { s.sigmas = nan; }},
             Case{"rounding-seed", "seed is -1", [](S& s) { s.seed = -1; }},
             Case{"overflow", "always saturates",
                 [](S& s) {
                     s.rounding = S::Rounding::DataAware;
                     s.overflow = S::Overflow::Wrap;
                 }},
             Case{"clip", "limit is 0", [](S& s) { s.clip = 0; }},
             Case{"clip", "limit is -1", [](S& s) { s.clip = -1; }},
             Case{"clip", "limit is inf", [infinity](S& s) { s.clip = infinity; }},
             Case{"clip", "limit is nan", [nan](S& s) { s.clip = nan; }},
         }) {
        S scheme;
        bad.spoil(scheme);
        INFO(bad.word);
        const Status status = validate(scheme);
        REQUIRE_FALSE(status.ok());
        CHECK(status.error().code == Error::Code::BadInput);
        CHECK(status.error().message.find(bad.word) != std::string::npos);
        CHECK(status.error().field == bad.field);
    }
    CHECK(validate(S{}).ok());
    CHECK(validate(unusualScheme()).ok());
    S edge;
    edge.bits = 1;
    edge.exponent = 16;
    edge.percentile = 100;
    CHECK(validate(edge).ok());
}

TEST_CASE("presets are valid, differ, and are found by their keys", "[scheme]")
{
    std::set<std::string> keys;
    std::set<std::string> texts;
    for (const SchemePreset& preset : schemePresets()) {
        CHECK(validate(preset.scheme).ok());
        keys.emplace(preset.key);
        texts.insert(schemeToText(preset.scheme));
        const auto found = parseScheme(std::string(preset.key));
        REQUIRE(found.ok());
        CHECK(*found == preset.scheme);
    }
    CHECK(keys
        == std::set<std::string>{"lab", "dynamic", "tensor", "channel", "affine", "4bit", "3bit", "ternary", "sign",
            "4bit-aware", "sign-aware"});
    CHECK(texts.size() == keys.size());
    CHECK(*parseScheme("channel") == S{});

    const auto unknown = parseScheme("int8");
    REQUIRE_FALSE(unknown.ok());
    CHECK(unknown.error().message.find("\"int8\"") != std::string::npos);
    for (const std::string& key : keys)
        CHECK(unknown.error().message.find(key) != std::string::npos);
}

TEST_CASE("a scheme survives the way through text", "[scheme]")
{
    CHECK(schemeToText(S{})
        == "bits=8 granularity=per-channel zero=symmetric levels=restricted range=min-max exponent=7 percentile=99.9 "
           "clip=1 sigmas=3 overflow=saturate rounding=nearest-even rounding-seed=1 input=pixels");
    CHECK(schemeToText(unusualScheme())
        == "bits=3 granularity=per-tensor zero=affine levels=full range=manual exponent=-5 percentile=97.3 "
           "clip=0.1 sigmas=2.5 overflow=wrap rounding=floor rounding-seed=7 input=dynamic7");
    for (const S& scheme : {S{}, unusualScheme()}) {
        const auto read = schemeFromText(schemeToText(scheme));
        REQUIRE(read.ok());
        CHECK(*read == scheme);
    }
    for (int i = 0; i < 6; ++i) {
        S scheme;
        scheme.range = static_cast<S::Range>(i);
        scheme.rounding = static_cast<S::Rounding>(i);
        scheme.input = static_cast<S::Input>(i);
        scheme.calibrationImages = 1 + 999 * (i % 2);
        scheme.bias = static_cast<S::Bias>(i % 4);
        scheme.inputBits = 8 - i;
        CHECK(*schemeFromText(schemeToText(scheme)) == scheme);
    }
    S scheme;
    scheme.input = S::Input::Static;
    CHECK(schemeToText(scheme) == schemeToText(S{}).substr(0, schemeToText(S{}).size() - 6) + "static");
    scheme.calibrationImages = 64;
    CHECK(schemeToText(scheme).ends_with(" input=static calibration-images=64"));
    scheme.bias = S::Bias::Int16;
    scheme.inputBits = 3;
    CHECK(schemeToText(scheme).ends_with(" input=static input-bits=3 calibration-images=64 bias=int16"));
    CHECK(scheme.inputTop() == 7);
    scheme.input = S::Input::Dynamic7;
    CHECK(scheme.inputTop() == 127);
    CHECK_FALSE(scheme.hasInputBits());
}

TEST_CASE("scheme text is read with defaults, and nothing unknown passes", "[scheme]")
{
    CHECK(*schemeFromText("") == S{});
    CHECK(*schemeFromText("   ") == S{});
    S expected;
    expected.bits = 4;
    expected.range = S::Range::LeastSquares;
    CHECK(*schemeFromText(" range=least-squares  bits=4 ") == expected);
    for (const char* text : {"bits", "bits=", "bits=four", "bits=4.5", "bits=4x", "bits=9", "size=4", "range=mse", "=",
             "bits=4 clip=nan", "calibration-images=0", "calibration-images=-1", "input-bits=0", "input-bits=9",
             "clip=", "percentile=1e999", "rounding=Floor", "bits=99999999999"}) {
        INFO(text);
        const auto read = schemeFromText(text);
        REQUIRE_FALSE(read.ok());
        CHECK_FALSE(read.error().message.empty());
    }
}

TEST_CASE("enumerators have the names that files use", "[scheme]")
{
    CHECK(name(S::Granularity::PerTensor) == "per-tensor");
    CHECK(name(S::Granularity::PerChannel) == "per-channel");
    CHECK(name(S::Zero::Symmetric) == "symmetric");
    CHECK(name(S::Zero::Affine) == "affine");
    CHECK(name(S::Levels::Restricted) == "restricted");
    CHECK(name(S::Levels::Full) == "full");
    CHECK(name(S::Range::Fixed) == "fixed");
    CHECK(name(S::Range::MinMax) == "min-max");
    CHECK(name(S::Range::Percentile) == "percentile");
    CHECK(name(S::Range::LeastSquares) == "least-squares");
    CHECK(name(S::Range::Manual) == "manual");
    CHECK(name(S::Overflow::Saturate) == "saturate");
    CHECK(name(S::Overflow::Wrap) == "wrap");
    CHECK(name(S::Rounding::NearestEven) == "nearest-even");
    CHECK(name(S::Rounding::NearestAway) == "nearest-away");
    CHECK(name(S::Rounding::TowardZero) == "toward-zero");
    CHECK(name(S::Rounding::Floor) == "floor");
    CHECK(name(S::Input::Pixels) == "pixels");
    CHECK(name(S::Input::Dynamic8) == "dynamic8");
    CHECK(name(S::Input::Dynamic7) == "dynamic7");
    CHECK(name(S::Input::Float) == "float");
    CHECK(name(S::Input::DynamicRow) == "dynamic-row");
    CHECK(name(S::Input::Static) == "static");
    CHECK(name(S::Bias::Float) == "float");
    CHECK(name(S::Bias::Int32) == "int32");
    CHECK(name(S::Bias::Int16) == "int16");
    CHECK(name(S::Bias::Int8) == "int8");
}
