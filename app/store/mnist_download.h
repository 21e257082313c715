// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QUrl>

#include <memory>
#include <vector>

namespace qlab::app {

/// One file of MNIST: its name on the mirrors, and the SHA-256 of what is inside once it is unpacked.
struct MnistFile {
    QString name;                ///< "train-images-idx3-ubyte.gz"
    QByteArray sha256;           ///< hexadecimal, lower case
    qint64 approximateBytes = 0; ///< packed, for the progress until the server says
};
const std::vector<MnistFile>& mnistFiles();

/// Base addresses of public mirrors of the official files, tried in turn.
std::vector<QUrl> mnistMirrors();

/// Fetches MNIST into a folder: file by file, from the first mirror that has it, with progress, cancel and resume. A
/// file gets its name only when its unpacked content has the right SHA-256; until then it is called NAME.part, and a
/// later download goes on from it. GUI thread; never blocks it for more than a few milliseconds.
class MnistDownload : public QObject {
    Q_OBJECT
public:
    MnistDownload(std::vector<QUrl> mirrors, QString folder, std::vector<MnistFile> files = mnistFiles(),
        QObject* parent = nullptr);
    ~MnistDownload() override;

    void start();
    /// Keeps what has arrived, for the next start.
    void cancel();
    bool isRunning() const;
    /// How long a server may say nothing; 20 s unless changed.
    void setTimeout(int milliseconds);

Q_SIGNALS:
    /// \p what: "train-images-idx3-ubyte.gz, 3.1 of 9.9 MB". \p share of all files in [0, 1].
    void progress(const QString& what, double share);
    void finished();
    void cancelled();
    /// One line: what happened with which file and what to do.
    void failed(const QString& message);

private:
    struct Work;
    std::unique_ptr<Work> m_work;
};

} // namespace qlab::app
