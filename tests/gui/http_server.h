// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <vector>

class QTcpSocket;

namespace qlab::test {

struct HttpRequest {
    QByteArray name;                      ///< what follows the last slash of the path
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
};

struct HttpReply {
    int status = 200;
    QByteArray body = {};
    QList<QByteArray> headers = {}; ///< "Location: http://..."; the length and "Connection: close" come by themselves
    /// Of the body, then the connection is cut or, with \c hangs, left open in silence. -1: all of it.
    qsizetype sent = -1;
    bool hangs = false;
};

/// A web server on 127.0.0.1 for one test, on the test's own event loop: answers GET with what the test says, one
/// request a connection, and keeps the requests.
class HttpServer {
public:
    using Handler = std::function<HttpReply(const HttpRequest&)>;
    explicit HttpServer(Handler handler);

    /// With a slash at the end.
    QUrl url() const;
    const std::vector<HttpRequest>& requests() const { return m_requests; }
    /// From now on.
    void setHandler(Handler handler) { m_handler = std::move(handler); }

private:
    void answer(QTcpSocket& socket, const QByteArray& head);

    QTcpServer m_server;
    Handler m_handler;
    std::vector<HttpRequest> m_requests;
};

/// A file as a server that resumes sends it: 206 from where the request says, 416 beyond the end, else 200.
HttpReply resumable(const HttpRequest& request, const QByteArray& file);

} // namespace qlab::test
