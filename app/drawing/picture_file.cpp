// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drawing/picture_file.h"

#include "engine/core/atomic_file.h"
#include "engine/data/picture_bytes.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QImageReader>
#include <QImageWriter>
#include <QSaveFile>

#include <algorithm>
#include <span>

namespace qlab::app {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 28;
constexpr int kMostMegabytes = 512; ///< of a decoded picture

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PictureFile)
};

/// Collects what Qt's readers print while it lives, on this thread: for the codecs it is the only way to tell damage.
class OverheardMessages {
public:
    OverheardMessages()
    {
        s_heard = &m_heard;
        s_before = qInstallMessageHandler(&OverheardMessages::hear);
    }
    ~OverheardMessages()
    {
        qInstallMessageHandler(s_before);
        s_heard = nullptr;
    }
    OverheardMessages(const OverheardMessages&) = delete;
    OverheardMessages& operator=(const OverheardMessages&) = delete;

    /// Of libjpeg; its other complaints do not reach the pixels.
    bool tellDamage() const
    {
        return std::any_of(m_heard.begin(), m_heard.end(), [](const QString& text) {
            return text.contains(QStringLiteral("premature end"), Qt::CaseInsensitive)
                || text.contains(QStringLiteral("bad Huffman code")) || text.contains(QStringLiteral("CRC error"));
        });
    }

private:
    static void hear(QtMsgType type, const QMessageLogContext& context, const QString& text)
    {
        if (s_heard != nullptr)
            s_heard->append(text);
        else if (s_before != nullptr)
            s_before(type, context, text);
    }

    inline static thread_local QStringList* s_heard = nullptr;
    inline static QtMessageHandler s_before = nullptr;
    QStringList m_heard;
};

QString nameOf(const std::filesystem::path& path) { return QFile::decodeName(path.filename().c_str()); }

Error readError(const std::filesystem::path& path, const QString& reason)
{
    return badInput(Words::tr("%1: %2").arg(nameOf(path), reason).toStdString());
}

bool isTooLarge(const QImageReader& reader, const QSize& size)
{
    const bool scales = reader.supportsOption(QImageIOHandler::ScaledSize); // decodes no more than is asked for
    return !scales && static_cast<qint64>(size.width()) * size.height() * 4 > qint64{kMostMegabytes} << 20;
}

/// Formats whose reader is a package of its own on many systems.
QString missingReader(const QByteArray& bytes)
{
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return Words::tr("WebP pictures need the package qt6-image-formats-plugins");
    if (bytes.startsWith("II*") || bytes.startsWith(QByteArray("MM\0*", 4)))
        return Words::tr("TIFF pictures need the package qt6-image-formats-plugins");
    return Words::tr("not a picture that can be read");
}

Result<QImage> decode(const std::filesystem::path& path, const QByteArray& bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    if (!reader.canRead()) // a few formats have no mark of their own
        reader.setFormat(QByteArray::fromStdString(path.extension().string()).mid(1).toLower());
    if (!reader.canRead())
        return readError(path, missingReader(bytes));
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (isTooLarge(reader, size))
        return readError(path, Words::tr("too large, %1 x %2 pixels").arg(size.width()).arg(size.height()));
    const bool drawn = reader.format().startsWith("svg");
    if (size.isValid() && (drawn || std::max(size.width(), size.height()) > kWorkSide))
        reader.setScaledSize(size.scaled(kWorkSide, kWorkSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    const OverheardMessages messages;
    const QImage picture = reader.read();
    if (picture.isNull())
        return readError(path, Words::tr("not a picture that can be read (%1)").arg(reader.errorString()));
    if (messages.tellDamage())
        return readError(path, Words::tr("the picture is damaged; save or send it again"));
    return picture;
}

} // namespace

Result<QImage> readPicture(const std::filesystem::path& path)
{
    const auto file = readWholeFile(path, kLargestFile);
    if (!file)
        return file.error();
    if (file->empty())
        return readError(path, Words::tr("the file is empty"));
    if (breaksOff({reinterpret_cast<const std::uint8_t*>(file->data()), file->size()}))
        return readError(path, Words::tr("the picture breaks off, the file is incomplete; save or send it again"));
    const int before = QImageReader::allocationLimit();
    QImageReader::setAllocationLimit(kMostMegabytes);
    auto picture = decode(path, QByteArray::fromRawData(file->data(), static_cast<qsizetype>(file->size())));
    QImageReader::setAllocationLimit(before);
    return picture;
}

Status writePng(const QImage& picture, const QString& path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return ioError(Words::tr("%1 cannot be written: %2").arg(path, file.errorString()).toStdString());
    QImageWriter writer(&file, "png");
    if (!writer.write(picture))
        return ioError(Words::tr("%1 cannot be written: %2").arg(path, writer.errorString()).toStdString());
    if (!file.commit())
        return ioError(Words::tr("%1 cannot be written: %2").arg(path, file.errorString()).toStdString());
    return {};
}

} // namespace qlab::app
