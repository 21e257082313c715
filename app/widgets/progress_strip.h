// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace qlab::app {

/// The bare 4 px ink bar, full width, 0 to 1000 thousandths.
QProgressBar* makeProgressBar(QWidget* parent = nullptr);

/// Something long: what and how much, the bar, the percentage, Cancel.
class ProgressStrip : public QWidget {
    Q_OBJECT
public:
    /// Line: in a card or page, with a Cancel button. Status: in the status bar, small, with a Cancel link.
    enum class Place { Line, Status };
    explicit ProgressStrip(Place place, QWidget* parent = nullptr);

    /// share in [0, 1]; nullopt while the end is not known: a moving bar and no percentage.
    void setProgress(const QString& text, std::optional<double> share);
    void setCancellable(bool cancellable);

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_percent = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace qlab::app
