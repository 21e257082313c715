// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/inline_svg.h"

#include "app/charts/chart_export.h"
#include "app/report/markup.h"

#include <QFontMetricsF>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace qlab::app {
namespace {

constexpr int kCaptionPixels = 11; ///< what the page's style sheet gives texts in pictures

/// Everything in a chart has one of these.
constexpr Token kDrawn[] = {Token::Surface, Token::Grid, Token::Axis, Token::Control, Token::Text, Token::Text2,
    Token::Text3, Token::Original, Token::OriginalText, Token::Quantized, Token::QuantizedText};

QString shortNumber(double value)
{
    QString text = QString::number(value, 'f', 2);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

/// Numbers with at most two decimals, no blanks that say nothing.
QString shortened(const QString& path)
{
    static const QRegularExpression kNumber(QStringLiteral("-?[0-9]+\\.[0-9]+(e-?[0-9]+)?"));
    QString result;
    qsizetype from = 0;
    for (auto matches = kNumber.globalMatch(path); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(path).mid(from, match.capturedStart() - from);
        result += shortNumber(match.captured().toDouble());
        from = match.capturedEnd();
    }
    result += QStringView(path).mid(from);
    static const QRegularExpression kBlank(QStringLiteral(" (?=[MLCZ])"));
    return result.remove(kBlank);
}

/// Qt's SVG writer wraps every stroke of the painter into a group with all its settings. This keeps what is drawn and
/// the settings that matter to it.
class Shortener {
public:
    QString shortened(const QByteArray& svg)
    {
        QXmlStreamReader reader(svg);
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (reader.name() == QLatin1String("g"))
                m_group = reader.attributes();
            else if (reader.name() == QLatin1String("text"))
                addText(reader);
            else if (isShape(reader.name()))
                addShape(reader);
        }
        close();
        return m_result;
    }

private:
    static bool isShape(QStringView name)
    {
        for (const char* shape : {"rect", "path", "circle", "ellipse", "line", "polyline", "polygon"})
            if (name == QLatin1String(shape))
                return true;
        return false;
    }

    void add(QString& text, const char* name, QStringView value)
    {
        text += QStringLiteral(" %1=\"%2\"").arg(QLatin1String(name), value);
    }

    /// The group's setting, unless it is what holds without it.
    void addSetting(QString& text, const char* name, const char* usual)
    {
        const QStringView value = m_group.value(QLatin1String(name));
        if (!value.isEmpty() && value != QLatin1String(usual))
            add(text, name, app::shortened(value.toString()));
    }

    QString settings()
    {
        QString text;
        addSetting(text, "transform", "matrix(1,0,0,1,0,0)");
        addSetting(text, "fill", "none");
        addSetting(text, "fill-opacity", "1");
        addSetting(text, "stroke", "none");
        if (m_group.value(QLatin1String("stroke")) == QLatin1String("none"))
            return text;
        addSetting(text, "stroke-opacity", "1");
        addSetting(text, "stroke-width", "1");
        addSetting(text, "stroke-linecap", "butt");
        addSetting(text, "stroke-linejoin", "miter");
        addSetting(text, "stroke-dasharray", "none");
        return text;
    }

    void open(const QString& settings)
    {
        if (settings == m_open)
            return;
        close();
        m_open = settings;
        if (!settings.isEmpty())
            m_result += QStringLiteral("<g%1>").arg(settings);
    }
    void close()
    {
        if (!m_open.isEmpty())
            m_result += QStringLiteral("</g>\n");
        m_open.clear();
    }

    void addShape(QXmlStreamReader& reader)
    {
        open(settings());
        m_result += u'<';
        m_result += reader.name();
        for (const QXmlStreamAttribute& attribute : reader.attributes())
            if (attribute.name() != QLatin1String("vector-effect") && attribute.name() != QLatin1String("fill-rule"))
                m_result +=
                    QStringLiteral(" %1=\"%2\"").arg(attribute.name(), app::shortened(attribute.value().toString()));
        m_result += QStringLiteral("/>");
    }

    void addText(QXmlStreamReader& reader)
    {
        const QXmlStreamAttributes attributes = reader.attributes();
        const auto value = [&](const char* name) { return attributes.value(QLatin1String(name)).toString(); };
        const QString text = reader.readElementText();
        QFont font = textFont(TextRole::Caption);
        font.setPixelSize(value("font-size").toInt());
        font.setWeight(static_cast<QFont::Weight>(value("font-weight").toInt()));
        QString settings;
        const QStringView transform = m_group.value(QLatin1String("transform"));
        if (transform != QLatin1String("matrix(1,0,0,1,0,0)"))
            add(settings, "transform", transform);
        add(settings, "fill", value("fill"));
        if (value("font-weight") != QLatin1String("400"))
            add(settings, "font-weight", value("font-weight"));
        if (font.pixelSize() != kCaptionPixels)
            add(settings, "style", QStringLiteral("font-size: %1px").arg(font.pixelSize()));
        open(settings);
        m_result +=
            QStringLiteral("<text x=\"%1\" y=\"%2\" textLength=\"%3\" lengthAdjust=\"spacingAndGlyphs\">%4</text>")
                .arg(shortNumber(value("x").toDouble()), shortNumber(value("y").toDouble()),
                    shortNumber(QFontMetricsF(font).horizontalAdvance(text)), text.toHtmlEscaped());
    }

    QXmlStreamAttributes m_group;
    QString m_open, m_result; ///< settings of the group being written
};

} // namespace

QString inlineSvg(const ChartContent& chart, const QSize& size, const QString& label)
{
    const QString box = QStringLiteral("0 0 %1 %2").arg(size.width()).arg(size.height());
    return element("svg",
        {{"viewBox", box}, {"fill", QStringLiteral("none")}, {"role", QStringLiteral("img")}, {"aria-label", label}},
        Shortener().shortened(contentSvg(chart, size)));
}

QString darkSvgRules()
{
    const ThemeTable &light = ThemeTable::of(Scheme::Light), &dark = ThemeTable::of(Scheme::Dark);
    QString rules;
    for (const Token token : kDrawn)
        for (const char* what : {"fill", "stroke"})
            rules += QStringLiteral("svg [%1=\"%2\"] { %1: %3 }\n")
                         .arg(QLatin1String(what), light[token].name(), dark[token].name());
    for (const bool crowded : {false, true}) {
        const auto opacity = [crowded](const ThemeTable& table) {
            const ChartStyle style{.table = &table};
            return shortNumber(ChartTheme::rawLine(SeriesRole::Original, style, crowded).color().alphaF());
        };
        rules +=
            QStringLiteral("svg [stroke-opacity=\"%1\"] { stroke-opacity: %2 }\n").arg(opacity(light), opacity(dark));
    }
    return rules;
}

} // namespace qlab::app
