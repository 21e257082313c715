// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/step_rail.h"

#include <QAbstractButton>

namespace qlab::app {

/// One step of the rail, painted here; a real button for the keyboard and assistive technology.
class StepButton : public QAbstractButton {
    Q_OBJECT
public:
    StepButton(int number, const QString& title, QWidget* parent);
    void setStep(StepRail::Status status, const QString& state);
    void setCurrent(bool current);
    StepRail::Status status() const { return m_status; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    void paintTile(QPainter& painter) const;
    void paintCircle(QPainter& painter) const;
    void paintWords(QPainter& painter) const;

    int m_number;
    StepRail::Status m_status = StepRail::Status::Open;
    QString m_state;
    bool m_current = false;
};

} // namespace qlab::app
