// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace qlab::app {

/// The diverging map from full purple to full green with what its ends stand for.
class ScaleBar : public QWidget {
    Q_OBJECT
public:
    enum class Labels {
        Beside, ///< ends left and right of the bar
        Below   ///< ends and 0 under the bar
    };
    explicit ScaleBar(Labels labels = Labels::Beside, QWidget* parent = nullptr);

    /// The ends become -limit and +limit; two decimals down to 0.01, below that two significant digits.
    void setLimit(double limit);
    /// Words instead of numbers, such as "against" and "for".
    void setEnds(const QString& low, const QString& high);
    QString low() const { return m_low; }
    QString high() const { return m_high; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int widthBelow() const;
    QRectF bar() const;

    Labels m_labels;
    QString m_low;
    QString m_high;
};

} // namespace qlab::app
