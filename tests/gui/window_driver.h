// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support.h"

#include "app/session/drawing.h"
#include "app/window/key_guard.h"
#include "app/window/main_window.h"

#include <QAbstractButton>
#include <QTest>

#include <functional>
#include <memory>
#include <optional>

namespace qlab::test {

/// Runs the event loop until the condition holds; false if it does not within the limit.
bool waitUntil(const std::function<bool()>& condition, int milliseconds = 60'000);

constexpr std::size_t kTrainImages = 1200, kTestImages = 400;
/// The four IDX files, raw, from the built-in digits. The folder must exist.
void writeDigits(const std::filesystem::path& folder, std::size_t train = kTrainImages, std::size_t test = kTestImages);

/// Settings go into a folder of the test. One at a time, before any window is made.
class OwnSettings {
public:
    OwnSettings();

private:
    TemporaryFolder m_folder;
};

/// The whole window as the program builds it, over a small data folder, with hands to use it. What is found by its
/// words must be there: each finder fails the test otherwise.
class Lab {
public:
    /// The window is shown while its first data is still being read, as at the program's start: the small folder, or
    /// another source.
    explicit Lab(const std::optional<DataSource>& source = {});
    ~Lab();

    const std::filesystem::path& dataFolder() const { return m_data.path(); }
    void load(const std::filesystem::path& folder);
    void waitForData();
    /// Presses Train on the Train page and waits for the end and the answer of both models.
    void train();
    void open(app::PageId page);
    app::Page& page(app::PageId id) { return m_window->page(id); }
    /// A key, as the window gets it.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    /// A visible button of the page by its text.
    QAbstractButton* button(app::PageId page, const QString& text);
    bool hasButton(app::PageId page, const QString& text);
    bool isFinished() const;
    /// The models shown are those in force.
    bool isAnswered() const;
    /// Closes the window and takes everything apart, as leaving the program does; the time it took, in ms.
    qint64 end();

    app::Session& session() { return *m_session; }
    app::Drawing& drawing() { return *m_drawing; }
    app::MainWindow& window() { return *m_window; }

private:
    OwnSettings m_settings;
    TemporaryFolder m_data;
    app::KeyGuard m_guard;
    std::unique_ptr<app::Session> m_session;
    std::unique_ptr<app::Drawing> m_drawing;
    std::unique_ptr<app::MainWindow> m_window;
};

/// A left click in the middle, or at a point.
void click(QWidget& widget, const QPoint& at = {});

/// The only widget of its type inside \p parent that passes.
template <typename T, typename Test> T* findOnly(const QWidget& parent, Test test)
{
    T* found = nullptr;
    for (T* each : parent.findChildren<T*>())
        if (test(*each)) {
            INFO("two of a kind");
            REQUIRE(found == nullptr);
            found = each;
        }
    REQUIRE(found != nullptr);
    return found;
}

/// The field of a form by its label, which is its accessible name.
template <typename T> T* findField(const QWidget& form, const QString& label)
{
    INFO(label.toStdString());
    return findOnly<T>(form, [&label](const T& each) { return each.accessibleName() == label; });
}

} // namespace qlab::test
