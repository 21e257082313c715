// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/about_dialog.h"

#include "app/widgets/buttons.h"
#include "app/widgets/labels.h"
#include "engine/bench/machine.h"

#include <QApplication>
#include <QDialog>
#include <QIcon>
#include <QLabel>
#include <QVBoxLayout>

namespace qlab::app {
namespace {

struct AboutDialog {
    Q_DECLARE_TR_FUNCTIONS(AboutDialog)
};

} // namespace

void showAboutDialog(QWidget* parent)
{
    auto* const dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(AboutDialog::tr("About Quantization Lab"));
    const Machine machine = describeMachine();
    auto* const picture = new QLabel;
    picture->setPixmap(QApplication::windowIcon().pixmap(64, 64));
    auto* const facts = makeLabel(LabelLook::Body,
        AboutDialog::tr("Version %1, Qt %2, %3\n%4\n%5, %6")
            .arg(QApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                QString::fromStdString(machine.compiler), QString::fromStdString(machine.system),
                QString::fromStdString(machine.cpu), QString::fromStdString(machine.target)));
    facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const licence = makeLabel(LabelLook::Caption,
        AboutDialog::tr("Free software under the GNU General Public License, version 3 or later.\n"
                        "Letters: Inter (SIL Open Font License), DejaVu Sans Mono (Bitstream Vera licence)."));
    auto* const layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(8);
    layout->addWidget(picture);
    layout->addWidget(makeLabel(LabelLook::PageTitle, AboutDialog::tr("Quantization Lab")));
    layout->addWidget(makeLabel(LabelLook::Sentence,
        AboutDialog::tr("What quantization does to a model's accuracy, size and speed, and why.")));
    layout->addWidget(facts);
    layout->addWidget(licence);
    layout->addSpacing(8);
    layout->addWidget(makeCloseButton(*dialog), 0, Qt::AlignRight);
    dialog->show();
}

} // namespace qlab::app
