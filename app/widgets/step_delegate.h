// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemDelegate>

namespace qlab::app {

/// Paints a step of a StepRail: a tile with number or check mark, name and state.
class StepDelegate : public QAbstractItemDelegate {
    Q_OBJECT
public:
    enum Role {
        StatusRole = Qt::UserRole, ///< StepRail::Status
        StateRole,                 ///< where it stands, in words
        ShownRole,                 ///< bool: its page is shown
    };
    using QAbstractItemDelegate::QAbstractItemDelegate;

    /// Whether the current step is ringed: while keys move it.
    void setRinged(bool ringed) { m_ringed = ringed; }

    static int height();                    ///< of a step, with the gap to the next
    static int roomForWords(int stepWidth); ///< both in logical pixels

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    bool m_ringed = false;
};

} // namespace qlab::app
