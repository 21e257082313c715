// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/scoreboard.h"

#include "app/widgets/elided_label.h"
#include "app/widgets/model_swatch.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace qlab::app {

/// Left edges of a block's three figures, and the edge behind the last one.
struct Scoreboard::Columns {
    std::array<int, kFigures + 1> edge;
};

namespace {

constexpr int kModelBlockWidth = 364;
constexpr int kMargin = 16;
constexpr int kColumnGap = 12;
constexpr int kNameGap = 8; ///< between swatch, name and note
// Tops of the name and of the figures.
constexpr int kNameTop = 9;
constexpr int kFigureTop = 28;
// Shares of the first two columns: the first caption of the third block carries the significance.
constexpr std::array<double, 2> kModelShares{0.345, 0.345};
constexpr std::array<double, 2> kDifferenceShares{0.425, 0.30};

/// Of the text, where a window is narrow: a figure that is cut says something else.
constexpr std::array kTextShares{1.0, 0.9, 0.8, 0.7};

Token inkOf(int block)
{
    return block == Scoreboard::Original ? Token::OriginalText
        : block == Scoreboard::Quantized ? Token::QuantizedText
                                         : Token::Text;
}

} // namespace

Scoreboard::Scoreboard(QWidget* parent)
    : QWidget(parent)
    , m_swatches{new ModelSwatch(Model::Original, this), new ModelSwatch(Model::Quantized, this)}
    , m_invitation(new QLabel(this))
{
    for (BlockView& view : m_views) {
        view.name = new QLabel(this);
        view.note = new ElidedLabel({}, this);
        for (ScoreFigureView*& figure : view.figures)
            figure = new ScoreFigureView(this);
    }
    m_invitation->setTextFormat(Qt::RichText);
    m_invitation->setWordWrap(true);
    m_invitation->setAlignment(Qt::AlignTop);
    setAccessibleName(tr("Scoreboard"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    refresh();
}

void Scoreboard::setState(const ScoreboardState& state)
{
    if (state == m_state)
        return;
    m_state = state;
    refresh();
}

const ScoreBlock& Scoreboard::block(int index) const
{
    return index == Original ? m_state.original : index == Quantized ? m_state.quantized : m_state.difference;
}

QString Scoreboard::blockName(int index) const
{
    if (index == Original)
        return tr("Original");
    if (index == Quantized)
        return tr("Quantized");
    return m_state.invitation ? m_state.invitation->title : tr("Quantized against original");
}

QSize Scoreboard::sizeHint() const { return {1280, scaled(75) + 1}; }
QSize Scoreboard::minimumSizeHint() const { return {900, sizeHint().height()}; }

QRect Scoreboard::blockRect(int index) const
{
    // In a narrow window with large text all three give way alike.
    const int model = std::min(scaled(kModelBlockWidth), width() * 3 / 10);
    const int left = index * model;
    return {left, 0, index == Difference ? width() - left : model, height() - 1};
}

bool Scoreboard::fits(int index, double share) const
{
    const int room = blockRect(index).width() - 2 * kMargin;
    int figures = (kFigures - 1) * kColumnGap;
    for (const ScoreFigure& figure : block(index).figures)
        figures += ScoreFigureView::widthFor(figure, share);
    if (index != Difference)
        return figures <= room;
    const int name = scoreTextWidth(TextRole::TableStrong, blockName(index), share) + kNameGap
        + scoreTextWidth(TextRole::Table, block(index).note, share);
    return m_state.invitation || std::max(figures, name) <= room;
}

/// One size for the whole board.
double Scoreboard::textShare() const
{
    for (const double share : kTextShares)
        if (fits(Original, share) && fits(Quantized, share) && fits(Difference, share))
            return share;
    return kTextShares.back();
}

Scoreboard::Columns Scoreboard::columns(int index) const
{
    const QRect area = blockRect(index).adjusted(kMargin, 0, -kMargin, 0);
    const auto& shares = index == Difference ? kDifferenceShares : kModelShares;
    const auto& figures = block(index).figures;
    const double textSize = textShare();
    Columns result{};
    result.edge = {area.left(), area.left(), area.left(), area.right() + 1};
    double share = 0;
    for (std::size_t i = 1; i < kFigures; ++i) {
        share += shares[i - 1];
        const int wished = area.left() + static_cast<int>(share * area.width());
        // A long caption pushes its neighbour rather than being cut.
        result.edge[i] =
            std::max(wished, result.edge[i - 1] + ScoreFigureView::widthFor(figures[i - 1], textSize) + kColumnGap);
    }
    // The figures keep their room, the last first; only then do captions give way.
    int right = area.right() + 1;
    for (std::size_t i = kFigures - 1; i > 0; --i) {
        right -= ScoreFigureView::widthFor(figures[i], textSize);
        result.edge[i] = std::min(result.edge[i], std::max(right, area.left()));
        right = result.edge[i] - kColumnGap;
    }
    return result;
}

QRect Scoreboard::figureRect(int index, int column) const
{
    const Columns place = columns(index);
    const auto i = static_cast<std::size_t>(column);
    const int right = column == kFigures - 1 ? place.edge[i + 1] : place.edge[i + 1] - kColumnGap / 2;
    return {place.edge[i], scaled(kFigureTop), right - place.edge[i], ScoreFigureView::heightNeeded()};
}

void Scoreboard::refresh()
{
    const double share = textShare();
    for (int index = 0; index < kBlocks; ++index) {
        placeName(index, share);
        for (int column = 0; column < kFigures; ++column) {
            const auto i = static_cast<std::size_t>(column);
            ScoreFigureView& view = *m_views[static_cast<std::size_t>(index)].figures[i];
            view.setFigure(block(index).figures[i], inkOf(index), share);
            view.setGeometry(figureRect(index, column));
            view.setVisible(index != Difference || !m_state.invitation);
        }
    }
    placeInvitation();
    update();
}

void Scoreboard::placeName(int index, double share)
{
    BlockView& view = m_views[static_cast<std::size_t>(index)];
    QRect line(blockRect(index).left() + kMargin, scaled(kNameTop), 0, lineHeight(TextRole::Table));
    line.setRight(blockRect(index).right() - kMargin);
    if (index != Difference) {
        QWidget& swatch = *m_swatches[static_cast<std::size_t>(index)];
        swatch.setGeometry(
            QRect(QPoint(line.left(), line.center().y() - ModelSwatch::kSize.height() / 2 + 1), ModelSwatch::kSize));
        line.setLeft(swatch.geometry().right() + 1 + kNameGap);
    }
    setScoreLook(*view.name, TextRole::TableStrong, Token::Text, share);
    setScoreLook(*view.note, TextRole::Table, Token::Text3, share);
    view.name->setText(blockName(index));
    view.note->setText(block(index).note);
    const int width = view.name->sizeHint().width();
    view.name->setGeometry({line.topLeft(), QSize(width, line.height())});
    view.note->setGeometry(line.adjusted(width + kNameGap, 0, 0, 0));
    view.note->setVisible(index != Difference || !m_state.invitation);
}

void Scoreboard::placeInvitation()
{
    m_invitation->setVisible(m_state.invitation.has_value());
    if (!m_state.invitation)
        return;
    const QRect area = blockRect(Difference).adjusted(kMargin, scaled(kFigureTop) - 1, -kMargin, 0);
    const QString strong = QStringLiteral("<b style=\"color:%1\">").arg(themeColor(Token::Text).name());
    const QString text = QString(m_state.invitation->text).replace(QStringLiteral("<b>"), strong);
    // Smaller rather than cut, where large text needs a third line.
    for (const TextRole role : {TextRole::Body, TextRole::Table, TextRole::Caption}) {
        setScoreLook(*m_invitation, role, Token::Text2, 1);
        m_invitation->setText(QStringLiteral("<p style='line-height:%1px'>%2</p>").arg(lineHeight(role)).arg(text));
        if (m_invitation->heightForWidth(area.width()) <= area.height())
            break;
    }
    m_invitation->setGeometry(area);
}

void Scoreboard::resizeEvent(QResizeEvent*) { refresh(); }

void Scoreboard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

void Scoreboard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeColor(Token::Surface));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themeColor(Token::Line));
    for (int index = 1; index < kBlocks; ++index)
        painter.fillRect(QRect(blockRect(index).left() - 1, 0, 1, height()), themeColor(Token::Line));
}

} // namespace qlab::app
