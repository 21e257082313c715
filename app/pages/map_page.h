// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/session/session.h"

#include <array>
#include <optional>

class QLabel;

namespace qlab::app {

class ActionButton;
class Card;
class Drawing;
class MapChart;
class MapSelection;
class SegmentedControl;
class SpinBox;

/// Every width, grid and input as size against accuracy, filling live; the smallest model for a budget; what one model
/// is, and its file.
class MapPage : public Page {
    Q_OBJECT
public:
    MapPage(Session& session, Drawing& drawing, QWidget* parent = nullptr);
    QWidget* primaryButton() const override;

    /// Begins the map if there is none of the model in force.
    void beginIfNew();
    /// Begins, pauses or resumes the map.
    void startOrPause();
    /// Asks for a place, then writes the selected model as a compact file.
    void saveModel();
    Status saveModelTo(const QString& path) const;
    /// By its place in the session's report.
    void select(std::optional<std::size_t> point);
    std::optional<std::size_t> selected() const { return m_selected; }

protected:
    void refresh() override;

private:
    void buildHeader();
    QWidget* buildMap();
    void chooseAxis();
    QWidget* buildFinder();
    QWidget* buildInputs();
    QWidget* buildBits();
    const SweepPoint* point() const;
    QString sentence() const;
    void useSelected();
    void refreshButtons();
    void refreshCharts();
    void refreshInputs();
    void refreshFinder();
    void findSmallest();
    void findBest();

    Session& m_session;
    Drawing& m_drawing;
    SweepReportPtr m_shown; ///< whose points the selection counts
    std::optional<std::size_t> m_selected;
    bool m_wasChosen = false; ///< by the person; else the selection follows the frontier
    ActionButton *m_run = nullptr, *m_save = nullptr, *m_use = nullptr;
    MapChart *m_map = nullptr, *m_bits = nullptr;
    Card* m_mapCard = nullptr;
    SegmentedControl* m_axis = nullptr;
    SpinBox *m_loss = nullptr, *m_bytes = nullptr;
    QLabel* m_found = nullptr;
    MapSelection* m_card = nullptr;
    std::array<QLabel*, 4> m_inputs{};
};

} // namespace qlab::app
