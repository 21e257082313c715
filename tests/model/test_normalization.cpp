// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/linear_model.h"
#include "tests/model/reference_files.h"

#include <limits>

using namespace qlab;

TEST_CASE("normalization maps pixels as its formula says", "[model]")
{
    CHECK(Normalization::unit().apply(0) == 0.0f);
    CHECK(Normalization::unit().apply(255) == 1.0f);
    CHECK(Normalization::half().apply(0) == -1.0f);
    CHECK(Normalization::half().apply(255) == 1.0f);
    CHECK(Normalization::mnist().apply(0) == (0.0f - 0.1307f) / 0.3081f);
    CHECK(Normalization::mnist().apply(100) == (100.0f / 255.0f - 0.1307f) / 0.3081f);
}

TEST_CASE("normalization survives the way through text", "[model]")
{
    CHECK(normalizationText(Normalization::mnist()) == "mnist");
    CHECK(normalizationText(Normalization::half()) == "half");
    CHECK(normalizationText(Normalization::unit()) == "unit");
    CHECK(normalizationText({0.2f, 0.35f}) == "0.2/0.35");
    CHECK(normalizationText({-1.5f, 3.0f}) == "-1.5/3");
    for (const Normalization& value : {Normalization::mnist(), Normalization::half(), Normalization::unit(),
             Normalization{0.2f, 0.35f}, Normalization{1.0f / 3.0f, 1e-20f}}) {
        const auto read = parseNormalization(normalizationText(value));
        REQUIRE(read.ok());
        CHECK(*read == value);
    }
}

TEST_CASE("normalization text that makes no sense is refused by name", "[model]")
{
    for (const char* text :
        {"", "MNIST", "0.5", "0.5/", "/0.5", "0.5/0", "0.5/-1", "0.5/nan", "inf/1", "0.5/0.5x", "a/b"}) {
        INFO(text);
        const auto read = parseNormalization(text);
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().code == Error::Code::BadInput);
        CHECK(read.error().message.find(std::string("\"") + text + "\"") != std::string::npos);
        CHECK(read.error().message.find("mnist, half, unit") != std::string::npos);
    }
}

TEST_CASE("initial weights are the recipe's to the last bit", "[model]")
{
    Random random(1);
    const LinearModel model = initialModel(Normalization::mnist(), random);
    const LinearModel expected = test::referenceModel("init");
    CHECK(model.weights == expected.weights);
    CHECK(model.bias == expected.bias);
    CHECK(model.normalization == Normalization::mnist());
    // 7,850 numbers were drawn, no more: the shuffle goes on in the same stream.
    Random again(1);
    for (int i = 0; i < 7850; ++i)
        again.next();
    CHECK(random.next() == again.next());
}

TEST_CASE("a diverged model is told from a sound one", "[model]")
{
    LinearModel model;
    CHECK(isFinite(model));
    model.weights(9, 783) = std::numeric_limits<float>::infinity();
    CHECK_FALSE(isFinite(model));
    model.weights(9, 783) = 0;
    model.bias(0) = std::numeric_limits<float>::quiet_NaN();
    CHECK_FALSE(isFinite(model));
}
