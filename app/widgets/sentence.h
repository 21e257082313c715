// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <QString>

namespace qlab::app {

/// An engine's message as a sentence of the window: engine messages begin small, because programs put their own name in
/// front of them.
inline QString sentence(const QString& message) { return message.left(1).toUpper() + message.mid(1); }
inline QString sentence(const Error& error) { return sentence(QString::fromStdString(error.message)); }

} // namespace qlab::app
