// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/digit_normalizer.h"

#include <QImage>
#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace qlab::app {

/// One picture on the way from the drawing to the model.
struct FilmStep {
    QString title;
    QString caption;
    QImage image;                   ///< square; 28 x 28 is shown pixel by pixel, anything else smoothly
    std::optional<QRectF> box{};    ///< dashed frame, in image pixels
    std::optional<QPointF> cross{}; ///< a mark, in image pixels (the middle of the first is 0.5)
    bool highlighted = false;       ///< ringed: what the models get
    bool apart = false;             ///< a line before it instead of an arrow: not a step but something to compare with
};

/// The drawing with its ink box, fitted into 20 x 20, centred by its mass, and the bytes the models see.
std::vector<FilmStep> filmSteps(const GreyPicture& picture, const NormalizedDigit& digit);

/// Steps side by side with an arrow between them; tiles of 84 px, 112 where three of them fit and 56 where 84 is too
/// wide.
class FilmStrip : public QWidget {
    Q_OBJECT
public:
    explicit FilmStrip(QWidget* parent = nullptr);

    void setSteps(std::vector<FilmStep> steps);
    const std::vector<FilmStep>& steps() const { return m_steps; }
    int tileSide() const; ///< logical pixels, for the present width

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    int count() const { return static_cast<int>(m_steps.size()); }
    double pitch() const;
    QRectF tile(int i) const;
    void paintStep(QPainter& painter, int i) const;
    void paintWords(QPainter& painter, int i) const;
    void paintLink(QPainter& painter, int i) const;

    std::vector<FilmStep> m_steps;
    int m_height = 0; ///< that was claimed for the width it had last
};

} // namespace qlab::app
