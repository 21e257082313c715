// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/result.h"

#include <memory>

class QApplication;

namespace qlab::app {

/// What drawing and reading pictures needs of Qt, without a display. At most one at a time.
class OffscreenApplication {
public:
    OffscreenApplication();
    /// Fails if the machine cannot give what Qt needs.
    Status start();
    ~OffscreenApplication();

private:
    std::unique_ptr<QApplication> m_application;
};

} // namespace qlab::app
