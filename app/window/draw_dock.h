// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

namespace qlab::app {

class AnswerPanel;
class DigitCanvas;
class Drawing;
class ProbabilityBars;

/// The canvas at the right of every page but Draw: tools, sheet, both answers, ten pairs of bars. 284 wide with a
/// canvas of 252, or 340 with 308; its left edge drags between the two. Wider only where the
/// font is.
class DrawDock : public QWidget {
    Q_OBJECT
public:
    static constexpr int kNarrow = 284, kWide = 340;
    explicit DrawDock(Drawing& drawing, QWidget* parent = nullptr);

    bool isWide() const { return m_wide; }
    void setWide(bool wide);
    /// The person's own choice, by dragging or from an earlier session; none: as wide as the window allows.
    std::optional<bool> chosenWide() const { return m_chosen; }
    void chooseWide(std::optional<bool> wide);
    void followWindow(int windowWidth);

Q_SIGNALS:
    void problem(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QWidget* makeTools();
    void showAnswers();
    bool onHandle(const QPoint& position) const;

    Drawing& m_drawing;
    DigitCanvas* m_canvas;
    AnswerPanel* m_answers;
    ProbabilityBars* m_bars;
    bool m_wide = false;
    std::optional<bool> m_chosen;
    bool m_dragging = false;
};

} // namespace qlab::app
