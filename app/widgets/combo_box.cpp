// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/combo_box.h"

#include "app/theme/theme.h"
#include "app/widgets/wheel_guard.h"

#include <QStyledItemDelegate>

namespace qlab::app {

ComboBox::ComboBox(QWidget* parent)
    : QComboBox(parent)
{
    // The default delegate ignores the style sheet's row height.
    setItemDelegate(new QStyledItemDelegate(this));
    setMaxVisibleItems(12);
    guardWheel(*this);
}

ComboBox::ComboBox(const QStringList& items, QWidget* parent)
    : ComboBox(parent)
{
    addItems(items);
}

QSize ComboBox::minimumSizeHint() const { return {scaled(64), QComboBox::minimumSizeHint().height()}; }

} // namespace qlab::app
