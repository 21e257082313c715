// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/window/rail_state.h"

#include <array>

namespace qlab::app {

class Drawing;

/// A page of the window: everything that is to be known of it in one row, in the order of the rail and of Ctrl+1 ...
struct PageEntry {
    PageId id;
    const char* key;  ///< in saved settings, and in Session::failed()
    const char* name; ///< of the menu, with its letter; the rail's is the same without it. Translated by pageName()
    Page* (*make)(Session&, Drawing&); ///< the caller owns it
    RailStep (*step)(const Session&);
};
const std::array<PageEntry, kPageCount>& pageTable();

/// "&Data"
QString pageName(const PageEntry& page);
/// The page of that key; Train if there is none.
PageId pageOfKey(const QString& key);
RailStep railStep(PageId page, const Session& session);

} // namespace qlab::app
