// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace qlab::app {

class AnswerPanel;
class DigitCanvas;
class Drawing;
class ProbabilityBars;

/// The canvas with what both models answer: sheet, answers, ten pairs of bars. The sheet is as wide as the panel
/// allows, 252 to 560; bars that nobody could read give way to it.
class DrawPanel : public QWidget {
    Q_OBJECT
public:
    explicit DrawPanel(Drawing& drawing, QWidget* parent = nullptr);

Q_SIGNALS:
    void problem(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showAnswers();
    int heightWithoutSheet() const;

    Drawing& m_drawing;
    DigitCanvas* m_canvas;
    AnswerPanel* m_answers;
    ProbabilityBars* m_bars;
};

} // namespace qlab::app
