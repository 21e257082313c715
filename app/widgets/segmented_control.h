// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QAbstractButton;
class QButtonGroup;

namespace qlab::app {

/// One choice of 2 to 10 short words, side by side. Each segment is a real exclusive button, so that the keyboard (Tab
/// to the checked one, arrows to move) and assistive technology know it.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    /// 26 high in forms, 22 in card titles.
    enum class Height { Normal, Small };
    /// The first segment is checked.
    explicit SegmentedControl(const QStringList& segments, Height height = Height::Normal, QWidget* parent = nullptr);

    int count() const { return static_cast<int>(m_segments.size()); }
    int current() const;
    /// Checks a segment without a signal. Precondition: 0 <= index < count().
    void setCurrent(int index);
    void setSegmentText(int index, const QString& text);
    QString segmentText(int index) const;
    void setSegmentToolTip(int index, const QString& toolTip);
    /// Disables a segment and says why in its tooltip; an empty reason enables it.
    void setSegmentBlocked(int index, const QString& reason);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Only when the user chose, never from setCurrent.
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QSize hint(int padding) const;
    void placeSegments();

    QButtonGroup* m_group = nullptr;
    std::vector<QAbstractButton*> m_segments;
    Height m_height;
};

} // namespace qlab::app
