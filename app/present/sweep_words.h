// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lab/sweep.h"

#include <QString>

namespace qlab::app {

/// The four kinds of input that people tell apart; each has its shape on the map.
enum class InputKind { Pixels, Deskewed, Moments, Gradients };
InputKind inputKind(const InputSteps& steps);
QString inputKindName(InputKind kind);

/// "pixels as they are", "deskewed, pooled to 14 × 14", "gradients, 16 directions on 7 × 7".
QString inputName(const InputSteps& steps);
/// "ternary, per tensor", "2 bits, four levels, per channel, least squares".
QString gridName(const QuantScheme& scheme);
/// Both, and whether the weights were trained on the grid.
QString configurationName(const SweepConfiguration& configuration);
/// How such a model comes about, in two or three plain sentences.
QString configurationStory(const SweepConfiguration& configuration);

} // namespace qlab::app
