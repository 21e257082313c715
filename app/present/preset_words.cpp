// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/present/preset_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <span>

namespace qlab::app {

namespace {

/// Translated when it is looked up: a table is made before there is a translator.
struct Entry {
    std::string_view key;
    const char *title, *explanation;
};

constexpr Entry kSchemes[] = {
    {"lab", QT_TRANSLATE_NOOP("SchemePresets", "Lab report: fixed 2⁷"),
        QT_TRANSLATE_NOOP("SchemePresets", "Multiplies every weight by 128 and rounds, whatever the weights are.")},
    {"dynamic", QT_TRANSLATE_NOOP("SchemePresets", "PyTorch dynamic"),
        QT_TRANSLATE_NOOP("SchemePresets",
            "One scale for all weights; the normalised input is quantized as well, by its own range at run time.")},
    {"tensor", QT_TRANSLATE_NOOP("SchemePresets", "Int8, per tensor"),
        QT_TRANSLATE_NOOP("SchemePresets", "One scale for all weights, set by the largest of them.")},
    {"channel", QT_TRANSLATE_NOOP("SchemePresets", "Int8, per channel"),
        QT_TRANSLATE_NOOP("SchemePresets", "One scale for each digit's weights, set by the largest of them.")},
    {"affine", QT_TRANSLATE_NOOP("SchemePresets", "Int8, affine"),
        QT_TRANSLATE_NOOP(
            "SchemePresets", "Scale and zero point for each digit's weights, so that no code is wasted.")},
    {"4bit", QT_TRANSLATE_NOOP("SchemePresets", "4 bits"),
        QT_TRANSLATE_NOOP(
            "SchemePresets", "Fifteen levels; each digit's scale is the one with the least squared error.")},
    {"3bit", QT_TRANSLATE_NOOP("SchemePresets", "3 bits"),
        QT_TRANSLATE_NOOP(
            "SchemePresets", "Eight levels; each digit's scale is the one with the least squared error.")},
    {"ternary", QT_TRANSLATE_NOOP("SchemePresets", "Ternary"),
        QT_TRANSLATE_NOOP(
            "SchemePresets", "Minus one, zero or plus one times a single scale: no multiplications are left.")},
    {"sign", QT_TRANSLATE_NOOP("SchemePresets", "Sign, 1 bit"),
        QT_TRANSLATE_NOOP(
            "SchemePresets", "Only the sign of each weight stays, times the mean size of its digit's weights.")},
    {"4bit-aware", QT_TRANSLATE_NOOP("SchemePresets", "4 bits, data-aware"),
        QT_TRANSLATE_NOOP("SchemePresets",
            "Rounds each weight so that it makes good the errors of those before it, on the training images (GPTQ).")},
    {"sign-aware", QT_TRANSLATE_NOOP("SchemePresets", "Sign, data-aware"),
        QT_TRANSLATE_NOOP(
            "SchemePresets", "One bit a weight, chosen so that the answers on the training images change least.")},
};

constexpr Entry kRecipes[] = {
    {"default", QT_TRANSLATE_NOOP("Recipes", "Default"),
        QT_TRANSLATE_NOOP("Recipes", "SGD 0.01, batch 64, 10 epochs, pixels by MNIST's mean and deviation.")},
    {"report", QT_TRANSLATE_NOOP("Recipes", "Report"),
        QT_TRANSLATE_NOOP(
            "Recipes", "The report's settings: pixels to [-1, 1], batch 128, 80/20 of the training file.")},
    {"best", QT_TRANSLATE_NOOP("Recipes", "Best"),
        QT_TRANSLATE_NOOP("Recipes", "Batch 64, learning rate 0.1 falling to 0 in a straight line, 10 epochs.")},
};

PresetWords wordsOf(std::span<const Entry> entries, const char* context, std::string_view key)
{
    const auto entry = std::ranges::find(entries, key, &Entry::key);
    if (entry == entries.end())
        return {QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())), {}};
    return {
        QCoreApplication::translate(context, entry->title), QCoreApplication::translate(context, entry->explanation)};
}

} // namespace

PresetWords schemePresetWords(std::string_view key) { return wordsOf(kSchemes, "SchemePresets", key); }

PresetWords recipeWords(std::string_view key) { return wordsOf(kRecipes, "Recipes", key); }

} // namespace qlab::app
