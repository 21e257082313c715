// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/score_figure.h"

#include <array>
#include <optional>

namespace qlab::app {

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

/// The line of figures at the top of the window: Original, Quantized, Quantized against original. Labels that are
/// placed by what all three blocks need, so that figures change in place.
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
    /// Where a figure lies, in this widget's coordinates.
    QRect figureRect(int block, int column) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Columns;
    /// What stands in a block besides the swatch.
    struct BlockView {
        QLabel* name = nullptr;
        ElidedLabel* note = nullptr;
        std::array<ScoreFigureView*, kFigures> figures = {};
    };

    QRect blockRect(int index) const;
    bool fits(int block, double share) const;
    double textShare() const;
    Columns columns(int block) const;
    void refresh();
    void placeName(int index, double share);
    void placeInvitation();

    ScoreboardState m_state;
    std::array<QWidget*, 2> m_swatches = {};
    std::array<BlockView, kBlocks> m_views;
    QLabel* m_invitation;
};

} // namespace qlab::app
