// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"

#include <QImage>
#include <QWidget>

#include <array>

namespace qlab::app {

/// Images of each digit in training and test set as bars, over the mean image of each digit.
class ClassBalance : public QWidget {
    Q_OBJECT
public:
    explicit ClassBalance(QWidget* parent = nullptr);
    /// Null: empty.
    void setData(const DataSummaryPtr& summary);

    QSize sizeHint() const override { return {520, 190}; }
    QSize minimumSizeHint() const override { return {400, 150}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Class {
        std::size_t train = 0, test = 0;
        QImage mean;
    };
    QRectF column(int digit) const;
    double imageSide() const;
    void paintBars(QPainter& painter, const QRectF& area, int digit, double most) const;

    std::array<Class, kClasses> m_classes;
    bool m_empty = true;
};

} // namespace qlab::app
