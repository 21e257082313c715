// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/labels.h"

#include <QResizeEvent>
#include <QStyle>
#include <QVariant>

#include <algorithm>

namespace qlab::app {
namespace {

const char* roleName(LabelLook look)
{
    switch (look) {
    case LabelLook::PageTitle:
        return "page-title";
    case LabelLook::Sentence:
        return "sentence";
    case LabelLook::Title:
        return "title";
    case LabelLook::FormLabel:
        return "label";
    case LabelLook::Body:
        return "body";
    case LabelLook::Caption:
        return "caption";
    case LabelLook::Table:
        return "table";
    case LabelLook::Quiet:
        return "quiet";
    case LabelLook::Error:
        return "error";
    }
    return "body";
}

class WrappedLabel : public QLabel {
public:
    WrappedLabel(const QString& text, QWidget* parent)
        : QLabel(text, parent)
    {
        setWordWrap(true);
    }
    bool hasHeightForWidth() const override { return false; }
    // The width comes from around it: if it followed the text, another number in a sentence would move its neighbours.
    QSize sizeHint() const override { return {0, wrappedHeight()}; }
    QSize minimumSizeHint() const override { return {0, wrappedHeight()}; }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QLabel::resizeEvent(event);
        if (wrappedHeight() != m_claimed)
            updateGeometry();
        m_claimed = wrappedHeight();
    }

private:
    int wrappedHeight() const { return std::max(heightForWidth(width()), QLabel::minimumSizeHint().height()); }

    int m_claimed = 0; ///< the height for the width it had last
};

} // namespace

void setStyleProperty(QWidget& widget, const char* name, const QVariant& value)
{
    if (widget.property(name) == value)
        return;
    widget.setProperty(name, value);
    // The style sheet is matched when a widget is polished; a changed property alone changes nothing.
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

void setLabelLook(QLabel& label, LabelLook look) { setStyleProperty(label, "role", QLatin1String(roleName(look))); }

QLabel* makeLabel(LabelLook look, const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QLatin1String(roleName(look)));
    return label;
}

QLabel* makeWrappedLabel(LabelLook look, const QString& text, QWidget* parent)
{
    auto* label = new WrappedLabel(text, parent);
    label->setProperty("role", QLatin1String(roleName(look)));
    return label;
}

QFrame* makeHairline(Qt::Orientation orientation, QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setProperty("role", QStringLiteral("hairline"));
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    return line;
}

} // namespace qlab::app
