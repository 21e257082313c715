// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace qlab::app {

/// A short word on a soft ground: "live", "ready", "57 now wrong". Good, warn and bad are always said by the word too.
/// Original and Quantized carry the models' underlines, solid and dashed.
class Tag : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Neutral, Good, Warn, Bad, Original, Quantized };
    explicit Tag(const QString& text = {}, Kind kind = Kind::Neutral, QWidget* parent = nullptr);

    /// An empty text hides the tag.
    void setTag(const QString& text, Kind kind);
    QString text() const { return m_text; }
    Kind kind() const { return m_kind; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Kind m_kind;
};

} // namespace qlab::app
