// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/session/drawing.h"
#include "app/widgets/film_strip.h"

class QBoxLayout;
class QCheckBox;
class QLabel;

namespace qlab::app {

class AnswerPanel;
class Card;
class DigitCanvas;
class DigitGrid;
class EvidenceMap;
class ProbabilityBars;
class SegmentedControl;

/// The canvas in full, what preprocessing makes of the drawing, both models' probabilities, the evidence for a class,
/// and the test images.
class DrawPage : public Page {
    Q_OBJECT
public:
    DrawPage(Session& session, Drawing& drawing, QWidget* parent = nullptr);

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Which test images the grid shows.
    enum class Filter { All, Wrong, Changed };

    void grow();
    void buildHeader();
    QWidget* buildCanvas();
    QWidget* buildTools();
    QWidget* buildProbabilities();
    QWidget* buildEvidence();
    QWidget* buildSteps();
    QWidget* buildGrid();
    void refreshAnswers();
    void refreshEvidence();
    void refreshSteps();
    FilmStep answered(const QString& title, const DigitImage& image, const std::optional<DrawingAnswer>& answer);
    std::vector<FilmStep> stepsOfImage();
    std::vector<FilmStep> stepsOfDrawing();
    void refreshGrid();
    void loadImage();
    void saveImage();
    bool passes(Filter filter, std::size_t image) const;

    Session& m_session;
    Drawing& m_drawing;
    DigitCanvas* m_canvas = nullptr;
    AnswerPanel* m_answers = nullptr;
    ProbabilityBars* m_bars = nullptr;
    SegmentedControl *m_evidenceFor = nullptr, *m_filter = nullptr;
    EvidenceMap* m_evidence = nullptr;
    QLabel* m_sum = nullptr;
    bool m_followWinner = true; ///< until the person picks a class
    QCheckBox* m_centre = nullptr;
    FilmStrip* m_steps = nullptr;
    QLabel* m_stepsHint = nullptr;
    QBoxLayout* m_explanations = nullptr; ///< probabilities and evidence, side by side or one above the other
    Card *m_canvasCard = nullptr, *m_stepsCard = nullptr, *m_gridCard = nullptr;
    DigitGrid* m_grid = nullptr;
    bool m_gridStale = true;
};

} // namespace qlab::app
