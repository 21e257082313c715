// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/recipe_form.h"

#include "app/present/preset_words.h"
#include "app/widgets/combo_box.h"
#include "app/widgets/form_row.h"
#include "app/widgets/sentence.h"
#include "app/widgets/spin_box.h"
#include "engine/train/recipes.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

namespace qlab::app {
namespace {

constexpr int kRowGap = 4;

/// Equal but for the normalization, which is chosen elsewhere.
bool sameRecipe(TrainConfig a, const TrainConfig& b)
{
    a.normalization = b.normalization;
    return a == b;
}

} // namespace

RecipeForm::RecipeForm(QWidget* parent)
    : QWidget(parent)
    , m_preset(new ComboBox)
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kRowGap);
    for (const Recipe& recipe : recipes()) {
        const PresetWords words = recipeWords(recipe.key);
        m_preset->addItem(words.title, QString::fromUtf8(recipe.key.data()));
        m_preset->setItemData(m_preset->count() - 1, words.explanation, Qt::ToolTipRole);
    }
    m_preset->setToolTip(tr("Settings with a name; the lab report's also choose its split and normalization"));
    layout->addWidget(new FormRow(tr("Preset"), m_preset));
    m_epochs = addNumber("epochs", tr("Epochs"), 1, 10'000, 1, 0, {}, tr("How often training sees every image"));
    m_batch = addNumber("batch_size", tr("Batch size"), 0, 100'000, 16, 0, tr("images"),
        tr("Images a step: the gradient is their mean. 0 takes all images at once"));
    m_rate = addNumber("learning_rate", tr("Learning rate"), 0.0001, 100, 0.005, 4, {},
        tr("How far a step goes along the gradient; may be changed while training runs"));
    addSchedule();
    m_warmUp = addNumber("warm_up", tr("Warm-up"), 0, 50, 1, 0, QStringLiteral("%"),
        tr("Share of the training in which the learning rate rises to its height"));
    m_momentum = addNumber(
        "momentum", tr("Momentum"), 0, 0.99, 0.05, 2, {}, tr("Share of the last step that goes on into the next"));
    m_decay = addNumber(
        "weight_decay", tr("Weight decay"), 0, 1, 0.0001, 4, {}, tr("L2 penalty that pulls every weight towards zero"));
    m_average = addNumber("averaging", tr("Average"), 0, 90, 5, 0, QStringLiteral("%"),
        tr("Share of the training, at its end, whose weights are averaged: the noise of single batches cancels out"));
    m_patience = addNumber("patience", tr("Patience"), 0, 10'000, 1, 0, tr("epochs"),
        tr("Holds a tenth of the training images out and ends after so many epochs without a lower loss on them, with"
           " the weights of the best epoch; 0: off"));
    m_seed = addNumber("seed", tr("Seed"), 0, 999'999'999, 1, 0, {},
        tr("Of initial weights, shuffling and split: same seed, same weights to the last bit"));
    connect(m_preset, &ComboBox::activated, this,
        [this](int index) { Q_EMIT presetChosen(m_preset->itemData(index).toString()); });
    setConfig({});
}

void RecipeForm::addSchedule()
{
    m_schedule = new ComboBox;
    const std::pair<Schedule, QString> schedules[] = {{Schedule::Constant, tr("Constant")},
        {Schedule::Linear, tr("Linear")}, {Schedule::Cosine, tr("Cosine")}, {Schedule::Step, tr("Steps")}};
    for (const auto& [schedule, text] : schedules)
        m_schedule->addItem(text, static_cast<int>(schedule));
    m_schedule->setToolTip(tr("How the learning rate goes on over the training: a fall lets the weights settle"));
    m_scheduleRow = new FormRow(tr("Schedule"), m_schedule);
    layout()->addWidget(m_scheduleRow);
    connect(m_schedule, &ComboBox::activated, this, &RecipeForm::read);
    connect(m_scheduleRow, &FormRow::restoreRequested, this, [this] {
        m_schedule->setCurrentIndex(0);
        read();
    });
}

SpinBox* RecipeForm::addNumber(const char* name, const QString& label, double low, double high, double step,
    int decimals, const QString& unit, const QString& toolTip)
{
    auto* const field = new SpinBox({low, high, step, decimals}, unit);
    field->setToolTip(toolTip);
    auto* const row = new FormRow(label, field);
    row->setObjectName(QLatin1String(name));
    m_rows.push_back(row);
    layout()->addWidget(row);
    connect(field, &SpinBox::valueChanged, this, &RecipeForm::read);
    return field;
}

void RecipeForm::read()
{
    m_config.epochs = m_epochs->intValue();
    m_config.batchSize = m_batch->intValue();
    m_config.learningRate = static_cast<float>(m_rate->value());
    m_config.schedule = static_cast<Schedule>(m_schedule->currentData().toInt());
    m_config.warmUp = static_cast<float>(m_warmUp->value() / 100);
    m_config.momentum = static_cast<float>(m_momentum->value());
    m_config.weightDecay = static_cast<float>(m_decay->value());
    m_config.averaging = static_cast<float>(m_average->value() / 100);
    m_config.patience = m_patience->intValue();
    m_config.seed = static_cast<std::uint64_t>(m_seed->value());
    markChanged();
    Q_EMIT configChanged(m_config);
}

void RecipeForm::setConfig(const TrainConfig& config)
{
    m_config = config;
    const std::pair<SpinBox*, double> values[] = {{m_epochs, config.epochs}, {m_batch, config.batchSize},
        {m_rate, config.learningRate}, {m_warmUp, 100 * config.warmUp}, {m_momentum, config.momentum},
        {m_decay, config.weightDecay}, {m_average, 100 * config.averaging}, {m_patience, config.patience},
        {m_seed, static_cast<double>(config.seed)}};
    m_schedule->setCurrentIndex(m_schedule->findData(static_cast<int>(config.schedule)));
    for (const auto& [field, value] : values) {
        const QSignalBlocker quiet(field);
        // A float that came back as a double is no other value: setting it would disturb who is typing.
        if (std::abs(field->value() - value) > std::pow(10.0, -field->decimals()) / 2)
            field->setValue(value);
    }
    markChanged();
}

void RecipeForm::markChanged()
{
    const TrainConfig usual;
    const double now[] = {double(m_config.epochs), double(m_config.batchSize), m_rate->value(), m_warmUp->value(),
        m_momentum->value(), m_decay->value(), m_average->value(), double(m_config.patience), double(m_config.seed)};
    const double then[] = {double(usual.epochs), double(usual.batchSize), 0.01, usual.warmUp, usual.momentum,
        usual.weightDecay, usual.averaging, double(usual.patience), double(usual.seed)};
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        auto* const field = static_cast<SpinBox*>(m_rows[i]->field());
        m_rows[i]->setChanged(std::abs(now[i] - then[i]) > 1e-9, field->textFromValue(then[i]));
        disconnect(m_rows[i], &FormRow::restoreRequested, this, nullptr);
        connect(m_rows[i], &FormRow::restoreRequested, this, [field, value = then[i]] { field->setValue(value); });
    }
    m_scheduleRow->setChanged(m_config.schedule != usual.schedule, m_schedule->itemText(0));
    const auto& known = recipes();
    const auto preset = std::find_if(
        known.begin(), known.end(), [this](const Recipe& recipe) { return sameRecipe(recipe.config, m_config); });
    m_preset->setCurrentIndex(preset == known.end() ? -1 : static_cast<int>(preset - known.begin()));
    m_preset->setPlaceholderText(tr("Own"));
}

int RecipeForm::changedCount() const
{
    return (m_scheduleRow->isChanged() ? 1 : 0)
        + static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](FormRow* row) { return row->isChanged(); }));
}

void RecipeForm::showError(const Status& status)
{
    const QString field = status.ok() ? QString() : QString::fromStdString(status.error().field);
    for (FormRow* row : m_rows)
        row->setError(!field.isEmpty() && row->objectName() == field ? sentence(status.error()) : QString());
}

} // namespace qlab::app
