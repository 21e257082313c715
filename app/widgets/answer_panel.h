// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/feature_picture.h"
#include "app/widgets/probability_bars.h"
#include "engine/data/digit_normalizer.h"

#include <QString>
#include <QWidget>

#include <optional>

namespace qlab::app {

/// A model's answer to one drawing.
struct Answer {
    int digit = 0;
    double probability = 0; ///< [0, 1]
    int next = 1;           ///< the second most probable digit

    bool operator==(const Answer&) const = default;
};
/// The most probable digit, the lower one on a tie.
Answer answerFrom(const Probabilities& probabilities);

/// What both models answer. Compact for the dock: the 28 x 28 pixels they see and a line each. Large for the Draw page:
/// two boxes with the digits in 30 px.
class AnswerPanel : public QWidget {
    Q_OBJECT
public:
    enum class Look { Compact, Large };
    explicit AnswerPanel(Look look, QWidget* parent = nullptr);

    void setPreview(const DigitImage& preview, const InputSteps& steps = {}); ///< compact only: the model's bytes
    void setAnswers(const std::optional<Answer>& original, const std::optional<Answer>& quantized);
    /// What the image shows, if that is known: the answers are then marked as right or wrong.
    void setTrueLabel(std::optional<int> label);
    void setEmptyText(const QString& text); ///< compact, instead of the lines while nobody has answered

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    const std::optional<Answer>& of(Model model) const { return model == Model::Original ? m_original : m_quantized; }
    QString nameOf(Model model) const { return model == Model::Original ? tr("Original") : tr("Quantized"); }
    void describe();
    std::optional<bool> isRight(Model model) const;
    void paintLine(QPainter& painter, const QRectF& line, Model model) const;
    void paintBox(QPainter& painter, const QRectF& box, Model model) const;

    Look m_look;
    DigitImage m_preview{};
    FeaturePicture m_picture;
    std::optional<Answer> m_original;
    std::optional<Answer> m_quantized;
    std::optional<int> m_trueLabel;
    QString m_emptyText;
};

} // namespace qlab::app
