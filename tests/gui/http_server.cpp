// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/http_server.h"

#include "tests/support.h"

#include <QTcpSocket>

namespace qlab::test {
namespace {

HttpRequest parse(const QByteArray& head)
{
    QList<QByteArray> lines = head.split('\n');
    const QByteArray path = lines.takeFirst().split(' ').value(1);
    HttpRequest request;
    request.name = path.mid(path.lastIndexOf('/') + 1);
    for (const QByteArray& line : lines)
        if (const auto colon = line.indexOf(':'); colon > 0)
            request.headers[line.left(colon).toLower()] = line.mid(colon + 1).trimmed();
    return request;
}

} // namespace

HttpServer::HttpServer(Handler handler)
    : m_handler(std::move(handler))
{
    REQUIRE(m_server.listen(QHostAddress::LocalHost));
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        QTcpSocket* const socket = m_server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket, head = QByteArray()]() mutable {
            head += socket->readAll();
            if (head.endsWith("\r\n\r\n"))
                answer(*socket, head);
        });
    });
}

QUrl HttpServer::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(m_server.serverPort())); }

void HttpServer::answer(QTcpSocket& socket, const QByteArray& head)
{
    m_requests.push_back(parse(head));
    const HttpReply reply = m_handler(m_requests.back());
    QByteArray text = "HTTP/1.1 " + QByteArray::number(reply.status)
        + " As the test says\r\nContent-Length: " + QByteArray::number(reply.body.size()) + "\r\nConnection: close\r\n";
    for (const QByteArray& header : reply.headers)
        text += header + "\r\n";
    text += "\r\n";
    if (!reply.hangs || reply.sent > 0)
        socket.write(text + (reply.sent < 0 ? reply.body : reply.body.left(reply.sent)));
    if (!reply.hangs)
        socket.disconnectFromHost();
}

HttpReply resumable(const HttpRequest& request, const QByteArray& file)
{
    const QByteArray range = request.headers.value("range");
    if (!range.startsWith("bytes="))
        return {.body = file};
    const qsizetype from = range.mid(6, range.indexOf('-') - 6).toLongLong();
    if (from >= file.size())
        return {.status = 416, .headers = {"Content-Range: bytes */" + QByteArray::number(file.size())}};
    return {.status = 206,
        .body = file.mid(from),
        .headers = {"Content-Range: bytes " + QByteArray::number(from) + '-' + QByteArray::number(file.size() - 1) + '/'
            + QByteArray::number(file.size())}};
}

} // namespace qlab::test
