// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace qlab::app {

/// A scroll area whose bars lie over the margins of its content, never beside it: whether a bar shows does not change
/// the room that the content has, so content cannot grow and shrink a bar in turns. Its widget fills the whole area
/// and keeps a margin of at least \p gutter px free at the right and at the bottom.
class GutterScrollArea : public QScrollArea {
    Q_OBJECT
public:
    explicit GutterScrollArea(int gutter, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void follow(QScrollBar& hidden, QScrollBar& shown);
    void place();

    int m_gutter; ///< px
    QScrollBar *m_right, *m_bottom;
};

} // namespace qlab::app
