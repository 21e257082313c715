// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/steps_form.h"

#include "app/widgets/combo_box.h"
#include "app/widgets/form_row.h"

#include <QVBoxLayout>

namespace qlab::app {
namespace {

using Align = InputSteps::Align;
using Features = InputSteps::Features;

/// The features' part of the text that names steps: what a choice keeps.
QString keyOf(InputSteps steps)
{
    steps.align = Align::None;
    return QString::fromStdString(stepsText(steps));
}

QString featuresText(const InputSteps& steps)
{
    switch (steps.features) {
    case Features::Pixels:
        break;
    case Features::Pooled:
        return StepsForm::tr("pooled %1 × %1").arg(steps.grid);
    case Features::Gradients:
        return StepsForm::tr("edges %1 × %2 × %2").arg(steps.directions).arg(steps.grid);
    }
    return StepsForm::tr("pixels 28 × 28");
}

/// From all of the image to the least that still reads.
std::vector<InputSteps> featureChoices()
{
    std::vector<InputSteps> choices{InputSteps{}};
    for (const int grid : {20, 14, 10, 7})
        choices.push_back(pooledSteps(Align::None, grid));
    for (const auto& [directions, grid] : {std::pair{16, 7}, {8, 7}, {8, 5}, {4, 5}, {4, 4}, {4, 3}})
        choices.push_back(gradientSteps(Align::None, directions, grid));
    return choices;
}

} // namespace

StepsForm::StepsForm(QWidget* parent)
    : QWidget(parent)
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_align = new ComboBox;
    const std::pair<Align, QString> aligned[] = {{Align::None, tr("as it is")}, {Align::Centre, tr("centred")},
        {Align::Deskew, tr("deskewed")}, {Align::Moments, tr("moments")}};
    for (const auto& [align, text] : aligned)
        m_align->addItem(text, static_cast<int>(align));
    m_align->setToolTip(
        tr("What happens to every image before the models see it, drawings too: the ink's centre in the middle; "
           "its slant taken out; its width and height made the same for all"));
    layout->addWidget(new FormRow(tr("Input"), m_align));
    m_features = new ComboBox;
    for (const InputSteps& steps : featureChoices())
        m_features->addItem(featuresText(steps), keyOf(steps));
    m_features->setToolTip(tr(
        "What is taken of the image: its pixels; the mean ink of so many cells; or in each cell how strong the edges "
        "are in each direction (gradients, directions × cells × cells)"));
    layout->addWidget(new FormRow(tr("Features"), m_features));
    connect(m_align, &ComboBox::activated, this, &StepsForm::chosen);
    connect(m_features, &ComboBox::activated, this, &StepsForm::chosen);
}

void StepsForm::setSteps(const InputSteps& steps)
{
    m_align->setCurrentIndex(m_align->findData(static_cast<int>(steps.align)));
    const QString key = keyOf(steps);
    if (m_features->findData(key) < 0)
        m_features->addItem(featuresText(steps), key);
    m_features->setCurrentIndex(m_features->findData(key));
}

InputSteps StepsForm::steps() const
{
    InputSteps steps = parseSteps(m_features->currentData().toString().toStdString()).value();
    steps.align = static_cast<Align>(m_align->currentData().toInt());
    return steps;
}

} // namespace qlab::app
