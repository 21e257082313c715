// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/status_line.h"

#include "app/session/session.h"
#include "app/theme/theme.h"
#include "app/widgets/buttons.h"
#include "app/widgets/elided_label.h"
#include "app/widgets/labels.h"
#include "app/widgets/progress_strip.h"
#include "app/window/scoreboard_state.h"
#include "engine/kernels/targets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace qlab::app {
namespace {

constexpr int kHeight = 26;

} // namespace

StatusLine::StatusLine(Session& session, QWidget* parent)
    : QStatusBar(parent)
    , m_session(session)
    , m_data(makeLabel(LabelLook::Table))
    , m_said(new ElidedLabel)
    , m_progress(new ProgressStrip(ProgressStrip::Place::Status))
{
    setFixedHeight(qRound(kHeight * fontFactor()));
    setSizeGripEnabled(false);
    auto* const kernel =
        makeLabel(LabelLook::Table, tr("%1, 1 thread").arg(QString::fromStdString(kernels::activeTarget().title)));
    kernel->setToolTip(tr("The vector instructions that the kernels use on this computer"));
    setLabelLook(*m_said, LabelLook::Table);
    auto* const log = makeLinkButton(tr("Log"));
    log->setToolTip(tr("Everything the program said (Ctrl+L)"));
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(12);
    layout->addWidget(m_data);
    layout->addWidget(makeHairline(Qt::Vertical));
    layout->addWidget(kernel);
    layout->addWidget(makeHairline(Qt::Vertical));
    layout->addWidget(m_progress);
    layout->addWidget(m_said, 1000);
    layout->addStretch(1); // while something runs, and nothing is said
    layout->addWidget(log);
    addWidget(row, 1);
    connect(log, &QPushButton::clicked, this, &StatusLine::logRequested);
    connect(m_progress, &ProgressStrip::cancelRequested, this, [this] {
        m_session.cancelLoad();
        m_session.cancelCompare();
        m_session.stopTraining();
    });
    for (auto signal : {&Session::dataChanged, &Session::trainingChanged, &Session::compareChanged})
        connect(&session, signal, this, &StatusLine::refresh);
    refresh();
}

void StatusLine::say(const QString& text) { m_said->setText(text); }

void StatusLine::refresh()
{
    m_data->setText(dataCaption(m_session));
    const TrainSnapshotPtr& training = m_session.snapshot();
    const bool busy = m_session.loading() || m_session.trainingActive() || m_session.comparing();
    m_progress->setVisible(busy);
    m_said->setVisible(!busy);
    if (m_session.loading())
        m_progress->setProgress(tr("Loading"), std::nullopt);
    else if (m_session.trainingActive())
        m_progress->setProgress(
            m_session.training() == Session::Training::Paused ? tr("Training paused") : tr("Training"),
            training ? training->epochsDone / training->config.epochs : 0);
    else if (m_session.comparing())
        m_progress->setProgress(tr("Timing both models"), m_session.compareFraction());
}

} // namespace qlab::app
