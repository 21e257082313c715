// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace qlab::app {

/// Side of the sheet that drawings live on; every view scales it to its own size. 11 x 28: a whole number of sheet
/// units per pixel of the model.
inline constexpr int kSheetSide = 308;

enum class Tool { Pen, Eraser };

/// One position of the pen, in sheet units: x to the right and y down from the sheet's corner.
struct StrokePoint {
    QPointF at;
    double width = 0; ///< diameter of the pen here, which is where pressure went

    bool operator==(const StrokePoint&) const = default;
};

struct Stroke {
    Tool tool = Tool::Pen;
    std::vector<StrokePoint> points; ///< at least one

    bool operator==(const Stroke&) const = default;
};

/// Takes away everything.
struct ClearStep {
    bool operator==(const ClearStep&) const = default;
};

/// Ink becomes paper and paper ink.
struct InvertStep {
    bool operator==(const InvertStep&) const = default;
};

/// A square Grayscale8 picture, white ink on black, that takes the place of everything before.
struct ImageStep {
    QImage ink;
    QString name{};     ///< an image of a data set: "test image 7,500 of MNIST"; empty for any other picture
    int trueLabel = -1; ///< what such an image shows; -1 where nobody knows

    bool operator==(const ImageStep&) const = default;
};

using CanvasStep = std::variant<Stroke, ClearStep, InvertStep, ImageStep>;

/// Everything done to a drawing, in order, with the steps taken back kept for redo. A value: no pixels of its own,
/// InkLayer draws it at any size.
class StrokeHistory {
public:
    /// The steps in force, oldest first.
    std::span<const CanvasStep> steps() const { return {m_steps.data(), m_done}; }
    /// The last step in force is a stroke that the pen is still drawing.
    bool isOpen() const { return m_open; }
    /// Grows whenever steps in force were taken away: whoever has drawn them must start over. As long as it stays,
    /// steps were only added and points appended to the last.
    std::uint64_t generation() const { return m_generation; }

    /// Each of these closes an open stroke and forgets what could be redone.
    void beginStroke(Tool tool, const StrokePoint& first);
    void add(CanvasStep step);

    /// Precondition: isOpen().
    void extendStroke(const StrokePoint& next);
    void endStroke() { m_open = false; }
    /// The open stroke never was; there is nothing to redo.
    void cancelStroke();

    bool canUndo() const { return m_done > 0; }
    bool canRedo() const { return m_done < m_steps.size(); }
    /// Without effect if there is nothing to undo or redo. An open stroke is closed first.
    void undo();
    void redo();

private:
    std::vector<CanvasStep> m_steps;
    std::size_t m_done = 0; ///< the first so many steps are in force
    bool m_open = false;
    std::uint64_t m_generation = 0;
};

/// The first step that still shows: what lies before a cleared or replaced sheet is hidden.
std::size_t firstVisibleStep(std::span<const CanvasStep> steps);

} // namespace qlab::app
