// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/feature_picture.h"
#include "engine/core/shape.h"

#include <QImage>
#include <QString>
#include <QWidget>

#include <array>
#include <functional>
#include <optional>

namespace qlab::app {

/// How much each feature of an image speaks for or against a digit, on the diverging map, where it lies in the image.
/// The one under the mouse, or moved to with the arrow keys (and through its directions with the page keys), is
/// outlined and its value told.
class EvidenceMap : public QWidget {
    Q_OBJECT
public:
    using Values = std::array<double, kPixels>;
    struct Pixel {
        int y, x;
        int direction = 0;
        FeaturePicture::Place place() const { return {y, x, direction}; }
        bool operator==(const Pixel&) const = default;
    };
    using TextOf = std::function<QString(const Pixel&, double value)>;

    explicit EvidenceMap(QWidget* parent = nullptr);

    /// limit > 0 gets the map's full colour, either sign.
    void setValues(const Values& values, double limit);
    /// What the values are of; without it, pixels.
    void setSteps(const InputSteps& steps);
    void clear();                  ///< the empty state: an even field
    void setTextOf(TextOf textOf); ///< what hovering says; without it, row, column and value

    QString textOf(const Pixel& pixel) const;
    std::optional<Pixel> pixelAt(const QPointF& position) const;
    std::optional<Pixel> current() const { return m_current; }

    /// What it asks for, in logical pixels: 252 at first.
    void setSide(int side);
    QSize sizeHint() const override { return {m_side, m_side}; }
    QSize minimumSizeHint() const override { return {kSide * 4, kSide * 4}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void colour();
    void setCurrent(const std::optional<Pixel>& pixel);
    QRectF field() const; ///< the largest multiple of 28, in the middle

    FeaturePicture m_picture{InputSteps(), kSide * 9};
    std::optional<Values> m_values;
    double m_limit = 1;
    int m_side = 9 * kSide;
    QImage m_image; ///< in the colours of the theme in force
    TextOf m_textOf;
    std::optional<Pixel> m_current;
};

} // namespace qlab::app
