// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/charts/chart_export.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPushButton;

namespace qlab::app {

class FormRow;
class SegmentedControl;
class SpinBox;

/// Asks how a chart should be saved and shows what it will look like. Not blocking: open() it. An error stays in the
/// dialog, so that nothing typed is lost.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    enum class Format { Png, Svg, Csv };
    ExportDialog(const ChartView& chart, Format format, QWidget* parent = nullptr);

    Format format() const;
    ExportOptions options() const;
    /// Name of the file that is proposed: the chart's title in small letters, "where-the-time-goes.png".
    QString proposedName() const;
    /// Writes the file and closes, or shows why not. True if written.
    bool saveTo(const QString& path);

private:
    QWidget* makeForm();
    QWidget* makePreview();
    QWidget* makeButtons();
    void showFormat();
    void showPreview();
    void askForFile();

    QPointer<const QWidget> m_alive; ///< the chart may go away while the dialog is open
    const ChartView& m_chart;
    SegmentedControl* m_format = nullptr;
    SpinBox* m_width = nullptr;
    SpinBox* m_height = nullptr;
    SegmentedControl* m_scale = nullptr;
    SegmentedControl* m_scheme = nullptr;
    QList<QWidget*> m_pictureRows; ///< of no meaning for a CSV file
    QLabel* m_preview = nullptr;
    QLabel* m_error = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace qlab::app
