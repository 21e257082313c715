// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/session/session.h"

class QLabel;

namespace qlab::app {

class ActionButton;
class Card;
class ComboBox;
class DigitGrid;
class FactLine;
class Drawing;
class HeatMapStrip;
class HistogramChart;
class LegendBar;
class ScaleBar;
class SchemeForm;
class Tag;

/// The scheme, and what it does to all 7,840 weights and to every test image, live.
class QuantizePage : public Page {
    Q_OBJECT
public:
    QuantizePage(Session& session, Drawing& drawing, QWidget* parent = nullptr);
    QWidget* primaryButton() const override;

protected:
    void refresh() override;

private:
    void buildHeader();
    QWidget* buildScheme();
    void buildTrainingMenu();
    QWidget* buildHistogram();
    QWidget* buildFacts();
    QWidget* buildChanged();
    QWidget* buildWeights();
    void trainOrRound();
    void refreshTraining();
    void refreshForm();
    QString sentenceOf(const QuantReport& report) const;
    void refreshHistogram(const QuantReport& report);
    void refreshFacts(const QuantReport& report);
    void refreshChanged(const QuantReport& report);
    void refreshWeights(const QuantReport& report);
    void dragClip(double limit);
    int row() const; ///< shown in the histogram: 0 ... 9, or -1 for all

    Session& m_session;
    Drawing& m_drawing;
    ActionButton *m_compare = nullptr, *m_trainOnGrid = nullptr;
    QLabel* m_answered = nullptr;
    QString m_sentence; ///< of the header, while nothing is late
    Card *m_schemeCard = nullptr, *m_histogramCard = nullptr, *m_changedCard = nullptr, *m_weightsCard = nullptr;
    SchemeForm* m_form = nullptr;
    HistogramChart* m_histogram = nullptr;
    LegendBar* m_histogramLegend = nullptr;
    ComboBox* m_rowChoice = nullptr;
    FactLine* m_facts;
    Tag *m_nowWrong = nullptr, *m_nowRight = nullptr, *m_stillWrong = nullptr;
    DigitGrid* m_changed = nullptr;
    HeatMapStrip* m_weights = nullptr;
    ScaleBar* m_scale = nullptr;
    QLabel* m_errorScale = nullptr;
};

} // namespace qlab::app
