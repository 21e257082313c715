// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/session/session.h"

#include <array>

class QLabel;

namespace qlab::app {

class ActionButton;
class BarChart;
class BreakdownChart;
class Card;
class ChartView;
class ComparisonTable;
class IntervalChart;
class ProgressStrip;
class ScalingChart;
class Tag;

/// Table, charts and verdict of the comparison, filled while the benchmark runs; exports of each and of all.
class ComparePage : public Page {
    Q_OBJECT
public:
    explicit ComparePage(Session& session, QWidget* parent = nullptr);
    QWidget* primaryButton() const override;

    /// A window for any two models, of the map and of files, too.
    void compareOthers();
    /// Asks for a folder, then writes every chart as PNG, SVG and CSV, and one sheet with all.
    void exportAll();
    /// Asks for a folder, then writes both models as safetensors.
    void saveModels();
    /// Without asking. The error says which file.
    Status exportAllTo(const QString& folder) const;
    Status saveModelsTo(const QString& folder) const;

protected:
    void refresh() override;

private:
    void buildHeader();
    QWidget* buildVerdict();
    QLayout* buildCloseness();
    void refreshCloseness(const CompareReport* report);
    QWidget* buildTable();
    QWidget* buildCharts();
    QWidget* buildDetails();
    template <typename Chart>
    Chart* addChart(QLayout& row, const QString& title, const QString& note, const QString& tip = {});
    void showEmptyCharts();
    void refreshVerdict(const CompareReport* report);
    QString sentence() const;
    void tell(const Status& status, const QString& done);

    Session& m_session;
    ActionButton *m_run = nullptr, *m_export = nullptr;
    Card* m_verdictCard = nullptr;
    QLabel *m_icon = nullptr, *m_headline = nullptr, *m_words = nullptr;
    std::array<QLabel*, 3> m_closeness{}; ///< same answer, mean and tail of the divergence
    Tag* m_state = nullptr;
    ComparisonTable* m_table = nullptr;
    IntervalChart* m_accuracy = nullptr;
    BarChart *m_size = nullptr, *m_time = nullptr;
    BreakdownChart* m_breakdown = nullptr;
    ScalingChart* m_batch = nullptr;
    std::vector<ChartView*> m_charts; ///< in the order of the page
};

} // namespace qlab::app
