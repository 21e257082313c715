// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/unpacked_hash.h"

#include <array>

#include <zlib.h>

namespace qlab::app {

struct UnpackedHash::Inflater {
    z_stream stream{};
    bool good = false;
    bool ended = false;
    std::array<Bytef, 1 << 16> block{};
};

UnpackedHash::UnpackedHash()
    : m_inflater(std::make_unique<Inflater>())
{
    m_inflater->good = inflateInit2(&m_inflater->stream, 16 + MAX_WBITS) == Z_OK; // 16: a gzip header is expected
}

UnpackedHash::~UnpackedHash() { inflateEnd(&m_inflater->stream); }

bool UnpackedHash::feed(const QByteArray& packed)
{
    auto& [stream, good, ended, block] = *m_inflater;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.constData()));
    stream.avail_in = static_cast<uInt>(packed.size());
    while (good && !ended && (stream.avail_in > 0 || stream.avail_out == 0)) {
        stream.next_out = block.data();
        stream.avail_out = static_cast<uInt>(block.size());
        const int state = inflate(&stream, Z_NO_FLUSH);
        ended = state == Z_STREAM_END;
        good = state == Z_OK || ended || state == Z_BUF_ERROR;
        const auto bytes = static_cast<qsizetype>(block.size() - stream.avail_out);
        m_hash.addData(QByteArrayView(reinterpret_cast<const char*>(block.data()), bytes));
        if (state == Z_BUF_ERROR)
            break;
    }
    return good;
}

bool UnpackedHash::complete() const { return m_inflater->ended; }

QByteArray UnpackedHash::result() const { return m_hash.result().toHex(); }

} // namespace qlab::app
