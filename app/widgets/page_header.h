// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

class QHBoxLayout;
class QLabel;
class QProgressBar;

namespace qlab::app {

/// The top of a page: title, one sentence, buttons at the right; the primary button is always the rightmost. 40 high
/// plus the gap of 12 below it, in which the page's progress bar appears while something long runs. A sentence that is
/// too long for the width goes on below, and the room for it stays until the width changes: figures in it may count.
class PageHeader : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(const QString& title, const QString& sentence = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSentence(const QString& sentence);
    QString sentence() const;
    /// Places a button (or a caption) left of the primary one, in the order of the calls.
    void addWidget(QWidget* widget);
    void setPrimary(QWidget* button);
    /// share in [0, 1]; nullopt hides the bar.
    void setProgress(std::optional<double> share);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();

    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QString m_text;    ///< of the sentence, as it was set
    int m_tallest = 0; ///< sentence at the present width
    QHBoxLayout* m_buttons = nullptr;
    QWidget* m_primary = nullptr;
    QProgressBar* m_progress = nullptr;
};

} // namespace qlab::app
