// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QWidget>

class QLabel;

namespace qlab::app {

class ElidedLabel;

/// How a figure is meant. Good and Bad colour the caption, which says it in words too ("lower (p = 0.003)"); Stale is a
/// result of settings that are no longer in force, grey, with "previous" in its caption.
enum class ScoreTone { Plain, Good, Bad, Stale };

/// One number of the scoreboard, already formatted for the locale. An empty value is "–", not measured yet; the caption
/// then says how to get it ("not timed yet", "run Compare").
struct ScoreFigure {
    QString value = {};
    QString unit = {};
    QString caption = {};
    QString toolTip = {}; ///< interval, p-value, file name
    ScoreTone tone = ScoreTone::Plain;
    friend bool operator==(const ScoreFigure&, const ScoreFigure&) = default;
};

/// Large text in a narrow window is drawn smaller, by one share for the whole board, but never below 11 px.
QFont scoreFont(TextRole role, double share);
int scoreTextWidth(TextRole role, const QString& text, double share);
/// Font and colour of a label of the board.
void setScoreLook(QLabel& label, TextRole role, Token ink, double share);

/// A figure with its unit, and its caption below.
class ScoreFigureView : public QWidget {
    Q_OBJECT
public:
    explicit ScoreFigureView(QWidget* parent);

    /// \p ink: of a value that is in force.
    void setFigure(const ScoreFigure& figure, Token ink, double share);
    static int widthFor(const ScoreFigure& figure, double share);
    static int heightNeeded();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QLabel* m_value;
    ElidedLabel* m_caption;
};

} // namespace qlab::app
