// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/inline_svg.h"
#include "app/report/report_parts.h"
#include "app/theme/theme.h"

namespace qlab::app::report {
namespace {

struct Variable {
    const char* name;
    Token token;
};
constexpr Variable kVariables[] = {{"window", Token::Window}, {"surface", Token::Surface}, {"sunken", Token::Sunken},
    {"line", Token::Line}, {"grid", Token::Grid}, {"text", Token::Text}, {"text2", Token::Text2},
    {"text3", Token::Text3}, {"o", Token::Original}, {"o-text", Token::OriginalText}, {"o-soft", Token::OriginalSoft},
    {"q", Token::Quantized}, {"q-text", Token::QuantizedText}, {"q-soft", Token::QuantizedSoft}, {"good", Token::Good},
    {"warn", Token::Warn}, {"bad", Token::Bad}};

/// The colours of a theme as variables: "--text: #1a1d21; ...", the map of signed values as stops of a gradient.
QString variables(Scheme scheme)
{
    const ThemeTable& table = ThemeTable::of(scheme);
    QString text;
    for (const Variable& variable : kVariables)
        text += QStringLiteral("--%1: %2; ").arg(QLatin1String(variable.name), table[variable.token].name());
    QStringList stops;
    for (const QColor& stop : table.diverging())
        stops.append(stop.name());
    const QColor empty = mixed(table[Token::Surface], table[Token::Sunken], 0.45);
    return text + QStringLiteral("--void: %1; --map: %2;").arg(empty.name(), stops.join(QStringLiteral(", ")));
}

constexpr const char* kRules = R"css(
* { box-sizing: border-box; }
body {
  margin: 0; padding: 32px 16px; background: var(--window); color: var(--text);
  font: 400 14px/1.5 Inter, system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
.sheet {
  max-width: 1010px; margin: 0 auto; padding: 44px 56px 36px; background: var(--surface);
  border: 1px solid var(--line); border-radius: 6px;
}
svg { display: block; width: 100%; height: auto; }
h1, h2, h3, p, dl, dd, figure { margin: 0; }
b, .strong { font-weight: 600; }
.note { color: var(--text3); font-size: 12px; font-weight: 400; }
.nowrap { white-space: nowrap; }
.o-text { color: var(--o-text); } .q-text { color: var(--q-text); }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }

.top { display: flex; align-items: center; gap: 10px; color: var(--text2); font-size: 13px; }
.top svg { width: 22px; height: 22px; }
.top .when { margin-left: auto; color: var(--text3); }
.top b { color: var(--text); }
.verdict { display: grid; grid-template-columns: 34px 1fr; gap: 4px 14px; margin: 30px 0 28px; }
.verdict svg { width: 34px; height: 34px; margin-top: 5px; }
h1 { font-size: 34px; line-height: 44px; font-weight: 700; letter-spacing: -0.015em; }
.verdict p { grid-column: 2; max-width: 44em; font-size: 16px; line-height: 25px; color: var(--text2); }
.verdict p b { color: var(--text); }

.board { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); border: 1px solid var(--line); border-radius: 6px; }
.board > div { min-width: 0; padding: 13px 18px 14px; }
.board > div + div { border-left: 1px solid var(--line); }
.board .figures { display: grid; grid-template-columns: repeat(3, auto); justify-content: space-between; gap: 12px; }
.board .figures { margin-top: 6px; }
.board .figure { font-size: 24px; line-height: 30px; height: 30px; font-weight: 600; white-space: nowrap; }
.board .figure { word-spacing: -0.12em; }
.board .figure small { font-size: 14px; line-height: 1; font-weight: 500; }
.board .note { display: block; font-size: 11px; line-height: 15px; white-space: nowrap; }
.board .name + .note { overflow: hidden; text-overflow: ellipsis; }
.name { font-size: 13px; font-weight: 600; white-space: nowrap; }
.swatch { display: inline-block; width: 18px; height: 9px; margin-right: 7px; border: 1px solid; border-radius: 1.5px; }
.swatch.o { background: var(--o); border-color: var(--o); }
.swatch.q {
  border-color: var(--q);
  background: repeating-linear-gradient(135deg, var(--q) 0 2.8px, var(--surface) 2.8px 5px);
}

section { margin-top: 38px; break-inside: avoid; }
h2 { font-size: 17px; line-height: 24px; font-weight: 600; padding-bottom: 7px; border-bottom: 1px solid var(--line); }
h2 .note { margin-left: 10px; }
section > p { max-width: 58em; margin-top: 12px; color: var(--text2); }
table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 18px; }
th { font-size: 12px; font-weight: 400; color: var(--text3); text-align: right; padding: 10px 0 6px 16px; }
td { text-align: right; padding: 8px 0 8px 16px; vertical-align: top; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
tbody tr { border-top: 1px solid var(--grid); }
thead + tbody tr:first-child { border-top-color: var(--line); }
td .note { display: block; font-size: 11px; line-height: 15px; }
td.o { color: var(--o-text); font-weight: 600; } td.q { color: var(--q-text); font-weight: 600; }
td.best { font-weight: 600; }
.by-digit { table-layout: fixed; margin-top: 4px; }
.by-digit th, .by-digit td { padding: 5px 0; text-align: center; font-size: 12px; line-height: 16px; }
.by-digit th:first-child, .by-digit td:first-child { width: 12%; text-align: left; white-space: nowrap; }
.by-digit td.o, .by-digit td.q { font-weight: 500; }

.row { display: grid; gap: 30px; margin-top: 20px; }
.thirds { grid-template-columns: repeat(3, minmax(0, 1fr)); }
.two-one { grid-template-columns: minmax(0, 2.11fr) minmax(0, 1fr); }
.chart figcaption { font-size: 13px; line-height: 20px; font-weight: 600; margin-bottom: 6px; }
.chart figcaption .note { margin-left: 8px; font-size: 11px; }
.row p { color: var(--text2); font-size: 13px; line-height: 20px; }
p.foot, .row p.foot { margin-top: 6px; font-size: 11px; line-height: 15px; color: var(--text3); }
svg text { font-size: 11px; }
.top path, .verdict path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.o-line { stroke: var(--o); } .q-line { stroke: var(--q); }
.icon.good { stroke: var(--good); } .icon.warn { stroke: var(--warn); } .icon.bad { stroke: var(--bad); }
.verdict .icon { stroke-width: 2.6; }

.matrix { table-layout: fixed; border-collapse: separate; border-spacing: 1px; }
.matrix th, .matrix td { width: auto; height: 24px; padding: 0; text-align: center; vertical-align: middle; }
.matrix th { font-size: 11px; line-height: 1; color: var(--text3); }
.matrix td { font-size: 9.5px; line-height: 1; background: var(--light, var(--void)); }
.matrix td.o { background: var(--o-soft); } .matrix td.q { background: var(--q-soft); }
@media screen and (prefers-color-scheme: dark) { .matrix td { background: var(--dark, var(--void)); } }

h3 { margin: 18px 0 8px; font-size: 13px; line-height: 20px; font-weight: 600; }
h3 .note { margin-left: 8px; }
.groups { display: flex; flex-wrap: wrap; column-gap: 56px; }
.tiles { display: flex; flex-wrap: wrap; gap: 14px 12px; }
.tile { width: 56px; break-inside: avoid; }
.tile img, .strip img { display: block; width: 100%; image-rendering: pixelated; }
.tile .note { display: block; font-size: 11px; line-height: 16px; text-align: center; }
.badges { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; margin-top: 4px; }
.badge { text-align: center; font-size: 12px; line-height: 16px; font-weight: 600; border-bottom: 2px solid; }
.badge.o { color: var(--o-text); background: var(--o-soft); border-color: var(--o); }
.badge.q { color: var(--q-text); background: var(--q-soft); border-bottom: 2px dashed var(--q); }
.strip { margin-top: 14px; break-inside: avoid; }
.strip .name + .note { margin-left: 8px; }
.strip figcaption { display: flex; align-items: center; font-size: 13px; margin-bottom: 5px; }
.strip .scale { margin-left: auto; display: flex; align-items: center; gap: 8px; }
.ramp { width: 110px; height: 9px; border: 1px solid var(--line); background: linear-gradient(90deg, var(--map)); }
.classes { display: grid; grid-template-columns: repeat(10, 1fr); margin-top: 5px; text-align: center; }
.facts { display: grid; grid-template-columns: 1fr 1fr 1.1fr 1.6fr; gap: 26px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 12px; font-size: 12.5px; line-height: 18px; }
dt { color: var(--text3); } dd { overflow-wrap: anywhere; }
footer { margin-top: 38px; padding-top: 12px; border-top: 1px solid var(--line); }
footer p { max-width: none; color: var(--text3); font-size: 11px; line-height: 16px; }
footer p + p { margin-top: 6px; }

@media screen and (max-width: 760px) {
  .sheet { padding: 24px 18px; }
  .board, .thirds, .two-one, .facts { grid-template-columns: minmax(0, 1fr); }
  .board > div + div { border-left: 0; border-top: 1px solid var(--line); }
  .scroll { overflow-x: auto; }
  td:first-child { min-width: 150px; }
  .by-digit td:first-child { min-width: 0; }
  h1 { font-size: 26px; line-height: 34px; }
}
@page { size: A4; margin: 13mm 12mm; }
@media print {
  body { padding: 0; background: none; font-size: 12px; }
  .sheet { max-width: none; padding: 0; border: 0; }
  .verdict { margin: 18px 0; }
  .verdict p { font-size: 14px; line-height: 21px; }
  h1 { font-size: 28px; line-height: 36px; }
  section { margin-top: 24px; }
  .board > div { padding: 10px 11px; }
  .board .figures { gap: 6px; }
  .board .figure { font-size: 17px; line-height: 24px; height: 24px; }
  .board .figure small { font-size: 11px; }
  .board .note { font-size: 9.5px; }
  .row { gap: 20px; }
  .facts { grid-template-columns: 1fr 1fr; gap: 4px 30px; }
  .by-digit th, .by-digit td { font-size: 11px; }
}
)css";

} // namespace

QString styleSheet()
{
    return QStringLiteral("\n:root { color-scheme: light dark; %1 }\n").arg(variables(Scheme::Light))
        + QStringLiteral("@media screen and (prefers-color-scheme: dark) {\n:root { %1 }\n%2}")
              .arg(variables(Scheme::Dark), darkSvgRules())
        + QString::fromUtf8(kRules);
}

} // namespace qlab::app::report
