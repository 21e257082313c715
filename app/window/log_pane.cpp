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
#include <QVBoxLayout>

namespace qlab::app {
namespace {

constexpr int kMostLines = 2000;

} // namespace

LogPane::LogPane(QWidget* parent)
    : QFrame(parent)
    , m_lines(new QPlainTextEdit)
{
    setStyleProperty(*this, "role", QStringLiteral("card"));
    setAutoFillBackground(true);
    auto* const copy = makeButton(ButtonKind::Small, tr("Copy all"), Icon::Copy);
    auto* const close = makeToolButton(Icon::Close, tr("Close the log (Esc)"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(close, &QToolButton::clicked, this, &LogPane::closeRequested);
    auto* const top = new QHBoxLayout;
    top->addWidget(makeLabel(LabelLook::Title, tr("Log")), 1);
    top->addWidget(copy);
    top->addWidget(close);
    m_lines->setReadOnly(true);
    m_lines->setFrameShape(QFrame::NoFrame);
    m_lines->setFont(textFont(TextRole::Monospace));
    m_lines->setMaximumBlockCount(kMostLines);
    m_lines->setAccessibleName(tr("Log"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_lines, 1);
}

void LogPane::add(const QString& text)
{
    m_lines->appendPlainText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")) + QStringLiteral("  ") + text);
}

QString LogPane::text() const { return m_lines->toPlainText(); }

} // namespace qlab::app
