// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/present/train_charts.h"

namespace qlab {
struct TrainConfig;
}

namespace qlab::app {

class ActionButton;
class Card;
class ConfusionView;
class DigitGrid;
class Drawing;
class EpochTable;
class HeatMapStrip;
class RecipeForm;
class ScaleBar;
class Session;
class Tag;

/// Recipe, live loss and accuracy, ten weight images that form as you watch, confusion matrix, per-epoch log.
class TrainPage : public Page {
    Q_OBJECT
public:
    TrainPage(Session& session, Drawing& drawing, QWidget* parent = nullptr);
    QWidget* primaryButton() const override;

public Q_SLOTS:
    /// Train, Pause or Resume, whatever the primary button says.
    void startOrPause();

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeSettings();
    void buildHeader();
    QWidget* buildRecipe();
    QWidget* buildConfusion();
    QWidget* buildCharts();
    QWidget* buildWeights();
    QWidget* buildEpochs();
    void buildLossMenu(Card& card);

    void trainingChanged();
    void applyPreset(const QString& key);
    void refreshButtons();
    void refreshConfusion();
    void refreshErrors();
    void refreshWeights();
    void refreshSamples();
    QString sentence() const;

    Session& m_session;
    Drawing& m_drawing;
    ActionButton *m_train = nullptr, *m_step = nullptr, *m_stop = nullptr;
    RecipeForm* m_recipe = nullptr;
    Card *m_recipeCard = nullptr, *m_confusionCard = nullptr, *m_weightsCard = nullptr, *m_epochsCard = nullptr,
         *m_samplesCard = nullptr;
    Tag* m_live = nullptr;
    LineChart *m_loss = nullptr, *m_accuracy = nullptr;
    HeatMapStrip* m_weights = nullptr;
    ScaleBar* m_scale = nullptr;
    ConfusionView* m_confusion = nullptr;
    EpochTable* m_epochs = nullptr;
    DigitGrid* m_samples = nullptr;
    bool m_overlay = true;
    bool m_recipeIsWrong = false;
    double m_smoothing = kLossSmoothing;
};

} // namespace qlab::app
