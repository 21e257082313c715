// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/drawing/canvas_document.h"
#include "app/session/session.h"
#include "app/widgets/probability_bars.h"
#include "engine/data/digit_normalizer.h"

#include <QObject>

#include <optional>

namespace qlab::app {

/// One model's view of the drawing.
struct DrawingAnswer {
    Probabilities probabilities{};
    std::array<float, kClasses> logits{};
};

/// The drawing that every canvas of the window shows, what preprocessing makes of it, and what both models answer.
/// Kept up to date while the pen moves: one image takes microseconds, so this runs on the GUI thread, straight on the
/// engine's functions.
class Drawing : public QObject {
    Q_OBJECT
public:
    explicit Drawing(Session& session, QObject* parent = nullptr);

    CanvasDocument& document() { return m_document; }
    const CanvasDocument& document() const { return m_document; }
    const NormalizerOptions& options() const { return m_options; }
    void setOptions(const NormalizerOptions& options);
    /// Off: the drawing is shrunk to 28 x 28 as it lies, to show what centring is worth.
    bool centred() const { return m_centred; }
    void setCentred(bool centred);

    /// Puts an image of the session's data set on the sheet, as it was before the input steps; it is neither fitted nor
    /// centred, only put through these steps.
    void showTestImage(std::size_t index);
    void showTrainingImage(std::size_t index); ///< by its place in the source (of withoutSteps())

    bool isEmpty() const { return m_digit.empty; }
    /// The sheet holds an image of 28 x 28 pixels that nobody has drawn on: it is neither fitted nor centred.
    bool isAsItIs() const { return m_document.untouchedDigit() != nullptr; }
    /// What an image of the data set shows, as long as nobody has drawn on it.
    std::optional<int> trueLabel() const;
    const NormalizedDigit& digit() const { return m_digit; }
    bool hasSteps() const { return !steps().none(); }
    /// The bytes that the models get, after the input steps of the data set.
    const DigitImage& image() const { return m_image; }
    /// What these are.
    const InputSteps& steps() const;
    /// \p image after them.
    DigitImage stepped(const DigitImage& image) const;
    /// The image before the steps.
    const DigitImage& imageBefore() const { return isAsItIs() || !m_centred ? m_plain : m_digit.image; }
    /// The whole sheet shrunk to 28 x 28 by area, neither boxed nor centred.
    const DigitImage& plainImage() const { return m_plain; }
    const std::optional<DrawingAnswer>& original() const { return m_original; }
    const std::optional<DrawingAnswer>& quantized() const { return m_quantized; }
    /// What the original would say to the other picture: plain if centred, centred if not. None if isAsItIs().
    const std::optional<DrawingAnswer>& otherwise() const { return m_otherwise; }

Q_SIGNALS:
    void changed();

private:
    void takeAsItIs(const QImage& digit);
    void look(); ///< at the sheet, then ask
    void ask();  ///< both models

    Session& m_session;
    CanvasDocument m_document;
    NormalizerOptions m_options;
    bool m_centred = true;
    NormalizedDigit m_digit;
    DigitImage m_image{}, m_plain{};
    std::optional<DrawingAnswer> m_original, m_quantized, m_otherwise;
};

} // namespace qlab::app
