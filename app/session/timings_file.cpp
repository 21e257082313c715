// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/timings_file.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace qlab::app {
namespace {

/// Every field that is kept, once for both directions.
template <typename Archive> void fields(Archive& at, Timing& timing)
{
    at("median_ms", timing.medianMs);
    at("p10_ms", timing.p10Ms);
    at("p90_ms", timing.p90Ms);
    at("min_ms", timing.minMs);
    at("repetitions", timing.repetitions);
    at("wall_ms", timing.wallMs);
}

template <typename Archive> void fields(Archive& at, Interval& interval)
{
    at("low", interval.low);
    at("high", interval.high);
}

template <typename Archive> void fields(Archive& at, MedianInterval& ratio)
{
    at("median", ratio.median);
    at("interval", ratio.interval);
}

template <typename Archive> void fields(Archive& at, ModelFigures& figures)
{
    at("correct", figures.correct);
    at("accuracy95", figures.accuracy95);
    at("bytes", figures.bytes);
    at("batch", figures.batch);
    at("single", figures.single);
    at("streamed", figures.streamed);
}

template <typename Archive> void fields(Archive& at, McNemar& test)
{
    at("only_first", test.onlyFirst);
    at("only_second", test.onlySecond);
    at("changed", test.changed);
    at("images", test.images);
    at("p", test.pValue);
    at("difference", test.difference);
}

template <typename Archive> void fields(Archive& at, Breakdown& parts)
{
    at("images", parts.images);
    at("pixels_original", parts.pixelsOriginal);
    at("pixels_quantized", parts.pixelsQuantized);
    at.later("pixels_narrowed", parts.pixelsNarrowed, parts.pixelsQuantized);
    at("pixels_multiply", parts.pixelsMultiply);
    at("floats_original", parts.floatsOriginal);
    at("floats_quantized", parts.floatsQuantized);
    at("floats_static", parts.floatsStatic);
    at("floats_bytes", parts.floatsBytes);
    at("floats_multiply", parts.floatsMultiply);
}

template <typename Archive> void fields(Archive& at, BatchPoint& point)
{
    at("images", point.images);
    at("original_ns", point.originalNs);
    at("quantized_ns", point.quantizedNs);
    at("ratio", point.ratio);
}

template <typename Archive> void fields(Archive& at, TimingQuality& quality)
{
    at("slices", quality.slices);
    at("switched", quality.switched);
    at("cpu_ms", quality.cpuMs);
    at("wall_ms", quality.wallMs);
    at("flagged", quality.flagged);
    at("unsteady", quality.unsteady);
    at("repeated", quality.repeated);
    at("wall_clock", quality.wallClock);
}

template <typename Archive> void fields(Archive& at, Divergence& divergence)
{
    at("mean", divergence.mean);
    at("mean95", divergence.mean95);
    at("p99", divergence.p99);
    at("p99_95", divergence.p99At95);
}

template <typename Archive> void fields(Archive& at, Comparison& comparison)
{
    at("images", comparison.images);
    at("images_per_call", comparison.imagesPerCall);
    at("from_floats", comparison.fromFloats);
    at("original", comparison.original);
    at("quantized", comparison.quantized);
    at("accuracy", comparison.accuracy);
    at("divergence", comparison.divergence);
    at("batch_ratio", comparison.batchRatio);
    at("single_ratio", comparison.singleRatio);
    at("streamed_ratio", comparison.streamedRatio);
    at("float_input_original", comparison.floatInputOriginal);
    at("float_input_quantized", comparison.floatInputQuantized);
    at("float_input_ratio", comparison.floatInputRatio);
    at("steps", comparison.steps);
    at("quality", comparison.quality);
}

class Writer {
public:
    void operator()(const char* name, double& value) { json[QLatin1String(name)] = value; }
    void operator()(const char* name, bool& value) { json[QLatin1String(name)] = value; }
    /// What older files do not have: written only where it is another than \p usual, which it is else.
    void later(const char* name, double value, double usual)
    {
        if (value != usual)
            json[QLatin1String(name)] = value;
    }
    void operator()(const char* name, std::size_t& value) { json[QLatin1String(name)] = static_cast<qint64>(value); }
    template <typename T> void operator()(const char* name, T& value) { json[QLatin1String(name)] = write(value); }
    template <typename T> static QJsonObject write(T value)
    {
        Writer writer;
        fields(writer, value);
        return writer.json;
    }

    QJsonObject json;
};

class Reader {
public:
    explicit Reader(QJsonObject from)
        : json(std::move(from))
    {
    }
    void operator()(const char* name, double& value)
    {
        ok = ok && json[QLatin1String(name)].isDouble();
        value = json[QLatin1String(name)].toDouble();
    }
    void later(const char* name, double& value, double usual)
    {
        value = usual;
        if (json.contains(QLatin1String(name)))
            (*this)(name, value);
    }
    void operator()(const char* name, bool& value)
    {
        ok = ok && json[QLatin1String(name)].isBool();
        value = json[QLatin1String(name)].toBool();
    }
    void operator()(const char* name, std::size_t& value)
    {
        const qint64 number = json[QLatin1String(name)].toInteger(-1);
        ok = ok && number >= 0;
        value = static_cast<std::size_t>(std::max<qint64>(number, 0));
    }
    template <typename T> void operator()(const char* name, T& value)
    {
        ok = ok && read(json[QLatin1String(name)], value);
    }
    template <typename T> static bool read(const QJsonValue& from, T& value)
    {
        Reader reader(from.toObject());
        fields(reader, value);
        return reader.ok;
    }

    QJsonObject json;
    bool ok = true;
};

const QString kModel = QStringLiteral("model_sha256");
const QString kScheme = QStringLiteral("scheme");
const QString kComparison = QStringLiteral("comparison");
const QString kBreakdown = QStringLiteral("breakdown");
const QString kCurve = QStringLiteral("batch_curve");
const QString kCurveQuality = QStringLiteral("batch_curve_timing");

} // namespace

QJsonObject timingsToJson(const CompareReport& report, const QString& model)
{
    QJsonObject json{{kModel, model}, {kScheme, QString::fromStdString(schemeToText(report.quantized->scheme))},
        {kComparison, Writer::write(report.comparison)}};
    if (report.comparison.breakdown)
        json[kBreakdown] = Writer::write(*report.comparison.breakdown);
    QJsonArray curve;
    for (const BatchPoint& point : report.batchCurve)
        curve.append(Writer::write(point));
    json[kCurve] = curve;
    json[kCurveQuality] = Writer::write(report.curveQuality);
    return json;
}

std::optional<SavedTimings> timingsFromJson(const QJsonObject& json)
{
    const auto scheme = schemeFromText(json[kScheme].toString().toStdString());
    SavedTimings saved;
    if (!scheme || !Reader::read(json[kComparison], saved.report.comparison))
        return std::nullopt;
    saved.model = json[kModel].toString();
    saved.scheme = *scheme;
    if (json.contains(kBreakdown) && !Reader::read(json[kBreakdown], saved.report.comparison.breakdown.emplace()))
        return std::nullopt;
    for (const QJsonValue& value : json[kCurve].toArray())
        if (!Reader::read(value, saved.report.batchCurve.emplace_back()))
            return std::nullopt;
    if (!Reader::read(json[kCurveQuality], saved.report.curveQuality))
        return std::nullopt;
    saved.report.complete = true;
    return saved;
}

} // namespace qlab::app
