// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/present/models_words.h"

#include <QDialog>

class QLabel;

namespace qlab::app {

class ActionButton;
class ModelChoice;
class ModelsTable;
class Session;

/// Any two models on the same test images: those in force, of the map, of files. Measured as soon as both are chosen.
/// Not blocking: show() it.
class ModelsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ModelsDialog(Session& session, QWidget* parent = nullptr);

    ModelChoice& choice(int side) { return *m_choices[side]; }
    ModelsTable& table() const { return *m_table; }
    /// What the comparison comes to, as shown.
    QString headline() const;

private:
    QWidget* buildChoices();
    QWidget* buildTable();
    QWidget* buildButtons();
    void offer();
    void compare();
    void refresh();
    void showError(const QString& message);
    void save();
    ModelSides sides() const;

    Session& m_session;
    ModelChoice* m_choices[2] = {};
    ActionButton *m_again = nullptr, *m_save = nullptr;
    QLabel *m_headline = nullptr, *m_words = nullptr, *m_error = nullptr;
    ModelsTable* m_table = nullptr;
};

} // namespace qlab::app
