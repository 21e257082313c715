// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/card.h"
#include "engine/lab/sweep.h"

namespace qlab::app {

class Drawing;

/// The model that is selected on the map: its figures, what it says to the canvas, and how such a model comes about.
class MapSelection : public Card {
    Q_OBJECT
public:
    explicit MapSelection(Drawing& drawing, QWidget* parent = nullptr);

    /// Null: none is selected. Not kept.
    void showPoint(const SweepPoint* point);

private:
    void buildFigures();
    void buildFacts();
    void buildStory();
    void showTime(const ImageTime& time);
    QString drawnText(const QuantizedModel& model) const;

    Drawing& m_drawing;
    QLabel *m_accuracy = nullptr, *m_size = nullptr, *m_ratio = nullptr;
    QLabel *m_interval = nullptr, *m_against = nullptr, *m_time = nullptr, *m_drawn = nullptr;
    QLabel *m_name = nullptr, *m_story = nullptr;
};

} // namespace qlab::app
