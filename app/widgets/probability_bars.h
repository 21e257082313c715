// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/model_swatch.h"
#include "engine/core/shape.h"

#include <QString>
#include <QWidget>

#include <array>
#include <optional>

namespace qlab::app {

/// Ten probabilities of one model, in [0, 1].
using Probabilities = std::array<double, kClasses>;

/// Both models' probability of each digit: original above quantized, figures in per cent at the right, each model's
/// winner in its colour. Rows spread over the height.
class ProbabilityBars : public QWidget {
    Q_OBJECT
public:
    explicit ProbabilityBars(QWidget* parent = nullptr);

    /// Nothing for a model that has not answered.
    void setProbabilities(const std::optional<Probabilities>& original, const std::optional<Probabilities>& quantized);
    void setCaption(const QString& caption); ///< a line above the bars; empty: none

    QString textOf(int digit) const;              ///< both models' figures for a digit, for people and screen readers
    int digitAt(const QPointF& position) const;   ///< -1 outside of the rows
    QRectF barRect(int digit, Model model) const; ///< of the filled part, at least a pixel wide

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    const std::optional<Probabilities>& of(Model model) const
    {
        return model == Model::Original ? m_original : m_quantized;
    }
    bool isEmpty() const { return !m_original && !m_quantized; }
    int winner(Model model) const;
    QRectF row(int digit) const;
    QRectF track(int digit, Model model) const;
    void paintRow(QPainter& painter, int digit) const;
    void paintFigure(QPainter& painter, int digit, Model model) const;

    std::optional<Probabilities> m_original;
    std::optional<Probabilities> m_quantized;
    QString m_caption;
};

} // namespace qlab::app
