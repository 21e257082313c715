// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/progress_strip.h"

#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/labels.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>

#include <algorithm>

namespace qlab::app {
namespace {

constexpr int kThousandths = 1000;
constexpr int kStatusBarWidth = 140;

} // namespace

QProgressBar* makeProgressBar(QWidget* parent)
{
    auto* bar = new QProgressBar(parent);
    bar->setRange(0, kThousandths);
    bar->setTextVisible(false);
    bar->setFixedHeight(4);
    return bar;
}

ProgressStrip::ProgressStrip(Place place, QWidget* parent)
    : QWidget(parent)
    , m_text(place == Place::Status ? new ElidedLabel({}, this) : makeLabel(LabelLook::Body, {}, this))
    , m_bar(makeProgressBar(this))
    , m_percent(makeLabel(place == Place::Line ? LabelLook::Body : LabelLook::Table, {}, this))
{
    const bool line = place == Place::Line;
    m_cancel = line ? makeButton(ButtonKind::Small, tr("Cancel"), {}, {}, this) : makeLinkButton(tr("Cancel"), this);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(line ? 12 : 8);
    layout->addWidget(m_text);
    layout->addWidget(m_bar, line ? 1 : 0);
    layout->addWidget(m_percent);
    layout->addWidget(m_cancel);
    if (line) {
        setFixedHeight(scaled(32));
    } else {
        m_bar->setFixedWidth(kStatusBarWidth);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    }
    m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // The width of the longest figure, so that nothing moves while it counts.
    const QFont font = textFont(line ? TextRole::Body : TextRole::Table);
    m_percent->setMinimumWidth(QFontMetrics(font).horizontalAdvance(tr("%1 %").arg(100)) + 2);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressStrip::cancelRequested);
}

void ProgressStrip::setProgress(const QString& text, std::optional<double> share)
{
    m_text->setText(text);
    m_bar->setAccessibleName(text);
    m_bar->setRange(0, share ? kThousandths : 0);
    if (share) {
        const double inside = std::clamp(*share, 0.0, 1.0);
        m_bar->setValue(static_cast<int>(inside * kThousandths));
        // Rounded down: 100 % only when it is done.
        m_percent->setText(tr("%1 %").arg(locale().toString(static_cast<int>(inside * 100))));
    } else {
        m_percent->clear();
    }
}

void ProgressStrip::setCancellable(bool cancellable) { m_cancel->setVisible(cancellable); }

} // namespace qlab::app
