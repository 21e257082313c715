// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <array>
#include <optional>

namespace qlab::app {

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

/// accuracy, size, time
struct ScoreBlock {
    QString note = {}; ///< behind the block's name: "float32", "4 bits, per channel", "same 10,000 test images"
    std::array<ScoreFigure, 3> figures = {};
    friend bool operator==(const ScoreBlock&, const ScoreBlock&) = default;
};

/// What the third block says while there is nothing to compare.
struct ScoreInvitation {
    QString title; ///< "Start here"
    QString text;  ///< simple rich text, two lines: <b>, <br>
    friend bool operator==(const ScoreInvitation&, const ScoreInvitation&) = default;
};

struct ScoreboardState {
    ScoreBlock original;
    ScoreBlock quantized;
    ScoreBlock difference;
    std::optional<ScoreInvitation> invitation; ///< instead of the third block
    friend bool operator==(const ScoreboardState&, const ScoreboardState&) = default;
};

/// The line of figures at the top of the window: Original, Quantized, Quantized against original. Painted as one piece
/// so that figures change in place. Assistive technology reads it as a table of three rows and three columns.
class Scoreboard : public QWidget {
    Q_OBJECT
public:
    enum Block { Original, Quantized, Difference };
    static constexpr int kBlocks = 3;
    static constexpr int kFigures = 3;

    explicit Scoreboard(QWidget* parent = nullptr);

    void setState(const ScoreboardState& state);
    const ScoreboardState& state() const { return m_state; }
    const ScoreBlock& block(int index) const;
    QString blockName(int index) const;
    /// "accuracy", "size", "time": what a column is about, whatever its caption says.
    static QString columnName(int column);
    /// Where a figure lies, in this widget's coordinates.
    QRect figureRect(int block, int column) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Columns;
    QRect blockRect(int index) const;
    bool fits(int block, double textScale) const;
    double textScale() const;
    Columns columns(int block) const;
    void paintBlock(QPainter& painter, int index) const;
    void paintName(QPainter& painter, int index) const;
    void paintFigure(QPainter& painter, int block, int column, const QRect& rect) const;
    void paintInvitation(QPainter& painter) const;

    ScoreboardState m_state;
};

} // namespace qlab::app
