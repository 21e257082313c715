// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/theme.h"

#include <QWidget>

class QPainter;

namespace qlab::app {

/// The two models and their fixed cues: blue and plain, orange and hatched.
enum class Model { Original, Quantized };

Token graphicToken(Model model);
Token textToken(Model model);
Token softToken(Model model);

/// 45-degree lines, 2.8 on and 2.2 off, clipped to rect, inside a 1 px outline. Real lines, so they stay sharp when
/// scaled and in vector exports. The ground shows through between them.
void paintHatch(QPainter& painter, const QRectF& rect, const QColor& color, double radius = 0);

/// A bar or swatch in the model's graphic colour: filled for the original, hatched for the quantized one.
void paintModelBar(QPainter& painter, const QRectF& rect, Model model, const ThemeTable& table, double radius = 0);

/// The 18 x 10 legend mark of a model. Accessible name: the model's.
class ModelSwatch : public QWidget {
    Q_OBJECT
public:
    explicit ModelSwatch(Model model, QWidget* parent = nullptr);
    static constexpr QSize kSize{18, 10};
    QSize sizeHint() const override { return kSize; }
    QSize minimumSizeHint() const override { return kSize; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Model m_model;
};

} // namespace qlab::app
