// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/page_table.h"

#include "app/pages/compare_page.h"
#include "app/pages/data_page.h"
#include "app/pages/draw_page.h"
#include "app/pages/map_page.h"
#include "app/pages/quantize_page.h"
#include "app/pages/train_page.h"

#include <QCoreApplication>

#include <algorithm>

namespace qlab::app {
namespace {

template <typename P> Page* make(Session& session, Drawing& drawing)
{
    if constexpr (std::is_constructible_v<P, Session&, Drawing&>)
        return new P(session, drawing);
    else
        return new P(session);
}

constexpr std::array<PageEntry, kPageCount> kPages{{
    {PageId::Data, "data", QT_TRANSLATE_NOOP("Pages", "&Data"), make<DataPage>, dataStep},
    {PageId::Train, "train", QT_TRANSLATE_NOOP("Pages", "&Train"), make<TrainPage>, trainStep},
    {PageId::Quantize, "quantize", QT_TRANSLATE_NOOP("Pages", "&Quantize"), make<QuantizePage>, quantizeStep},
    {PageId::Compare, "compare", QT_TRANSLATE_NOOP("Pages", "&Compare"), make<ComparePage>, compareStep},
    {PageId::Map, "map", QT_TRANSLATE_NOOP("Pages", "&Map"), make<MapPage>, mapStep},
    {PageId::Draw, "draw", QT_TRANSLATE_NOOP("Pages", "D&raw"), make<DrawPage>, drawStep},
}};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kPages.size(); ++i)
        if (static_cast<std::size_t>(kPages[i].id) != i)
            return false;
    return true;
}
static_assert(isInOrder());

} // namespace

const std::array<PageEntry, kPageCount>& pageTable() { return kPages; }

QString pageName(const PageEntry& page) { return QCoreApplication::translate("Pages", page.name); }

PageId pageOfKey(const QString& key)
{
    const auto page =
        std::ranges::find_if(kPages, [&](const PageEntry& entry) { return key == QLatin1String(entry.key); });
    return page == kPages.end() ? PageId::Train : page->id;
}

RailStep railStep(PageId page, const Session& session) { return kPages[static_cast<std::size_t>(page)].step(session); }

} // namespace qlab::app
