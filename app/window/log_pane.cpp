// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/log_pane.h"

#include "app/theme/icons.h"
#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTime>
#include <QToolButton>

namespace qlab::app {
namespace {

constexpr int kMostLines = 2000, kMargin = 16;

} // namespace

LogPane::LogPane(QWidget* parent)
    : QDockWidget(tr("Log"), parent)
    , m_lines(new QPlainTextEdit)
{
    setObjectName(QStringLiteral("log"));
    setAllowedAreas(Qt::BottomDockWidgetArea);
    setFeatures(QDockWidget::DockWidgetClosable);
    m_lines->setReadOnly(true);
    m_lines->setFrameShape(QFrame::NoFrame);
    m_lines->setFont(textFont(TextRole::Monospace));
    m_lines->setMaximumBlockCount(kMostLines);
    m_lines->document()->setDocumentMargin(kMargin);
    m_lines->setAccessibleName(tr("Log"));
    setTitleBarWidget(makeTitle());
    setWidget(m_lines);
}

QWidget* LogPane::makeTitle()
{
    auto* const title = new QWidget;
    title->setObjectName(QStringLiteral("dockTitle"));
    title->setAttribute(Qt::WA_StyledBackground);
    auto* const copy = makeButton(ButtonKind::Small, tr("Copy all"), Icon::Copy);
    auto* const close = makeToolButton(Icon::Close, tr("Close the log (Esc)"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto* const row = new QHBoxLayout(title);
    row->setContentsMargins(kMargin, 8, 12, 0);
    row->addWidget(makeLabel(LabelLook::Title, tr("Log")), 1);
    row->addWidget(copy);
    row->addWidget(close);
    return title;
}

void LogPane::add(const QString& text)
{
    m_lines->appendPlainText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")) + QStringLiteral("  ") + text);
}

QString LogPane::text() const { return m_lines->toPlainText(); }

} // namespace qlab::app
