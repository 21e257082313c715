// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/http_server.h"
#include "tests/support.h"

#include "app/store/mnist_download.h"

#include <QMap>
#include <QStringList>

/// What a download says is read in the test's report.
template <> struct Catch::StringMaker<QString> {
    static std::string convert(const QString& text) { return text.toStdString(); }
};

namespace qlab::test {

inline constexpr int kLimit = 20'000; ///< ms, for one download to end

/// As a mirror has it.
QByteArray gzipped(QByteArray bytes);

/// Two files of a mirror, made from the built-in digits, and what the downloader must know of them.
struct Files {
    QMap<QByteArray, QByteArray> packed;
    std::vector<app::MnistFile> list;
    const QByteArray& images() const;
};
const Files& files();

// What a server may do with them.
HttpReply good(const HttpRequest& request);
HttpReply missing(const HttpRequest& request);
/// Half of the images, then the connection is cut or falls silent; everything else in full.
HttpServer::Handler half(bool hangs);

/// One download into a folder of its own, and what it said.
class Download {
public:
    explicit Download(std::vector<QUrl> mirrors);
    /// As in the next session of the program: only the folder stays.
    void renew();
    /// Starts and waits for the end: "finished", "cancelled" or the message of the failure. Exactly one must come.
    QString run();
    QString end();
    app::MnistDownload& operator*() { return *m_download; }

    QString folder() const;
    QString path(const char* name) const;
    /// Of all files in the folder.
    QStringList names() const;
    /// Bytes kept of the images.
    qint64 partSize() const;
    /// Leaves a part of the images as an earlier download would have.
    void writePart(const QByteArray& bytes);
    /// All files are there, byte by byte, and no other.
    bool isWhole() const;

private:
    TemporaryFolder m_folder;
    std::vector<QUrl> m_mirrors;
    QStringList m_ends;
    std::unique_ptr<app::MnistDownload> m_download;
};

} // namespace qlab::test
