// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/session/session.h"

class QLabel;

namespace qlab::app {

class ActionButton;
class Card;
class ClassBalance;
class ComboBox;
class DigitGrid;
class Drawing;
class FormRow;
class MnistDownload;
class ProgressStrip;
class SegmentedControl;
class SourceChoice;
class SpinBox;
class StepsForm;

/// Where the images come from, how they are split and normalised, and what they look like.
class DataPage : public Page {
    Q_OBJECT
public:
    DataPage(Session& session, Drawing& drawing, QWidget* parent = nullptr);
    QWidget* primaryButton() const override;

    /// Asks for a folder with a data set and loads it.
    void openFolder();
    /// Downloads MNIST into the user's data folder (or takes what is there) and loads it.
    void getMnist();
    /// Nothing happens if none runs.
    void cancelDownload();

protected:
    void refresh() override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildHeader();
    QWidget* buildSource();
    QWidget* buildSplit();
    QWidget* buildFacts();
    QWidget* buildSamples();
    QWidget* buildClasses();
    void chooseSource(int index);
    void load(const DataSource& source);
    void reload();
    SplitSpec chosenSplit() const;
    const Dataset& shownSet() const;
    void showSamples();
    void refreshNormalization();
    void refreshSource();
    void refreshFacts();
    void downloadMnist(const QString& folder);
    void showSplitError(const QString& error);

    Session& m_session;
    Drawing& m_drawing;
    ActionButton *m_open = nullptr, *m_train = nullptr, *m_get = nullptr;
    SourceChoice* m_source = nullptr;
    SegmentedControl *m_split = nullptr, *m_part = nullptr, *m_stage = nullptr;
    SpinBox* m_share = nullptr;
    FormRow *m_splitRow = nullptr, *m_shareRow = nullptr;
    ComboBox* m_normalization = nullptr;
    StepsForm* m_steps = nullptr;
    ProgressStrip* m_progress = nullptr;
    Card *m_samplesCard = nullptr, *m_factsCard = nullptr;
    QLabel *m_facts = nullptr, *m_samplesHint = nullptr;
    DigitGrid* m_samples = nullptr;
    ClassBalance* m_classes = nullptr;
    MnistDownload* m_download = nullptr; ///< while one runs
};

} // namespace qlab::app
