// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/mnist_download.h"

#include "app/store/unpacked_hash.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

namespace qlab::app {
namespace {

constexpr int kTimeoutMs = 20'000;
constexpr int kMostRedirects = 5;
constexpr qint64 kVerifyBytes = 128 * 1024; ///< packed, a pass of the event loop

QString megabytes(qint64 bytes) { return QLocale().toString(static_cast<double>(bytes) / 1e6, 'f', 1); }

} // namespace

const std::vector<MnistFile>& mnistFiles()
{
    static const std::vector<MnistFile> files = {
        {QStringLiteral("train-images-idx3-ubyte.gz"),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 9'912'422},
        {QStringLiteral("train-labels-idx1-ubyte.gz"),
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 28'881},
        {QStringLiteral("t10k-images-idx3-ubyte.gz"),
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 1'648'877},
        {QStringLiteral("t10k-labels-idx1-ubyte.gz"),
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 4'542},
    };
    return files;
}

std::vector<QUrl> mnistMirrors()
{
    return {QUrl(QStringLiteral("https://ossci-datasets.s3.amazonaws.com/mnist/")),
        QUrl(QStringLiteral("https://storage.googleapis.com/cvdf-datasets/mnist/"))};
}

/// The state of one download: which file, from which mirror, and whether it is fetched or verified.
struct MnistDownload::Work {
    MnistDownload& owner;
    std::vector<QUrl> mirrors;
    QString folder;
    std::vector<MnistFile> files;
    int timeout = kTimeoutMs;

    QNetworkAccessManager network;
    QNetworkReply* reply = nullptr;
    QTimer verifyTimer;
    std::unique_ptr<UnpackedHash> hash;
    QFile part;
    std::size_t file = 0, mirror = 0;
    qint64 doneBytes = 0; ///< of the files before this one
    bool running = false;
    bool nothingMore = false; ///< the server has no bytes after those in the part

    explicit Work(MnistDownload& download)
        : owner(download)
    {
        QObject::connect(&verifyTimer, &QTimer::timeout, &owner, [this] { verifySome(); });
    }

    QString path() const { return folder + QLatin1Char('/') + files[file].name; }
    QUrl url() const { return mirrors[mirror].resolved(QUrl(files[file].name)); }

    void nextFile();
    void fetch();
    void received();
    void arrived();
    void verify();
    void verifySome();
    void accept();
    void nextMirror(const QString& problem);
    void fail(const QString& message);
    void stop();
    void closePart();
    void tellProgress(qint64 bytes);
};

void MnistDownload::Work::nextFile()
{
    while (file < files.size() && QFile::exists(path())) { // whole files only ever get this name
        doneBytes += files[file].approximateBytes;
        ++file;
    }
    mirror = 0;
    if (file < files.size()) {
        part.setFileName(path() + QStringLiteral(".part"));
        fetch();
        return;
    }
    stop();
    Q_EMIT owner.finished();
}

void MnistDownload::Work::fetch()
{
    if (!part.open(QIODevice::ReadWrite | QIODevice::Append)) {
        fail(tr("Cannot write %1: %2. Make room or choose another data folder (XDG_DATA_HOME).")
                 .arg(part.fileName(), part.errorString()));
        return;
    }
    QNetworkRequest request(url());
    request.setTransferTimeout(timeout);
    request.setMaximumRedirectsAllowed(kMostRedirects);
    request.setRawHeader("Accept-Encoding", "identity"); // the packed file itself, not unpacked on the way
    if (part.size() > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(part.size()) + "-");
    reply = network.get(request);
    QObject::connect(reply, &QNetworkReply::readyRead, &owner, [this] { received(); });
    QObject::connect(reply, &QNetworkReply::finished, &owner, [this] { arrived(); });
}

void MnistDownload::Work::received()
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 200 && status != 206)
        return; // the text of an error page
    if (status == 200 && part.size() > 0 && !reply->property("begun").toBool())
        part.resize(0); // the server does not resume: from the start then
    reply->setProperty("begun", true);
    const QByteArray bytes = reply->readAll();
    if (part.write(bytes) != bytes.size()) {
        const QString why = part.errorString();
        fail(tr("Cannot write %1: %2. Make room on the disk and try again.").arg(part.fileName(), why));
        return;
    }
    tellProgress(part.size());
}

void MnistDownload::Work::arrived()
{
    QNetworkReply* const done = std::exchange(reply, nullptr);
    if (!done)
        return;
    done->deleteLater();
    const int status = done->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    part.flush();
    nothingMore = status == 416; // all that the server has is here already
    if (nothingMore)
        verify();
    else if (done->error() == QNetworkReply::NoError)
        verify();
    else if (done->error() == QNetworkReply::OperationCanceledError)
        nextMirror(tr("%1 says nothing for %2 s").arg(url().host()).arg(timeout / 1000.0));
    else
        nextMirror(status >= 400 ? tr("%1 answers %2").arg(url().host()).arg(status)
                                 : tr("%1: %2").arg(url().host(), done->errorString()));
}

void MnistDownload::Work::verify()
{
    hash = std::make_unique<UnpackedHash>();
    part.seek(0);
    verifyTimer.start(0);
}

/// A little at a time, so that the window stays alive.
void MnistDownload::Work::verifySome()
{
    const QByteArray block = part.read(kVerifyBytes);
    const bool good = hash->feed(block);
    if (good && !block.isEmpty() && !part.atEnd())
        return;
    verifyTimer.stop();
    if (good && hash->complete() && hash->result() == files[file].sha256) {
        accept();
        return;
    }
    const bool cutOff = good && !hash->complete();
    if (!cutOff || nothingMore)
        part.remove(); // damaged, or the file of another mirror: nothing of it can be used
    nextMirror(cutOff ? tr("%1 sent %2 incompletely").arg(url().host(), files[file].name)
                      : tr("%1 sent a damaged %2").arg(url().host(), files[file].name));
}

void MnistDownload::Work::accept()
{
    part.close();
    if (!part.rename(path())) {
        fail(tr("Cannot write %1: %2").arg(path(), part.errorString()));
        return;
    }
    nextFile();
}

void MnistDownload::Work::nextMirror(const QString& problem)
{
    closePart();
    if (++mirror < mirrors.size()) {
        fetch();
        return;
    }
    fail(tr(
        "MNIST could not be downloaded: %1. Check the connection and try again, or open a folder that has the files.")
             .arg(problem));
}

void MnistDownload::Work::fail(const QString& message)
{
    stop();
    Q_EMIT owner.failed(message);
}

void MnistDownload::Work::stop()
{
    running = false;
    verifyTimer.stop();
    if (QNetworkReply* const open = std::exchange(reply, nullptr)) {
        open->abort();
        open->deleteLater();
    }
    closePart();
}

/// Nothing is kept of a file of which nothing has arrived.
void MnistDownload::Work::closePart()
{
    if (part.isOpen() && part.size() == 0)
        part.remove();
    part.close();
}

void MnistDownload::Work::tellProgress(qint64 bytes)
{
    qint64 all = 0;
    for (const MnistFile& each : files)
        all += each.approximateBytes;
    Q_EMIT owner.progress(tr("%1, %2 of %3 MB")
                              .arg(files[file].name.section(QLatin1Char('-'), 0, 1), megabytes(bytes),
                                  megabytes(files[file].approximateBytes)),
        std::min(1.0, static_cast<double>(doneBytes + bytes) / static_cast<double>(all)));
}

MnistDownload::MnistDownload(std::vector<QUrl> mirrors, QString folder, std::vector<MnistFile> files, QObject* parent)
    : QObject(parent)
    , m_work(std::make_unique<Work>(*this))
{
    m_work->mirrors = std::move(mirrors);
    m_work->folder = std::move(folder);
    m_work->files = std::move(files);
}

MnistDownload::~MnistDownload() { m_work->stop(); }

void MnistDownload::start()
{
    Work& work = *m_work;
    if (work.running)
        return;
    work.file = 0;
    work.doneBytes = 0;
    work.running = true;
    if (!QDir().mkpath(work.folder)) {
        work.fail(tr("Cannot make the folder %1: check its rights.").arg(work.folder));
        return;
    }
    work.nextFile();
}

void MnistDownload::cancel()
{
    if (!m_work->running)
        return;
    m_work->stop();
    Q_EMIT cancelled();
}

bool MnistDownload::isRunning() const { return m_work->running; }

void MnistDownload::setTimeout(int milliseconds) { m_work->timeout = milliseconds; }

} // namespace qlab::app
