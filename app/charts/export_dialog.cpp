// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/export_dialog.h"

#include "app/charts/chart_view.h"
#include "app/widgets/blocked.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_row.h"
#include "app/widgets/labels.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/sentence.h"
#include "app/widgets/spin_box.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace qlab::app {

namespace {

constexpr QSize kPreview{360, 260};
constexpr int kCsvLines = 14;

QString suffix(ExportDialog::Format format)
{
    switch (format) {
    case ExportDialog::Format::Png:
        return QStringLiteral("png");
    case ExportDialog::Format::Svg:
        return QStringLiteral("svg");
    case ExportDialog::Format::Csv:
        return QStringLiteral("csv");
    }
    return {};
}

SpinBox* sideField(int value)
{
    auto* field = new SpinBox({120, 10'000, 10, 0}, QStringLiteral("px"));
    field->setValue(value);
    return field;
}

} // namespace

ExportDialog::ExportDialog(const ChartView& chart, Format format, QWidget* parent)
    : QDialog(parent)
    , m_alive(&chart)
    , m_chart(chart)
{
    setWindowTitle(tr("Save chart: %1").arg(chart.title()));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(16);
    columns->addWidget(makeForm(), 0, Qt::AlignTop);
    columns->addWidget(makePreview(), 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 16, 16, 16);
    rows->setSpacing(12);
    rows->addLayout(columns, 1);
    rows->addWidget(m_error = makeLabel(LabelLook::Error));
    rows->addWidget(makeButtons());
    m_save->setDefault(true); // only a button that is in its dialog can be its default
    m_error->setWordWrap(true);
    m_error->hide();
    m_format->setCurrent(static_cast<int>(format));
    connect(&chart, &QObject::destroyed, this, &QDialog::reject);
    showFormat();
}

QWidget* ExportDialog::makeForm()
{
    m_format = new SegmentedControl({QStringLiteral("PNG"), QStringLiteral("SVG"), QStringLiteral("CSV")});
    m_width = sideField(640);
    m_height = sideField(400);
    m_scale = new SegmentedControl({QStringLiteral("1×"), QStringLiteral("2×"), QStringLiteral("3×")});
    m_scale->setCurrent(1);
    m_scheme = new SegmentedControl({tr("light"), tr("dark")});

    auto* form = new QWidget;
    auto* rows = new QVBoxLayout(form);
    rows->setContentsMargins({});
    rows->setSpacing(4);
    rows->addWidget(new FormRow(tr("Format"), m_format));
    m_pictureRows = {new FormRow(tr("Width"), m_width), new FormRow(tr("Height"), m_height),
        new FormRow(tr("Scale"), m_scale), new FormRow(tr("Colours"), m_scheme)};
    for (QWidget* row : m_pictureRows)
        rows->addWidget(row);
    form->setFixedWidth(formLabelWidth() + scaled(150));

    connect(m_format, &SegmentedControl::currentChanged, this, &ExportDialog::showFormat);
    connect(m_scale, &SegmentedControl::currentChanged, this, &ExportDialog::showPreview);
    connect(m_scheme, &SegmentedControl::currentChanged, this, &ExportDialog::showPreview);
    connect(m_width, &QDoubleSpinBox::valueChanged, this, &ExportDialog::showPreview);
    connect(m_height, &QDoubleSpinBox::valueChanged, this, &ExportDialog::showPreview);
    return form;
}

QWidget* ExportDialog::makePreview()
{
    m_preview = new QLabel;
    m_preview->setFixedSize(kPreview);
    m_preview->setAccessibleName(tr("Preview"));
    return m_preview;
}

QWidget* ExportDialog::makeButtons()
{
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins({});
    row->addStretch();
    ActionButton* cancel = makeButton(ButtonKind::Secondary, tr("Cancel"));
    m_save = makeButton(ButtonKind::Primary, tr("Save…"));
    row->addWidget(cancel);
    row->addWidget(m_save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::askForFile);
    return buttons;
}

ExportDialog::Format ExportDialog::format() const { return static_cast<Format>(m_format->current()); }

ExportOptions ExportDialog::options() const
{
    return {.size = {m_width->intValue(), m_height->intValue()},
        .scale = m_scale->current() + 1,
        .scheme = m_scheme->current() == 0 ? Scheme::Light : Scheme::Dark};
}

QString ExportDialog::proposedName() const
{
    QString name;
    for (const QChar c : m_chart.title().toLower())
        if (c.isLetterOrNumber())
            name += c;
        else if (!name.endsWith(u'-'))
            name += u'-';
    return (name.isEmpty() ? QStringLiteral("chart") : name) + u'.' + suffix(format());
}

void ExportDialog::showFormat()
{
    const QString table = format() == Format::Csv ? tr("A table has neither size nor colours.") : QString();
    for (QWidget* row : m_pictureRows)
        setBlocked(*row, table);
    setBlocked(*m_scale, format() == Format::Svg ? tr("An SVG has no pixels: it is sharp at every size.") : table);
    showPreview();
}

void ExportDialog::showPreview()
{
    m_error->hide();
    if (format() == Format::Csv) {
        m_preview->setFont(textFont(TextRole::Monospace));
        m_preview->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_preview->setText(csv(m_chart).section(u'\n', 0, kCsvLines - 1));
        return;
    }
    ExportOptions shown = options();
    shown.scale = 1;
    const double ratio = devicePixelRatioF();
    QImage image = chartImage(m_chart, shown).scaled(kPreview * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    image.setDevicePixelRatio(ratio);
    m_preview->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_preview->setPixmap(QPixmap::fromImage(image));
}

void ExportDialog::askForFile()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto* dialog = new QFileDialog(this, windowTitle(), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix(format()));
    dialog->setNameFilter(tr("%1 files (*.%2)").arg(suffix(format()).toUpper(), suffix(format())));
    dialog->selectFile(proposedName());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::saveTo);
    dialog->open();
}

bool ExportDialog::saveTo(const QString& path)
{
    if (!m_alive)
        return false;
    Status status;
    switch (format()) {
    case Format::Png:
        status = savePng(m_chart, path, options());
        break;
    case Format::Svg:
        status = saveSvg(m_chart, path, options());
        break;
    case Format::Csv:
        status = saveCsv(m_chart, path);
        break;
    }
    if (!status) {
        m_error->setText(sentence(status.error()));
        m_error->show();
        return false;
    }
    accept();
    return true;
}

} // namespace qlab::app
