// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/drawing.h"

#include "app/widgets/number_text.h"
#include "engine/features/feature_maker.h"

#include <algorithm>

namespace qlab::app {
namespace {

/// One image through any of the two models.
template <typename Model> DrawingAnswer answerOf(const Model& model, const DigitImage& image)
{
    ImageSet one(1);
    std::copy(image.begin(), image.end(), one.mutableImage(0).begin());
    const Evaluation evaluation = evaluate(model, one);
    DrawingAnswer answer;
    std::copy_n(evaluation.logits.begin(), kClasses, answer.logits.begin());
    answer.probabilities = softmax(std::span<const float, kClasses>(evaluation.logits.data(), kClasses));
    return answer;
}

/// The sheet as it lies: no box, no aspect, no centring.
NormalizerOptions plainOptions()
{
    NormalizerOptions options;
    options.crop = false;
    options.boxSize = kSide;
    options.centreOfMass = false;
    options.subPixel = false;
    return options;
}

} // namespace

Drawing::Drawing(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&m_document, &CanvasDocument::pictureChanged, this, &Drawing::look);
    connect(&session, &Session::quantChanged, this, &Drawing::ask);
    connect(&session, &Session::dataChanged, this, &Drawing::look); // other steps, perhaps
    look();
}

void Drawing::setOptions(const NormalizerOptions& options)
{
    m_options = options;
    look();
}

void Drawing::setCentred(bool centred)
{
    m_centred = centred;
    look();
}

void Drawing::showTestImage(std::size_t index)
{
    const Dataset& data = *withoutSteps(m_session.data()->data);
    m_document.setDigit(data.test->image(index),
        tr("test image %1 of %2").arg(countText(static_cast<qint64>(index) + 1), QString::fromStdString(data.name)),
        data.test->labels()[index]);
}

void Drawing::showTrainingImage(std::size_t index)
{
    const Dataset& data = *withoutSteps(m_session.data()->data);
    m_document.setDigit(data.trainSource->image(index),
        tr("training image %1 of %2").arg(countText(static_cast<qint64>(index) + 1), QString::fromStdString(data.name)),
        data.trainSource->labels()[index]);
}

std::optional<int> Drawing::trueLabel() const
{
    const ImageStep* const image = m_document.untouchedDigit();
    return image && image->trueLabel >= 0 ? std::optional(image->trueLabel) : std::nullopt;
}

/// Images of a data set have been fitted and centred by its makers: a second time would make others of them.
void Drawing::takeAsItIs(const QImage& digit)
{
    for (int y = 0; y < kSide; ++y)
        std::copy_n(digit.constScanLine(y), kSide, m_plain.begin() + static_cast<std::ptrdiff_t>(y) * kSide);
    m_image = stepped(m_plain);
    m_digit = {};
    m_digit.empty = m_document.isEmpty();
    m_digit.boxed = m_digit.image = m_plain;
}

void Drawing::look()
{
    if (const ImageStep* const image = m_document.untouchedDigit()) {
        takeAsItIs(image->ink);
        ask();
        return;
    }
    m_digit = normalizeDigit(m_document.picture(), m_options);
    m_plain = normalizeDigit(m_document.picture(), plainOptions()).image;
    m_image = stepped(m_centred ? m_digit.image : m_plain);
    ask();
}

DigitImage Drawing::stepped(const DigitImage& image) const
{
    DigitImage result;
    FeatureMaker(steps()).make(image, result);
    return result;
}

const InputSteps& Drawing::steps() const
{
    static const InputSteps kNone;
    return m_session.data() ? m_session.data()->data->steps : kNone;
}

void Drawing::ask()
{
    m_original.reset();
    m_quantized.reset();
    m_otherwise.reset();
    if (const QuantReportPtr& report = m_session.quant(); report && !isEmpty()) {
        m_original = answerOf(*report->model, m_image);
        m_quantized = answerOf(*report->quantized, m_image);
        if (!isAsItIs())
            m_otherwise = answerOf(*report->model, stepped(m_centred ? m_plain : m_digit.image));
    }
    Q_EMIT changed();
}

} // namespace qlab::app
