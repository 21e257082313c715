// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/download_driver.h"

#include "engine/data/digit_generator.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QNetworkProxyFactory>
#include <QTest>

#include <zlib.h>

using namespace qlab::app;

namespace qlab::test {
namespace {

constexpr std::size_t kImages = 200; ///< one byte is enough for the count
constexpr char kImageFile[] = "train-images-idx3-ubyte.gz";
constexpr char kLabelFile[] = "train-labels-idx1-ubyte.gz";

QByteArray bytes(const std::uint8_t* data, std::size_t count)
{
    return {reinterpret_cast<const char*>(data), static_cast<qsizetype>(count)};
}

void add(Files& files, const char* name, const QByteArray& content)
{
    const QByteArray file = gzipped(content);
    files.packed[name] = file;
    files.list.push_back({QString::fromLatin1(name),
        QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex(), file.size()});
}

Files makeFiles()
{
    const ImagesPtr images = generateDigits(kImages, 5);
    const std::uint8_t imageHead[] = {0, 0, 8, 3, 0, 0, 0, kImages, 0, 0, 0, kSide, 0, 0, 0, kSide};
    const std::uint8_t labelHead[] = {0, 0, 8, 1, 0, 0, 0, kImages};
    Files files;
    add(files, kImageFile, bytes(imageHead, sizeof imageHead) + bytes(images->pixels(), kImages * kPixels));
    add(files, kLabelFile, bytes(labelHead, sizeof labelHead) + bytes(images->labels().data(), kImages));
    return files;
}

} // namespace

QByteArray gzipped(QByteArray bytes)
{
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

const QByteArray& Files::images() const { return *packed.find(kImageFile); }

const Files& files()
{
    static const Files made = makeFiles();
    return made;
}

HttpReply good(const HttpRequest& request) { return resumable(request, files().packed.value(request.name)); }

HttpReply missing(const HttpRequest&) { return {.status = 404, .body = "no such file"}; }

HttpServer::Handler half(bool hangs)
{
    return [hangs](const HttpRequest& request) {
        HttpReply reply = good(request);
        if (request.name == kImageFile) {
            reply.sent = files().images().size() / 2;
            reply.hangs = hangs;
        }
        return reply;
    };
}

Download::Download(std::vector<QUrl> mirrors)
    : m_mirrors(std::move(mirrors))
{
    QNetworkProxyFactory::setUseSystemConfiguration(false); // the server is on this computer
    renew();
}

void Download::renew()
{
    m_download = std::make_unique<MnistDownload>(m_mirrors, folder(), files().list);
    m_download->setTimeout(kLimit / 2);
    m_ends.clear();
    const auto note = [this](const QString& what) { m_ends += what; };
    MnistDownload* const source = m_download.get();
    QObject::connect(source, &MnistDownload::finished, source, [note] { note(QStringLiteral("finished")); });
    QObject::connect(source, &MnistDownload::cancelled, source, [note] { note(QStringLiteral("cancelled")); });
    QObject::connect(source, &MnistDownload::failed, source, note);
}

QString Download::run()
{
    m_ends.clear();
    m_download->start();
    return end();
}

QString Download::end()
{
    REQUIRE(QTest::qWaitFor([this] { return !m_ends.isEmpty(); }, kLimit));
    CHECK_FALSE(m_download->isRunning());
    QTest::qWait(30); // a second end would come now
    CHECK(m_ends.size() == 1);
    return m_ends.first();
}

QString Download::folder() const { return QString::fromStdString((m_folder.path() / "deep" / "mnist").string()); }

QString Download::path(const char* name) const { return folder() + QLatin1Char('/') + QString::fromLatin1(name); }

QStringList Download::names() const { return QDir(folder()).entryList(QDir::Files, QDir::Name); }

qint64 Download::partSize() const { return QFile(path(kImageFile) + QStringLiteral(".part")).size(); }

void Download::writePart(const QByteArray& bytes)
{
    REQUIRE(QDir().mkpath(folder()));
    QFile part(path(kImageFile) + QStringLiteral(".part"));
    REQUIRE(part.open(QIODevice::WriteOnly));
    part.write(bytes);
}

bool Download::isWhole() const
{
    for (const MnistFile& file : files().list) {
        QFile saved(folder() + QLatin1Char('/') + file.name);
        if (!saved.open(QIODevice::ReadOnly) || saved.readAll() != files().packed.value(file.name.toLatin1()))
            return false;
    }
    return names().size() == static_cast<qsizetype>(files().list.size());
}

} // namespace qlab::test
