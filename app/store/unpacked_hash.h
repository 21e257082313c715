// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCryptographicHash>

#include <memory>

namespace qlab::app {

/// SHA-256 of what a gzip file holds, a piece at a time, without keeping any of it.
class UnpackedHash {
public:
    UnpackedHash();
    ~UnpackedHash();
    /// False once the data is no gzip stream (any more).
    bool feed(const QByteArray& packed);
    /// True when the stream has ended properly.
    bool complete() const;
    /// Hexadecimal, lower case.
    QByteArray result() const;

private:
    struct Inflater;
    std::unique_ptr<Inflater> m_inflater;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace qlab::app
