// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <initializer_list>

class QImage;

namespace qlab::app {

/// Markup as text: elements are made whole, so tags always balance.

struct Attribute {
    const char* name;
    QString value; ///< escaped when written
};
using Attributes = std::initializer_list<Attribute>;

/// element("td.num", "1") = <td class="num">1</td>; further dots add further classes. The content is markup: escape
/// text first (QString::toHtmlEscaped). A line break follows, except after what stands inside a line of text.
QString element(const char* tag, const QString& content);
QString element(const char* tag, Attributes attributes, const QString& content);
/// One without content: <img ... />.
QString leaf(const char* tag, Attributes attributes);

/// "data:image/png;base64,..."
QString pngDataUri(const QImage& image);

} // namespace qlab::app
