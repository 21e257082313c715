// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/drawing.h"
#include "app/session/session.h"
#include "app/store/experiment_file.h"

#include <QObject>

namespace qlab::app {

// What a file keeps of the session. Each puts its part in place of the file's, or leaves that alone where there is
// nothing whole yet, and says whether it changed.

bool putSettings(const Session& session, ExperimentFile& file);
bool putDrawing(const Drawing& drawing, ExperimentFile& file);
/// The original with its log, once its training is at an end.
bool putTraining(const Session& session, ExperimentFile& file);
/// What was trained on its grid; what rounding gives again is taken out.
bool putQuantized(const Session& session, ExperimentFile& file);
/// Of integers that rounding the original gives again: others they would be taken for at the next start.
bool putTimings(const Session& session, ExperimentFile& file);

/// All of it, of now.
ExperimentFile experimentOf(const Session& session, const Drawing& drawing);

/// Brings a file's experiment back: settings, then the data that they name, then what was made from these very images.
/// What cannot be read, or does not belong together, is left out.
class ExperimentOpener : public QObject {
    Q_OBJECT
public:
    ExperimentOpener(Session& session, Drawing& drawing, QObject* parent = nullptr);

    /// In place of the present experiment, which an Undo brings back. Fails, and changes nothing, if its images are not
    /// here; if they cannot be read, the session says so, and all is as before.
    Status open(ExperimentFile file);
    /// At the program's start. \p usual: where the file does not say, or names what is no longer there.
    void restore(ExperimentFile file, const Experiment& usual);
    bool isOpening() const { return m_opening; }

Q_SIGNALS:
    /// \p leftOut: a sentence on what was, or empty.
    void opened(const QString& leftOut);

private:
    void begin(ExperimentFile file, const Experiment& wanted);
    void goOn();
    void restoreDrawing();
    bool restoreTraining();
    void restoreTimings();
    void restoreQuantized();

    Session& m_session;
    Drawing& m_drawing;
    ExperimentFile m_file;
    Experiment m_before;
    DataSummaryPtr m_dataBefore;
    bool m_opening = false;
};

} // namespace qlab::app
