// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace qlab::app {

class StepButton;

/// The steps of the lab at the left edge, top to bottom: number, name, and where it stands in one to three words.
/// Up and Down move the focus, Enter or Space opens. Ctrl+1.. belongs to the main window.
class StepRail : public QWidget {
    Q_OBJECT
public:
    /// Open: can be used. Done: with a check mark. Blocked: cannot be opened yet; its state line says when.
    enum class Status { Open, Done, Blocked };

    explicit StepRail(QWidget* parent = nullptr);

    void setSteps(const QStringList& titles);
    int count() const { return static_cast<int>(m_steps.size()); }
    /// state: "MNIST, 70,000", "after training". Precondition: 0 <= index < count().
    void setStep(int index, Status status, const QString& state);
    /// Marks the step whose page is shown, without a signal.
    void setCurrent(int index);
    int current() const { return m_current; }

    QSize sizeHint() const override;

Q_SIGNALS:
    /// The user asked for a step that is not blocked.
    void activated(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void moveFocus(int from, int step);

    std::vector<StepButton*> m_steps;
    int m_current = -1;
};

} // namespace qlab::app
