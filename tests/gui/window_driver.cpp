// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "engine/data/digit_generator.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>

#include <fstream>

using namespace qlab::app;

namespace qlab::test {
namespace {

void writeNumber(std::ofstream& file, std::uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        file.put(static_cast<char>(number >> shift));
}

void writeBytes(std::ofstream& file, const std::uint8_t* bytes, std::size_t count)
{
    file.write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(count));
}

void writePair(const std::filesystem::path& folder, const std::string& part, const ImageSet& images)
{
    std::ofstream pictures(folder / (part + "-images-idx3-ubyte"), std::ios::binary);
    for (std::uint32_t number : {std::uint32_t{0x803}, static_cast<std::uint32_t>(images.size()),
             static_cast<std::uint32_t>(kSide), static_cast<std::uint32_t>(kSide)})
        writeNumber(pictures, number);
    writeBytes(pictures, images.pixels(), images.size() * kPixels);
    std::ofstream labels(folder / (part + "-labels-idx1-ubyte"), std::ios::binary);
    writeNumber(labels, 0x801);
    writeNumber(labels, static_cast<std::uint32_t>(images.size()));
    writeBytes(labels, images.labels().data(), images.size());
}

} // namespace

bool waitUntil(const std::function<bool()>& condition, int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > milliseconds)
            return false;
        QTest::qWait(2);
    }
    return true;
}

void writeDigits(const std::filesystem::path& folder, std::size_t train, std::size_t test)
{
    writePair(folder, "train", *generateDigits(train, 1));
    writePair(folder, "t10k", *generateDigits(test, 2));
}

OwnSettings::OwnSettings()
{
    QCoreApplication::setOrganizationName(QStringLiteral("qlab-window-tests"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, QString::fromStdString(m_folder.path().string()));
}

Lab::Lab(const std::optional<DataSource>& source)
    : m_session(std::make_unique<Session>())
    , m_drawing(std::make_unique<Drawing>(*m_session))
{
    qApp->installEventFilter(&m_guard);
    writeDigits(m_data.path());
    m_session->load(source.value_or(DataSource{DataSource::Kind::Folder, m_data.path()}), {});
    m_window = std::make_unique<MainWindow>(*m_session, *m_drawing);
    m_window->show();
    m_window->activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(m_window.get()));
}

Lab::~Lab() { end(); }

void Lab::load(const std::filesystem::path& folder) { m_session->load({DataSource::Kind::Folder, folder}, {}); }

void Lab::waitForData()
{
    REQUIRE(waitUntil([this] { return m_session->data() != nullptr; }));
}

void Lab::train()
{
    open(PageId::Train);
    click(*button(PageId::Train, QStringLiteral("Train")));
    REQUIRE(waitUntil([this] { return isFinished() && isAnswered(); }));
}

void Lab::open(PageId page)
{
    m_window->showPage(page);
    REQUIRE(m_window->currentPage() == page);
}

void Lab::press(Qt::Key key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(m_window.get(), key, modifiers); }

bool Lab::hasButton(PageId id, const QString& text)
{
    for (const QAbstractButton* each : page(id).findChildren<QAbstractButton*>())
        if (each->isVisible() && each->text() == text)
            return true;
    return false;
}

QAbstractButton* Lab::button(PageId id, const QString& text)
{
    INFO(text.toStdString());
    return findOnly<QAbstractButton>(
        page(id), [&text](const QAbstractButton& each) { return each.isVisible() && each.text() == text; });
}

bool Lab::isFinished() const { return m_session->training() == Session::Training::Finished; }

bool Lab::isAnswered() const
{
    const QuantReportPtr& report = m_session->quant();
    return report && report->model == m_session->model() && report->scheme == m_session->settings().scheme;
}

qint64 Lab::end()
{
    QElapsedTimer clock;
    clock.start();
    if (m_window)
        m_window->close();
    m_window.reset();
    m_drawing.reset();
    m_session.reset();
    return clock.elapsed();
}

void click(QWidget& widget, const QPoint& at)
{
    REQUIRE(widget.isEnabled());
    QTest::mouseClick(&widget, Qt::LeftButton, {}, at);
}

} // namespace qlab::test
