// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/scheme_form.h"

#include "app/present/preset_words.h"
#include "app/widgets/blocked.h"
#include "app/widgets/combo_box.h"
#include "app/widgets/form_row.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/value_slider.h"
#include "engine/quant/packing.h"

#include <QStandardItemModel>
#include <QVBoxLayout>

namespace qlab::app {
namespace {

constexpr int kRowGap = 3;
/// Beside the levels in one choice: what moves the zero point. No enumerator has this value.
constexpr int kAffine = -1;

/// A choice between enumerators, whatever their order: each item carries its own.
template <typename Enum> void fill(ComboBox& choice, std::initializer_list<std::pair<Enum, QString>> items)
{
    for (const auto& [value, text] : items)
        choice.addItem(text, static_cast<int>(value));
}
template <typename Enum> Enum chosen(const ComboBox& choice) { return static_cast<Enum>(choice.currentData().toInt()); }
template <typename Enum> void choose(ComboBox& choice, Enum value)
{
    choice.setCurrentIndex(choice.findData(static_cast<int>(value)));
}

using S = QuantScheme;

QStringList widths()
{
    QStringList widths;
    for (int bits = 1; bits <= 8; ++bits)
        widths += QString::number(bits);
    return widths;
}

/// One item of a choice, which says why it has no meaning now; the chosen one stays as it is.
void setItemBlocked(ComboBox& choice, int value, const QString& reason)
{
    const int index = choice.findData(value);
    auto* const item = qobject_cast<QStandardItemModel*>(choice.model())->item(index);
    const QString shown = index == choice.currentIndex() ? QString() : reason;
    item->setEnabled(shown.isEmpty());
    item->setToolTip(shown);
}

} // namespace

SchemeForm::SchemeForm(QWidget* parent)
    : QWidget(parent)
    , m_scheme(defaultScheme())
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kRowGap);
    m_preset = new ComboBox;
    for (const SchemePreset& preset : schemePresets()) {
        const PresetWords words = schemePresetWords(preset.key);
        m_preset->addItem(words.title, QString::fromUtf8(preset.key.data()));
        m_preset->setItemData(m_preset->count() - 1, words.explanation, Qt::ToolTipRole);
    }
    m_preset->setPlaceholderText(tr("Own scheme"));
    layout->addWidget(new FormRow(tr("Preset"), m_preset));
    m_preset->setToolTip(tr("A whole scheme at once"));
    connect(m_preset, &ComboBox::activated, this, [this](int index) {
        change([index](QuantScheme& scheme) { scheme = schemePresets()[static_cast<std::size_t>(index)].scheme; });
    });
    buildShape(*layout);
    buildRange(*layout);
    buildArithmetic(*layout);
    buildInput(*layout);
    show();
}

FormRow* SchemeForm::addRow(QVBoxLayout& layout, const QString& label, QWidget* field, const QString& toolTip)
{
    field->setToolTip(toolTip);
    auto* const row = new FormRow(label, field);
    layout.addWidget(row);
    m_rows.push_back(row);
    return row;
}

template <typename Change> void SchemeForm::change(Change change)
{
    change(m_scheme);
    show();
    Q_EMIT schemeChanged(m_scheme);
}

void SchemeForm::buildShape(QVBoxLayout& layout)
{
    m_bits = new SegmentedControl(widths());
    addRow(layout, tr("Bits"), m_bits, tr("Bits a weight, really packed in the file ([ and ] change it)"));
    connect(m_bits, &SegmentedControl::currentChanged, this,
        [this](int index) { change([index](QuantScheme& scheme) { scheme = withBits(scheme, index + 1); }); });
    m_granularity = new SegmentedControl({tr("tensor"), tr("channel")});
    addRow(layout, tr("Scale per"), m_granularity, tr("One scale for all weights, or one for each digit's"));
    connect(m_granularity, &SegmentedControl::currentChanged, this, [this](int index) {
        change([index](QuantScheme& scheme) {
            scheme.granularity = index == 0 ? S::Granularity::PerTensor : S::Granularity::PerChannel;
        });
    });
    m_budget = new ValueSlider({1, kClasses * kPixels, 10, 0}, ValueSlider::Scale::Linear, tr("B"));
    m_budgetRow = addRow(layout, tr("Byte budget"), m_budget,
        tr("Bytes that all weights may take. Below what they take at the bits above, each digit's weights have bits of "
           "their own, as many as help most"));
    connect(m_budget, &ValueSlider::valueChanged, this, [this](double value) {
        const bool enough = qRound(value) >= bytesAt(m_scheme.bits);
        change([&](QuantScheme& scheme) { scheme.budget = enough ? 0 : qRound(value); });
    });
    m_grid = new ComboBox;
    fill<S::Levels>(*m_grid,
        {{S::Levels::Restricted, tr("−Q … Q")}, {S::Levels::Full, tr("all 2ᵇ")}, {S::Levels::Odd, tr("odd, no zero")},
            {S::Levels::Codebook, tr("codebook")}});
    m_grid->addItem(tr("affine, moved"), kAffine);
    addRow(layout, tr("Levels"), m_grid,
        tr("real = scale × (q − zero point). −Q … Q as TensorFlow Lite; all 2ᵇ integers as PyTorch; odd ones only, "
           "with "
           "no level at zero (mid-rise); a codebook has the 2ᵇ levels that k-means finds for the weights; affine moves "
           "the grid to fit the range"));
    connect(m_grid, &ComboBox::activated, this, [this] {
        change([this](QuantScheme& scheme) {
            const bool affine = m_grid->currentData() == kAffine;
            scheme.zero = affine ? S::Zero::Affine : S::Zero::Symmetric;
            if (!affine)
                scheme.levels = chosen<S::Levels>(*m_grid);
        });
    });
}

void SchemeForm::buildRange(QVBoxLayout& layout)
{
    m_range = new ComboBox;
    fill<S::Range>(*m_range,
        {{S::Range::Fixed, tr("Fixed power of two")}, {S::Range::MinMax, tr("Min-max")},
            {S::Range::Percentile, tr("Percentile")}, {S::Range::LeastSquares, tr("Least squares")},
            {S::Range::Sigmas, tr("Standard deviations")}, {S::Range::Manual, tr("By hand")},
            {S::Range::LeastLogits, tr("Least logit error")}});
    addRow(layout, tr("Range"), m_range,
        tr("How the largest value that fits the grid is chosen; weights beyond it are clipped. Least logit error: so "
           "that the answers on the training images change least"));
    connect(m_range, &ComboBox::activated, this,
        [this] { change([this](QuantScheme& scheme) { scheme.range = chosen<S::Range>(*m_range); }); });
    m_exponent = new ValueSlider({-8, 16, 1, 0}, ValueSlider::Scale::Linear);
    m_exponentRow = addRow(layout, tr("Scale 2⁻ⁿ"), m_exponent, tr("n: the scale is 2⁻ⁿ; the lab report took 7"));
    connect(m_exponent, &ValueSlider::valueChanged, this,
        [this](double value) { change([value](QuantScheme& scheme) { scheme.exponent = qRound(value); }); });
    m_percentile = new ValueSlider({90, 100, 0.1, 1}, ValueSlider::Scale::Linear, QStringLiteral("%"));
    m_percentileRow =
        addRow(layout, tr("Percentile"), m_percentile, tr("Share of the weights (by size) that fits the grid, %"));
    connect(m_percentile, &ValueSlider::valueChanged, this,
        [this](double value) { change([value](QuantScheme& scheme) { scheme.percentile = value; }); });
    m_clip = new ValueSlider({0.001, 1, 0.005, 3}, ValueSlider::Scale::Logarithmic);
    m_clipRow = addRow(
        layout, tr("Clip at ±"), m_clip, tr("Weights beyond this are clipped; also the handles on the histogram"));
    connect(m_clip, &ValueSlider::valueChanged, this,
        [this](double value) { change([value](QuantScheme& scheme) { scheme.clip = value; }); });
    m_sigmas = new ValueSlider({0.5, 8, 0.1, 1}, ValueSlider::Scale::Linear, tr("σ"));
    m_sigmasRow =
        addRow(layout, tr("Clip at ± n σ"), m_sigmas, tr("Weights beyond n times their root mean square are clipped"));
    connect(m_sigmas, &ValueSlider::valueChanged, this,
        [this](double value) { change([value](QuantScheme& scheme) { scheme.sigmas = value; }); });
}

void SchemeForm::buildArithmetic(QVBoxLayout& layout)
{
    m_overflow = new SegmentedControl({tr("saturate"), tr("wrap")});
    addRow(layout, tr("Outside"), m_overflow,
        tr("What happens to integers that do not fit: held at the end, or wrapped around as a plain cast does"));
    connect(m_overflow, &SegmentedControl::currentChanged, this, [this](int index) {
        change(
            [index](QuantScheme& scheme) { scheme.overflow = index == 0 ? S::Overflow::Saturate : S::Overflow::Wrap; });
    });
    m_rounding = new ComboBox;
    fill<S::Rounding>(*m_rounding,
        {{S::Rounding::NearestEven, tr("Nearest, even")}, {S::Rounding::NearestAway, tr("Nearest, away")},
            {S::Rounding::TowardZero, tr("Towards zero")}, {S::Rounding::Floor, tr("Down")},
            {S::Rounding::Stochastic, tr("Stochastic")}, {S::Rounding::DataAware, tr("Data-aware")}});
    addRow(layout, tr("Rounding"), m_rounding,
        tr("Of weight / scale to an integer; PyTorch and ONNX round halves to even. Data-aware: so that the answers on "
           "the training images change least, each weight making good the errors of those before it"));
    connect(m_rounding, &ComboBox::activated, this, [this] {
        change([this](QuantScheme& scheme) {
            scheme.rounding = chosen<S::Rounding>(*m_rounding);
            if (scheme.rounding == S::Rounding::DataAware)
                scheme.overflow = S::Overflow::Saturate;
        });
    });
    m_seed = new ValueSlider({0, 99, 1, 0}, ValueSlider::Scale::Linear);
    m_seedRow = addRow(layout, tr("Seed"), m_seed, tr("Of the chances: another seed rounds otherwise"));
    connect(m_seed, &ValueSlider::valueChanged, this,
        [this](double value) { change([value](QuantScheme& scheme) { scheme.seed = qRound(value); }); });
}

void SchemeForm::buildInput(QVBoxLayout& layout)
{
    m_input = new ComboBox;
    fill<S::Input>(*m_input,
        {{S::Input::Pixels, tr("Pixels")}, {S::Input::Dynamic8, tr("Dynamic")},
            {S::Input::Dynamic7, tr("Dynamic, 7 bits")}, {S::Input::DynamicRow, tr("Dynamic, per image")},
            {S::Input::Static, tr("Static, calibrated")}, {S::Input::Float, tr("Float")}});
    addRow(layout, tr("Input"), m_input,
        tr("Raw pixels of 8 bits need no quantizing. Dynamic: normalised floats are quantized by each batch's range, "
           "as PyTorch does; per image: by each image's own; static: by the range of training images, found "
           "beforehand"));
    connect(m_input, &ComboBox::activated, this,
        [this] { change([this](QuantScheme& scheme) { scheme.input = chosen<S::Input>(*m_input); }); });
    m_inputBits = new SegmentedControl(widths());
    addRow(layout, tr("Input bits"), m_inputBits,
        tr("Bits a pixel or quantized float; 8 take pixels as they are, fewer one pass over them more"));
    connect(m_inputBits, &SegmentedControl::currentChanged, this,
        [this](int index) { change([index](QuantScheme& scheme) { scheme.inputBits = index + 1; }); });
    m_calibration = new ValueSlider({1, 60'000, 1, 0}, ValueSlider::Scale::Logarithmic);
    m_calibrationRow = addRow(layout, tr("Calibrated on"), m_calibration,
        tr("So many of the first training images give the range; what others have beyond it saturates"));
    connect(m_calibration, &ValueSlider::valueChanged, this,
        [this](double value) { change([value](QuantScheme& scheme) { scheme.calibrationImages = qRound(value); }); });
    m_bias = new ComboBox;
    fill<S::Bias>(*m_bias,
        {{S::Bias::Float, tr("Float")}, {S::Bias::Int32, tr("32-bit integers")},
            {S::Bias::Int16, tr("16-bit integers")}, {S::Bias::Int8, tr("8-bit integers")}});
    addRow(layout, tr("Bias"), m_bias,
        tr("32 bits: on the scale of the products, as TensorFlow Lite, where that of the input is known beforehand; "
           "else the ten biases share one symmetric grid up to the largest"));
    connect(m_bias, &ComboBox::activated, this,
        [this] { change([this](QuantScheme& scheme) { scheme.bias = chosen<S::Bias>(*m_bias); }); });
}

void SchemeForm::setScheme(const QuantScheme& scheme)
{
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    show();
}

void SchemeForm::setLargestWeight(double largest)
{
    if (largest > 0.001)
        m_clip->setRange(0.001, largest * 1.5);
}

void SchemeForm::setFeatures(int features)
{
    if (m_features == features)
        return;
    m_features = features;
    show();
}

int SchemeForm::bytesAt(int bits) const { return kClasses * static_cast<int>(packedRowBytes(bits, m_features)); }

void SchemeForm::setTrainImages(std::size_t images)
{
    m_calibration->setRange(1, static_cast<double>(std::max<std::size_t>(images, 2)));
}

void SchemeForm::show()
{
    m_bits->setCurrent(m_scheme.bits - 1);
    m_granularity->setCurrent(m_scheme.granularity == S::Granularity::PerTensor ? 0 : 1);
    if (m_scheme.zero == S::Zero::Affine)
        m_grid->setCurrentIndex(m_grid->findData(kAffine));
    else
        choose(*m_grid, m_scheme.levels);
    choose(*m_range, m_scheme.range);
    m_budget->setRange(bytesAt(1), bytesAt(m_scheme.bits));
    m_budget->setValue(m_scheme.budget > 0 ? m_scheme.budget : bytesAt(m_scheme.bits));
    m_exponent->setValue(m_scheme.exponent);
    m_percentile->setValue(m_scheme.percentile);
    m_clip->setValue(m_scheme.clip);
    m_sigmas->setValue(m_scheme.sigmas);
    m_seed->setValue(m_scheme.seed);
    m_inputBits->setCurrent(m_scheme.inputBits - 1);
    m_calibration->setValue(m_scheme.calibrationImages);
    m_overflow->setCurrent(m_scheme.overflow == S::Overflow::Saturate ? 0 : 1);
    choose(*m_rounding, m_scheme.rounding);
    choose(*m_input, m_scheme.input);
    choose(*m_bias, m_scheme.bias);
    const auto hasRange = [this](S::Range range) { return m_scheme.range == range && !m_scheme.isCodebook(); };
    S budgeted = m_scheme;
    budgeted.budget = 1;
    m_budgetRow->setVisible(budgeted.hasRowWidths() && m_scheme.bits > 1);
    m_exponentRow->setVisible(hasRange(S::Range::Fixed));
    m_percentileRow->setVisible(hasRange(S::Range::Percentile));
    m_clipRow->setVisible(hasRange(S::Range::Manual));
    m_sigmasRow->setVisible(hasRange(S::Range::Sigmas));
    m_seedRow->setVisible(m_scheme.rounding == QuantScheme::Rounding::Stochastic && !m_scheme.isCodebook());
    m_calibrationRow->setVisible(m_scheme.input == S::Input::Static);
    showBlocked();
    const auto& presets = schemePresets();
    const auto known = std::find_if(
        presets.begin(), presets.end(), [this](const SchemePreset& preset) { return preset.scheme == m_scheme; });
    m_preset->setCurrentIndex(known == presets.end() ? -1 : static_cast<int>(known - presets.begin()));
    const QuantScheme usual = defaultScheme();
    const bool changed[] = {m_scheme.bits != usual.bits, m_scheme.granularity != usual.granularity,
        m_scheme.budget != usual.budget, m_scheme.zero != usual.zero || m_scheme.levels != usual.levels,
        m_scheme.range != usual.range, m_scheme.exponent != usual.exponent, m_scheme.percentile != usual.percentile,
        m_scheme.clip != usual.clip, m_scheme.sigmas != usual.sigmas, m_scheme.overflow != usual.overflow,
        m_scheme.rounding != usual.rounding, m_scheme.seed != usual.seed, m_scheme.input != usual.input,
        m_scheme.inputBits != usual.inputBits, m_scheme.calibrationImages != usual.calibrationImages,
        m_scheme.bias != usual.bias};
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setChanged(changed[i] && m_rows[i]->isVisibleTo(this));
}

void SchemeForm::showBlocked()
{
    const bool codebook = m_scheme.isCodebook(), fixed = m_scheme.range == S::Range::Fixed && !codebook;
    setBlocked(*m_overflow,
        codebook ? tr("Every weight goes to the nearest level of a codebook, none is outside: choose other levels "
                      "first.")
            : m_scheme.rounding == S::Rounding::DataAware
            ? tr("Data-aware rounding always saturates: choose another rounding first.")
            : QString());
    setBlocked(
        *m_range, codebook ? tr("A codebook's levels follow from the weights: choose other levels first.") : QString());
    const QString fixedWhy =
        fixed ? tr("A fixed power of two is one scale for all weights: choose another range first.") : QString();
    setBlocked(*m_granularity, fixedWhy);
    setBlocked(*m_grid, fixedWhy);
    const QString signWhy =
        m_scheme.bits == 1 ? tr("One bit has two levels, −1 and +1: choose more bits first.") : QString();
    for (const int levels : {static_cast<int>(S::Levels::Full), static_cast<int>(S::Levels::Odd), kAffine})
        setItemBlocked(*m_grid, levels, signWhy);
    setItemBlocked(*m_grid, static_cast<int>(S::Levels::Codebook),
        m_scheme.bits == 8 ? tr("Eight bits have room for every level of a codebook: choose fewer bits first.")
                           : QString());
    setBlocked(*m_inputBits,
        m_scheme.input == S::Input::Float ? tr("A float input has no integers: choose another input first.")
            : m_scheme.input == S::Input::Dynamic7
            ? tr("This input has 7 bits, as PyTorch's on x86: choose another input first.")
            : QString());
    const QString nearestWhy =
        codebook ? tr("Weights go to the nearest level of a codebook: choose other levels first.") : QString();
    for (const S::Rounding rounding :
        {S::Rounding::NearestAway, S::Rounding::TowardZero, S::Rounding::Floor, S::Rounding::Stochastic})
        setItemBlocked(*m_rounding, static_cast<int>(rounding), nearestWhy);
}

int SchemeForm::changedCount() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](FormRow* row) { return row->isChanged(); }));
}

} // namespace qlab::app
