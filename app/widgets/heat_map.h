// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/feature_picture.h"
#include "app/widgets/model_swatch.h"
#include "engine/core/shape.h"

#include <QImage>
#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace qlab::app {

/// Ten pictures of features, one a digit.
struct HeatMapRow {
    std::vector<float> values;        ///< 10 x 784, row-major
    double limit = 1;                 ///< the value that gets the map's full colour, either sign; > 0
    QString title;                    ///< empty in all rows: no column for titles
    QString caption;                  ///< under the title
    QString widestCaption;            ///< room is kept for it, so a number in the caption moves nothing; or empty
    std::optional<Model> mark;        ///< the model's swatch before the title
    std::vector<std::uint8_t> marked; ///< 10 x 784, not 0: outlined; or empty
};

/// Weight images in rows above each other, digits 0 ... 9 below. Tiles are 56 px, and whole multiples of 28 px more
/// where width and height allow. The feature under the mouse, or moved to with the arrow keys (and through its
/// directions with the page keys), is outlined and described by a text.
class HeatMapStrip : public QWidget {
    Q_OBJECT
public:
    struct Pixel {
        int row, digit, y, x;
        int direction = 0;
        FeaturePicture::Place place() const { return {y, x, direction}; }
        bool operator==(const Pixel&) const = default;
    };
    using TextOf = std::function<QString(const Pixel&)>;

    explicit HeatMapStrip(QWidget* parent = nullptr);

    void setRows(std::vector<HeatMapRow> rows);
    /// What the values are of; without it, pixels.
    void setSteps(const InputSteps& steps);
    const FeaturePicture& picture() const { return m_picture; }
    void setEmptyText(const QString& text); ///< shown while there are no rows
    /// What hovering says; without it, row, column and value.
    void setTextOf(TextOf textOf);

    int tileSide() const; ///< logical pixels, for the present size
    std::optional<Pixel> pixelAt(const QPointF& position) const;
    std::optional<Pixel> current() const { return m_current; }
    QString textOf(const Pixel& pixel) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    static constexpr int kSwatchGap = 7; ///< between swatch and title
    static constexpr int kLabelGap = 1;  ///< between images and digits

    void colour();
    void setCurrent(const std::optional<Pixel>& pixel);
    void showText(const QPoint& globalPosition);
    int measuredTitles() const;
    int heightWith(int tileSide) const;
    int widthWith(int tileSide) const;
    int sideForWidth(int width) const;
    QRectF tile(int row, int digit) const;
    QRectF cellArea(const QRectF& image, const Pixel& pixel) const;
    /// Place in HeatMapRow::values.
    std::size_t offset(const Pixel& pixel) const;
    Pixel moved(const Pixel& from, int right, int down) const;
    void paintTitle(QPainter& painter, int row) const;
    void paintMarks(QPainter& painter, const QRectF& image, int row, int digit) const;

    FeaturePicture m_picture;
    std::vector<HeatMapRow> m_rows;
    std::vector<QImage> m_images; ///< rows x 10, in the colours of the theme in force
    TextOf m_textOf;
    QString m_emptyText;
    std::optional<Pixel> m_current;
    int m_titleWidth = 0;
    int m_wishedSide = 0; ///< that the present width allows
};

} // namespace qlab::app
