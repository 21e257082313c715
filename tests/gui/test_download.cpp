// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/download_driver.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// A port where nobody listens.
QUrl nobody()
{
    QTcpServer server;
    REQUIRE(server.listen(QHostAddress::LocalHost));
    return QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort()));
}

/// In one line.
bool names(const QString& message, const char* what)
{
    INFO(message.toStdString());
    CHECK(message.contains(QLatin1String(what)));
    CHECK_FALSE(message.contains(QLatin1Char('\n')));
    return message.contains(QLatin1String(what));
}

/// All that the server sends of the images has arrived.
bool hasHalf(const QSignalSpy& progress)
{
    double all = 0;
    for (const MnistFile& file : files().list)
        all += static_cast<double>(file.approximateBytes);
    const auto half = static_cast<double>(files().images().size() / 2);
    return !progress.isEmpty() && progress.last()[1].toDouble() * all > half - 0.5;
}

} // namespace

TEST_CASE("A download brings every file, verified, and tells how far it is", "[download]")
{
    HttpServer server(good);
    Download download({server.url()});
    QSignalSpy progress(&*download, &MnistDownload::progress);
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
    REQUIRE(progress.count() >= 2);
    double before = 0;
    for (const auto& each : progress) {
        CHECK(each[1].toDouble() >= before);
        before = each[1].toDouble();
    }
    CHECK(before == 1.0);
    CHECK(server.requests().size() == 2);
    CHECK(server.requests().front().headers.value("accept-encoding") == "identity");
}

TEST_CASE("Files that are there are not fetched again", "[download]")
{
    HttpServer server(good);
    Download download({server.url()});
    CHECK(download.run() == QStringLiteral("finished"));
    download.renew();
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(server.requests().size() == 2);
}

TEST_CASE("A second mirror helps when the first has not the files or nobody answers", "[download]")
{
    HttpServer bad(missing);
    HttpServer server(good);
    Download download({GENERATE(false, true) ? nobody() : bad.url(), server.url()});
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
    CHECK(server.requests().size() == 2);
    CHECK_FALSE(server.requests().front().headers.contains("range"));
}

TEST_CASE("Errors of every server end in one message and leave nothing", "[download]")
{
    HttpServer first([](const HttpRequest&) { return HttpReply{.status = 500, .body = "broken"}; });
    HttpServer second([](const HttpRequest&) { return HttpReply{.status = 500, .body = "broken"}; });
    Download download({first.url(), second.url()});
    const QString message = download.run();
    CHECK(names(message, "127.0.0.1"));
    CHECK(names(message, "500"));
    CHECK(download.names() == QStringList());
    CHECK(second.requests().size() == 1);
}

TEST_CASE("Refused connections end in a message with the host and leave nothing", "[download]")
{
    Download download({nobody(), nobody()});
    CHECK(names(download.run(), "127.0.0.1"));
    CHECK(download.names() == QStringList());
}

TEST_CASE("A connection that is cut is gone on with where it stopped", "[download]")
{
    HttpServer server(half(false));
    Download download({server.url()});
    CHECK(names(download.run(), "127.0.0.1"));
    const qint64 kept = download.partSize();
    CHECK(kept > 0);
    CHECK(kept <= files().images().size() / 2);
    CHECK(download.names() == QStringList(QStringLiteral("train-images-idx3-ubyte.gz.part")));

    server.setHandler(good);
    if (GENERATE(false, true))
        download.renew();
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
    REQUIRE(server.requests().size() == 3);
    CHECK(server.requests()[1].headers.value("range") == "bytes=" + QByteArray::number(kept) + "-");
    CHECK_FALSE(server.requests()[2].headers.contains("range"));
}

TEST_CASE("A connection that is cut goes on at the next mirror", "[download]")
{
    HttpServer first(half(false));
    HttpServer second(good);
    Download download({first.url(), second.url()});
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
    REQUIRE_FALSE(second.requests().empty());
    CHECK(second.requests().front().headers.value("range").startsWith("bytes="));
}

TEST_CASE("A server that does not resume sends the file from the start", "[download]")
{
    HttpServer server(half(false));
    Download download({server.url()});
    download.run();
    REQUIRE(download.partSize() > 0);
    server.setHandler([](const HttpRequest& request) { return HttpReply{.body = files().packed.value(request.name)}; });
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
    CHECK(server.requests()[1].headers.contains("range"));
}

TEST_CASE("A part that is whole already only needs its name", "[download]")
{
    HttpServer server(good);
    Download download({server.url()});
    download.writePart(files().images());
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("Damaged content never gets its name and is thrown away", "[download]")
{
    QByteArray wrong = files().images();
    const int damage = GENERATE(0, 1, 2);
    if (damage == 0)
        wrong = gzipped("something else");
    else if (damage == 1)
        wrong[wrong.size() / 2] = static_cast<char>(~wrong[wrong.size() / 2]);
    else
        wrong = QByteArray("<html>not a gzip file at all</html>");
    HttpServer server([&](const HttpRequest& request) { return resumable(request, wrong); });
    Download download({server.url()});
    CHECK(names(download.run(), "train-images-idx3-ubyte.gz"));
    CHECK(download.names() == QStringList());
    server.setHandler(good);
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("A part that is damaged is thrown away and the file fetched anew", "[download]")
{
    HttpServer first(good);
    HttpServer second(good);
    Download download({first.url(), second.url()});
    download.writePart(QByteArray(1000, 'x'));
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("A part that cannot become whole does not stay for ever", "[download]")
{
    HttpServer server(good);
    Download download({server.url()});
    QByteArray other(100'000, '\0');
    std::mt19937 random(3);
    for (char& each : other)
        each = static_cast<char>(random());
    download.writePart(gzipped(other).left(files().images().size() + 10)); // sound so far, and longer than the file
    download.run();
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("A file that a server sends short, as if whole, is gone on with later", "[download]")
{
    HttpServer server([](const HttpRequest& request) { return resumable(request, files().images().left(500)); });
    Download download({server.url()});
    CHECK(names(download.run(), "train-images-idx3-ubyte.gz"));
    CHECK_FALSE(QFile::exists(download.path("train-images-idx3-ubyte.gz")));
    server.setHandler(good);
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("A circle of redirects ends", "[download]")
{
    HttpServer server([](const HttpRequest& request) {
        return HttpReply{.status = 302, .body = "elsewhere", .headers = {"Location: /again/" + request.name}};
    });
    Download download({server.url()});
    CHECK(names(download.run(), "127.0.0.1"));
    CHECK(download.names() == QStringList());
    CHECK(server.requests().size() <= 10);
}

TEST_CASE("A redirect to the file is followed", "[download]")
{
    HttpServer server(good);
    HttpServer gate([&](const HttpRequest& request) {
        return HttpReply{
            .status = 302, .body = "elsewhere", .headers = {"Location: " + server.url().toEncoded() + request.name}};
    });
    Download download({gate.url()});
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("A silent server is given up after the timeout", "[download]")
{
    HttpServer server([](const HttpRequest&) { return HttpReply{.hangs = true}; });
    Download download({server.url()});
    (*download).setTimeout(200);
    CHECK(names(download.run(), "127.0.0.1"));
    CHECK(download.names() == QStringList());
}

TEST_CASE("A server that falls silent in the middle is given up and gone on with", "[download]")
{
    HttpServer server(half(true));
    Download download({server.url()});
    (*download).setTimeout(200);
    CHECK(names(download.run(), "127.0.0.1"));
    CHECK(download.partSize() == files().images().size() / 2);
    server.setHandler(good);
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
}

TEST_CASE("Cancel keeps what has arrived for the next start", "[download]")
{
    HttpServer server(half(true));
    Download download({server.url()});
    QSignalSpy progress(&*download, &MnistDownload::progress);
    (*download).start();
    REQUIRE(QTest::qWaitFor([&] { return hasHalf(progress); }, kLimit));
    CHECK((*download).isRunning());
    (*download).cancel();
    CHECK(download.end() == QStringLiteral("cancelled"));
    CHECK(download.partSize() == files().images().size() / 2);

    server.setHandler(good);
    if (GENERATE(false, true))
        download.renew();
    CHECK(download.run() == QStringLiteral("finished"));
    CHECK(download.isWhole());
    CHECK(server.requests()[1].headers.value("range")
        == "bytes=" + QByteArray::number(files().images().size() / 2) + "-");
}

TEST_CASE("Cancel before anything has arrived leaves nothing", "[download]")
{
    HttpServer server([](const HttpRequest&) { return HttpReply{.hangs = true}; });
    Download download({server.url()});
    (*download).start();
    (*download).start(); // once is enough
    REQUIRE(QTest::qWaitFor([&] { return !server.requests().empty(); }, kLimit));
    (*download).cancel();
    CHECK(download.end() == QStringLiteral("cancelled"));
    CHECK(download.names() == QStringList());
    CHECK(server.requests().size() == 1);
}

TEST_CASE("A download that is destroyed while it runs ends quietly", "[download]")
{
    HttpServer server(half(true));
    Download download({server.url()});
    QSignalSpy progress(&*download, &MnistDownload::progress);
    (*download).start();
    REQUIRE(QTest::qWaitFor([&] { return hasHalf(progress); }, kLimit));
    download.renew();
    QTest::qWait(30);
    CHECK_FALSE(QFile::exists(download.path("train-images-idx3-ubyte.gz")));
}

TEST_CASE("A folder that cannot be made is named", "[download]")
{
    HttpServer server(good);
    const TemporaryFolder folder;
    const QString blocked = QString::fromStdString((folder.path() / "file").string());
    QFile file(blocked);
    REQUIRE(file.open(QIODevice::WriteOnly));
    MnistDownload download({server.url()}, blocked + QStringLiteral("/mnist"), files().list);
    QSignalSpy failed(&download, &MnistDownload::failed);
    download.start();
    REQUIRE((failed.count() == 1 || failed.wait(kLimit)));
    CHECK(names(failed.first().first().toString(), "file/mnist"));
    CHECK_FALSE(download.isRunning());
}
