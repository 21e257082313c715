// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace qlab::app {

/// A few sources as tall radio tiles: name, a line about it, and a tag where it is ready to be used.
class SourceChoice : public QWidget {
    Q_OBJECT
public:
    explicit SourceChoice(const QStringList& names, QWidget* parent = nullptr);
    void setLine(int index, const QString& line);
    void setReady(int index, const QString& word);
    void setCurrent(int index); ///< without a signal
    int current() const;

Q_SIGNALS:
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

} // namespace qlab::app
