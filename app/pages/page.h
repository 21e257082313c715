// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/message_bar.h"
#include "app/widgets/page_header.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QVBoxLayout>
#include <QWidget>

namespace qlab::app {

/// The pages in the order of the rail.
enum class PageId { Data, Train, Quantize, Compare, Map, Draw };
inline constexpr int kPageCount = 6;

/// What every page is made of: the header, a line for messages, and the cards below, which scroll where the window is
/// lower than they are. A page redraws at most once a frame, and only while it is shown.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(const QString& title, const QString& sentence, QWidget* parent = nullptr);

    PageHeader& header() { return *m_header; }
    MessageBar& messages() { return *m_messages; }

    /// False while a change waits to be shown.
    bool isUpToDate() const { return !m_stale; }
    /// The button of the page that is the thing to do next; null where there is none.
    virtual QWidget* primaryButton() const { return nullptr; }
    static constexpr int kGap = 12; ///< between cards

Q_SIGNALS:
    /// Something worth a line in the status bar and the log: "Answered in 1.9 ms".
    void said(const QString& text);
    /// The page wants another one to be shown.
    void pageRequested(qlab::app::PageId page);

protected:
    /// Where the rows of cards go, 12 apart.
    QVBoxLayout* rows() { return m_rows; }
    int roomForRows() const; ///< width that a row has without scrolling sideways
    /// Something that the page shows has changed: refresh() follows with the next frame, or when the page is shown.
    void refreshLater();
    virtual void refresh() = 0;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refreshNow();
    void placeRows();

    PageHeader* m_header;
    MessageBar* m_messages;
    QVBoxLayout* m_rows;
    QTimer m_frame; ///< runs while a refresh is due
    QElapsedTimer m_sinceRefresh;
    bool m_stale = true;
};

} // namespace qlab::app
