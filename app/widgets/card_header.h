// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QLabel;

namespace qlab::app {

class ElidedLabel;

/// The head of a card: title and note at the left, controls, tags and the menu at the right. What does not fit beside
/// the title goes on below it, so nothing is cut and the card can be as narrow as its widest part. Its least width is
/// that of the title, whatever the rest says.
class CardHeader : public QWidget {
    Q_OBJECT
public:
    explicit CardHeader(QWidget* parent = nullptr);

    QLabel& title() { return *m_title; }
    const QLabel& title() const { return *m_title; }
    ElidedLabel& note() { return *m_note; }
    const ElidedLabel& note() const { return *m_note; }
    /// After the note, or at the right; the header owns it.
    void addAfterNote(QWidget* widget);
    void addAtEnd(QWidget* widget);
    /// Stays in the first line, at its right end.
    void setMenuButton(QWidget* button);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Place {
        QWidget* widget;
        int line, x;
        QSize size;
    };
    std::vector<Place> places(int width) const;
    std::vector<Place> inOneLine(int width) const;
    std::vector<Place> inSeveral(int width) const;
    std::vector<QWidget*> visible(const std::vector<QWidget*>& widgets) const;
    void adopt(QWidget& widget);
    void arrange();

    QLabel* m_title;
    ElidedLabel* m_note;
    std::vector<QWidget*> m_left, m_right; ///< in their order
    QWidget* m_menu = nullptr;
    int m_lines = 1;
};

} // namespace qlab::app
