// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace qlab::app {

/// Small facts side by side, each a strong number and its words: "21.3 dB SQNR   0 of 7,840 clipped". Each has room for
/// the widest it may ever say, so numbers that change move nothing; where the room is short they stand in two columns
/// or one.
class FactLine : public QWidget {
    Q_OBJECT
public:
    struct Fact {
        QString number, words;
        QString text() const { return number + QLatin1Char(' ') + words; }
    };

    /// \p widest: for each fact, the widest it may say.
    explicit FactLine(std::vector<Fact> widest, QWidget* parent = nullptr);

    void setFacts(std::vector<Fact> facts); ///< as many as \p widest
    const std::vector<Fact>& facts() const { return m_facts; }
    void setToolTips(std::vector<QString> tips);
    int columns() const; ///< for the present width

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    int count() const { return static_cast<int>(m_widest.size()); }
    int columnsFor(int width) const;
    std::vector<int> columnWidths(int columns) const;
    std::vector<QRect> places() const;
    int heightOf(int columns) const;

    std::vector<Fact> m_widest, m_facts;
    std::vector<QString> m_tips;
    int m_columns = 0; ///< that the height was claimed for
};

} // namespace qlab::app
