// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

class QStandardItemModel;

namespace qlab::app {

class StepDelegate;

/// The steps of the lab at the left edge, top to bottom: number, name, and where it stands in one to three words.
/// Up and Down move in it, Enter, Space or a click opens. Ctrl+1.. belongs to the main window.
class StepRail : public QListView {
    Q_OBJECT
public:
    /// Open: can be used. Done: with a check mark. Blocked: cannot be opened yet; its state line says when.
    enum class Status { Open, Done, Blocked };

    explicit StepRail(QWidget* parent = nullptr);

    void setSteps(const QStringList& titles);
    int count() const;
    /// state: "MNIST, 70,000", "after training". Precondition: 0 <= index < count().
    void setStep(int index, Status status, const QString& state);
    Status status(int index) const;
    /// Marks the step whose page is shown, without a signal.
    void setShown(int index);
    int shown() const { return m_shown; }

    QSize sizeHint() const override;

Q_SIGNALS:
    /// The user asked for a step that is not blocked.
    void stepRequested(int index);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void request(const QModelIndex& step);
    void describe(int index);

    QStandardItemModel* m_steps;
    StepDelegate* m_delegate;
    int m_shown = -1;
};

} // namespace qlab::app
