// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

#include <optional>

namespace qlab::app {

/// A number field: the unit stands inside at the right, small and quiet, and is no part of the text that is edited. For
/// whole numbers too (0 decimals). The wheel acts only with the focus.
class SpinBox : public QDoubleSpinBox {
    Q_OBJECT
public:
    struct Range {
        double minimum = 0;
        double maximum = 100;
        double step = 1;
        int decimals = 0;
    };
    explicit SpinBox(const Range& range, const QString& unit = {}, QWidget* parent = nullptr);

    void setUnit(const QString& unit);
    QString unit() const { return m_unit; }
    /// value() rounded to a whole number.
    int intValue() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// A number beyond the range may be typed; it is told by outsideTyped() and, at the end, becomes the nearest limit.
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;

Q_SIGNALS:
    /// While the user types: whether the text is a number that the field cannot take.
    void outsideTyped(bool outside);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int unitWidth() const;
    bool unitFits() const;
    void reserveUnit();
    std::optional<double> number(const QString& text) const;

    QString m_unit;
};

} // namespace qlab::app
