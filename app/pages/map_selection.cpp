// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/map_selection.h"

#include "app/present/sweep_words.h"
#include "app/session/drawing.h"
#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"
#include "app/widgets/number_text.h"
#include "app/widgets/sentence.h"
#include "engine/features/feature_maker.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace qlab::app {

MapSelection::MapSelection(Drawing& drawing, QWidget* parent)
    : Card(tr("Selected"), parent)
    , m_drawing(drawing)
{
    buildFigures();
    body()->addSpacing(6);
    buildFacts();
    body()->addSpacing(6);
    buildStory();
}

void MapSelection::buildFigures()
{
    auto* const figures = new QGridLayout;
    figures->setHorizontalSpacing(12);
    figures->setVerticalSpacing(0);
    QLabel** const values[] = {&m_accuracy, &m_size, &m_ratio};
    const QString names[] = {tr("accuracy"), tr("file"), tr("than float")};
    for (int i = 0; i < 3; ++i) {
        *values[i] = makeLabel(LabelLook::Title);
        figures->addWidget(*values[i], 0, i);
        figures->addWidget(makeLabel(LabelLook::Caption, names[i]), 1, i);
        figures->setColumnStretch(i, 1);
    }
    body()->addLayout(figures);
}

void MapSelection::buildFacts()
{
    auto* const facts = new QGridLayout;
    facts->setVerticalSpacing(2);
    QLabel** const lines[] = {&m_interval, &m_against, &m_time, &m_drawn};
    const QString captions[] = {tr("95 % interval"), tr("against the original"), tr("one image"), tr("your drawing")};
    for (int i = 0; i < 4; ++i) {
        *lines[i] = makeLabel(LabelLook::Table);
        (*lines[i])->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        facts->addWidget(makeLabel(LabelLook::Caption, captions[i]), i, 0);
        facts->addWidget(*lines[i], i, 1);
    }
    facts->setColumnStretch(1, 1);
    body()->addLayout(facts);
}

void MapSelection::buildStory()
{
    m_name = makeWrappedLabel(LabelLook::Body);
    m_story = makeWrappedLabel(LabelLook::Caption);
    m_story->hide();
    auto* const how = makeButton(ButtonKind::Small, tr("How?"));
    how->setToolTip(tr("How such a model comes about"));
    how->setCheckable(true);
    connect(how, &QPushButton::toggled, m_story, &QWidget::setVisible);
    addHeaderWidget(how);
    body()->addWidget(m_name);
    body()->addWidget(m_story);
}

void MapSelection::showPoint(const SweepPoint* point)
{
    for (QLabel* label : {m_accuracy, m_size, m_ratio, m_interval, m_against, m_time, m_drawn})
        label->setText(QStringLiteral("–"));
    m_name->setText(point ? sentence(configurationName(point->configuration)) : tr("No model is selected."));
    m_story->setText(point ? configurationStory(point->configuration) : QString());
    if (point == nullptr)
        return;
    constexpr double kFloatBytes = kClasses * (kPixels + 1) * sizeof(float);
    m_accuracy->setText(percentText(point->accuracy(), 2));
    m_size->setText(tr("%1 B").arg(countText(static_cast<qint64>(point->bytes))));
    const double ratio = kFloatBytes / static_cast<double>(point->bytes);
    m_ratio->setText(tr("%1× smaller").arg(numberText(ratio, ratio < 10 ? 1 : 0)));
    m_interval->setText(
        tr("%1 … %2").arg(numberText(100 * point->accuracy95.low, 2), numberText(100 * point->accuracy95.high, 2)));
    const McNemar& against = point->against;
    const double points = 100.0 * (static_cast<double>(against.onlySecond) - static_cast<double>(against.onlyFirst))
        / static_cast<double>(against.images);
    m_against->setText(against.pValue < 0.001
            ? tr("%1 pp, p < 0.001").arg(signedText(points, 2))
            : tr("%1 pp, p = %2").arg(signedText(points, 2), numberText(against.pValue, 3)));
    showTime(point->time);
    m_drawn->setText(m_drawing.isEmpty() ? tr("draw a digit") : drawnText(*point->model));
}

void MapSelection::showTime(const ImageTime& time)
{
    m_time->setText(microsecondsText(time.ofIntegers()));
    m_time->setToolTip(time.steps > 0 ? tr("Input steps %1, ten rows of integers %2; CPU time of one thread")
                                            .arg(microsecondsText(time.steps), microsecondsText(time.integers))
                                      : tr("Ten rows of integers on the pixels as they are; CPU time of one thread"));
}

/// The same steps and the same integers as in its file.
QString MapSelection::drawnText(const QuantizedModel& model) const
{
    ImageSet one(1);
    FeatureMaker(model.steps).make(m_drawing.imageBefore(), one.mutableImage(0));
    const Evaluation answer = evaluate(model, one);
    const auto probabilities = softmax(std::span<const float, kClasses>(answer.logits.data(), kClasses));
    const std::uint8_t digit = answer.predictions.front();
    return tr("a %1, %2").arg(QString::number(digit), percentText(probabilities[digit], 1));
}

} // namespace qlab::app
