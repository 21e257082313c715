// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace qlab::app {

/// Sets a dynamic property that resources/style/app.qss selects on ("kind", "role", "state", ...) and applies it at
/// once.
void setStyleProperty(QWidget& widget, const char* name, const QVariant& value);

/// The looks of a text, each a rule of the style sheet: fonts and colours follow the theme by themselves.
enum class LabelLook { PageTitle, Sentence, Title, FormLabel, Body, Caption, Table, Quiet, Error };

/// A plain text label; the caller's layout or parent owns it.
QLabel* makeLabel(LabelLook look, const QString& text = {}, QWidget* parent = nullptr);
void setLabelLook(QLabel& label, LabelLook look);

/// The same for text of several lines. It claims the height that its text takes at its present width, so that a page
/// scrolls rather than squeeze what stands around it: layouts inside layouts forget about height for width.
QLabel* makeWrappedLabel(LabelLook look, const QString& text = {}, QWidget* parent = nullptr);

/// A hairline (1 px) to put between two parts.
QFrame* makeHairline(Qt::Orientation orientation, QWidget* parent = nullptr);

} // namespace qlab::app
