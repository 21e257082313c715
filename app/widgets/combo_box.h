// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace qlab::app {

/// A combo box with rows of the house's height and a wheel that acts only with the focus; it may be narrower than its
/// text.
class ComboBox : public QComboBox {
    Q_OBJECT
public:
    explicit ComboBox(QWidget* parent = nullptr);
    explicit ComboBox(const QStringList& items, QWidget* parent = nullptr);
    QSize minimumSizeHint() const override;
};

} // namespace qlab::app
