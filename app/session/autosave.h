// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session_file.h"

#include <QObject>
#include <QTimer>

namespace qlab::app {

/// Keeps the last experiment over a restart, as one file (store/experiment_file.h) in the program's data folder: data
/// source, split, recipe and scheme; the trained model with its log, its earlier runs and its timings; the drawing.
/// What cannot be read, or does not belong together, is left out, never an error. Several windows may save at once: the
/// last one counts.
class Autosave : public QObject {
    Q_OBJECT
public:
    Autosave(Session& session, Drawing& drawing, QObject* parent = nullptr);
    /// Saves what still rests.
    ~Autosave() override;

    /// Puts settings and drawing back, loads the data and, when they are there, the model. Call once, before the
    /// window shows.
    void restore();

private:
    void saveNow();
    void saveLater();
    bool takeParts();

    Session& m_session;
    Drawing& m_drawing;
    ExperimentOpener m_opener;
    QTimer m_later;        ///< settings change with every move of a slider: written when they rest
    ExperimentFile m_file; ///< as it is on the disk; keeps the last model while another one is trained
    bool m_trainingIsDue = false, m_timingsAreDue = false; ///< these take some milliseconds to put down
    bool m_isUnsaved = false;
};

} // namespace qlab::app
