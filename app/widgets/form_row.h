// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace qlab::app {

/// Width of the label column of every form, gap to the field included: the longest label of the program in bold, with
/// the dot that says it was changed.
int formLabelWidth();
/// A form that is \p pixels wide as drawn: with room for the labels in bold, and wider for wide fonts. The widget keeps
/// that width whatever typeface is chosen later.
int formColumn(double pixels);
void keepFormColumn(QWidget& widget, double pixels);

/// One setting: label, field, and a line below for what is wrong with the value or worth knowing about it. 28 high
/// without it. The row owns the field.
class FormRow : public QWidget {
    Q_OBJECT
public:
    FormRow(const QString& label, QWidget* field, QWidget* parent = nullptr);

    QWidget* field() const { return m_field; }
    void setLabel(const QString& label);
    /// Bold label with a dot. The default's text goes into the tooltip: "Changed from 8 ...".
    void setChanged(bool changed, const QString& defaultText = {});
    bool isChanged() const { return m_changed; }
    /// Marks the field and says below what is wrong; an empty text clears it.
    void setError(const QString& error);
    /// What stands below the field as wrong: what is being typed comes before what was set.
    QString error() const { return m_typed.isEmpty() ? m_error : m_typed; }
    /// A caption below the field; an error takes its place.
    void setHint(const QString& hint);

Q_SIGNALS:
    /// Double-click on the label of a changed row, or Ctrl+0 inside the row.
    void restoreRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showLabel();
    void showLine();
    QList<QWidget*> inputs() const;
    void requestRestore();
    void watchTyping();

    QString m_text;
    QString m_error;
    QString m_typed; ///< wrong with a number that is being typed
    QString m_hint;
    QString m_defaultText;
    bool m_changed = false;
    QLabel* m_label = nullptr;
    QWidget* m_field = nullptr;
    QLabel* m_line = nullptr;
};

} // namespace qlab::app
