// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/drawing.h"
#include "app/session/session.h"

#include <QObject>
#include <QTimer>

namespace qlab::app {

/// Keeps the last experiment over a restart: data source, split, recipe and scheme in the settings; in the program's
/// data folder the trained model with its log, its earlier runs and its timings, and the drawing. What cannot be read,
/// or does not belong together, is left out, never an error. Several windows may save at once: the last one counts.
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
    void saveSettings() const;
    void saveDrawing();
    void saveModel();
    void saveTimings();
    static Experiment savedExperiment();
    void restoreDrawing();
    void restoreModel();
    void restoreTimings();

    Session& m_session;
    Drawing& m_drawing;
    QTimer m_later; ///< settings change with every move of a slider: written when they rest
    bool m_restoring = false;
    LinearModelPtr m_saved; ///< the model that is on the disk
    CompareReportPtr m_savedTimings;
    QByteArray m_savedSheet; ///< the drawing that is
};

} // namespace qlab::app
