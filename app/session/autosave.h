// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"

#include <QObject>
#include <QTimer>

namespace qlab::app {

/// Keeps the last experiment over a restart: data source, split, recipe and scheme in the settings, the trained model
/// with its log in the program's data folder. What cannot be read is left out, never an error.
class Autosave : public QObject {
    Q_OBJECT
public:
    explicit Autosave(Session& session, QObject* parent = nullptr);

    /// Puts the settings back, loads their data and, when it is there, the model. Call once, before the window shows.
    void restore();

private:
    void saveSettings() const;
    void saveModel();
    void restoreModel();

    Session& m_session;
    QTimer m_later; ///< settings change with every move of a slider: written when they rest
    bool m_restoring = false;
    std::shared_ptr<const LinearModel> m_saved; ///< the model that is on the disk
};

} // namespace qlab::app
