// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/focus_ring.h"

#include "app/theme/theme.h"

#include <QApplication>
#include <QFocusEvent>
#include <QPainter>
#include <QPointer>
#include <QProxyStyle>

namespace qlab::app {
namespace {

constexpr int kGap = 2;
constexpr int kWidth = 2;
constexpr double kRadius = 7;

/// Tells QFocusFrame how far out it reaches, and to lie over the control's parents: a card must not cut it off.
class RingStyle : public QProxyStyle {
public:
    RingStyle()
        : QProxyStyle(QStringLiteral("Fusion"))
    {
    }
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        if (metric == PM_FocusFrameHMargin || metric == PM_FocusFrameVMargin)
            return kGap + kWidth;
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
    int styleHint(
        StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override
    {
        if (hint == SH_FocusFrame_AboveWidget)
            return 1;
        if (hint == SH_FocusFrame_Mask)
            return 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

QWidget* ringTarget(QWidget* focused)
{
    const QString wish = focused ? focused->property("focusRing").toString() : QString();
    if (wish == QLatin1String("none"))
        return nullptr;
    return wish == QLatin1String("parent") ? focused->parentWidget() : focused;
}

} // namespace

/// Decides who is ringed. Apart from the ring, because a ring is a child of the window it lies in and dies with it.
class FocusFollower : public QObject {
public:
    static FocusFollower& instance()
    {
        static auto* follower = new FocusFollower;
        return *follower;
    }

    void ring(QWidget* focused)
    {
        m_focused = focused;
        QWidget* target = ringTarget(focused);
        if (!m_ring && target)
            m_ring = new FocusRing;
        if (m_ring)
            m_ring->setWidget(target);
    }
    QWidget* ringed() const { return m_ring ? m_ring->widget() : nullptr; }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        // The focus event comes before QApplication::focusChanged and, other than the signal, knows the reason.
        if (event->type() == QEvent::FocusIn && watched->isWidgetType())
            m_reason = static_cast<QFocusEvent*>(event)->reason();
        return false;
    }

private:
    FocusFollower()
        : QObject(qApp)
    {
        connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
        qApp->installEventFilter(this);
    }

    void follow(QWidget* now)
    {
        if (!now)
            return; // the window is not active: leave the ring where it is
        const bool byKey =
            m_reason == Qt::TabFocusReason || m_reason == Qt::BacktabFocusReason || m_reason == Qt::ShortcutFocusReason;
        const bool back =
            (m_reason == Qt::ActiveWindowFocusReason || m_reason == Qt::PopupFocusReason) && now == m_focused;
        ring(byKey || back ? now : nullptr);
    }

    Qt::FocusReason m_reason = Qt::OtherFocusReason;
    QPointer<QWidget> m_focused; // whose ring is shown, kept while the window is inactive or a menu is open
    QPointer<FocusRing> m_ring;
};

FocusRing::FocusRing()
{
    auto* style = new RingStyle;
    style->setParent(this);
    setStyle(style);
}

void FocusRing::install() { FocusFollower::instance(); }

void FocusRing::showOn(QWidget& control)
{
    control.setFocus(Qt::TabFocusReason);
    FocusFollower::instance().ring(&control);
}

QWidget* FocusRing::ringed() { return FocusFollower::instance().ringed(); }

void FocusRing::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themeColor(Token::Focus), kWidth));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
}

} // namespace qlab::app
