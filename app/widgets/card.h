// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace qlab::app {

class CardHeader;

/// The framed part of a page: a header row (title, note in text 3, then controls and legend at the right, a "more"
/// button last) and a body. The card owns what is put into it.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QString title() const;
    /// The unit or a short state, behind the title.
    void setNote(const QString& note);
    QString note() const;

    /// Adds a control or legend (at most 24 px high) at the right, before the "more" button.
    void addHeaderWidget(QWidget* widget);
    /// Adds a control right behind the note.
    void addTitleWidget(QWidget* widget);
    /// The menu behind the "more" button, which appears with the first call.
    QMenu* moreMenu();

    /// What the card shows is of before, and its successor on the way: the content stands back behind a veil. It stays
    /// in use.
    void setStale(bool stale);
    bool isStale() const;

    /// Where the content goes: 12 px at the sides, 11 at the bottom, no gaps of its own.
    QVBoxLayout* body() const { return m_body; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeVeil();

    CardHeader* m_header = nullptr;
    QVBoxLayout* m_body = nullptr;
    QToolButton* m_more = nullptr;
    QWidget* m_veil = nullptr; ///< made when first needed
};

} // namespace qlab::app
