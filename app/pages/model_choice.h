// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/combo_box.h"
#include "engine/core/result.h"
#include "engine/quant/any_model.h"

#include <QString>

#include <filesystem>
#include <vector>

namespace qlab::app {

class Session;

/// A model that may be put beside another.
struct NamedModel {
    QString name; ///< "Quantized: 4 bits, per channel, pixels as they are"
    AnyModel model;
    std::size_t bytes = 0; ///< of its file, or of the safetensors file that it would be
};

/// A choice among the models in force, those on the map's frontier, the files opened so far, and one more file, which
/// may also be dropped on it.
class ModelChoice : public ComboBox {
    Q_OBJECT
public:
    /// \p first: what is chosen at first, 0 the original, 1 the quantized model.
    explicit ModelChoice(int first, QWidget* parent = nullptr);

    /// Offers what there is now. What was chosen stays so: the model in force that takes its place, or the same model
    /// of map or file.
    void offer(const Session& session);
    /// Reads a model file, or the quantized model of a results folder, and chooses it.
    Status open(const std::filesystem::path& path);
    /// Null before there is any.
    const NamedModel* chosen() const;
    /// Exchanges what the two have opened and chosen.
    void exchangeWith(ModelChoice& other);

Q_SIGNALS:
    void chosenChanged();
    void failed(const QString& message);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// What was chosen stays so.
    void replaceOffered(std::vector<NamedModel> offered);
    void list(); ///< fills the box
    void activate(int index);
    void askForFile();
    void tryOpen(const QString& path);

    std::vector<NamedModel> m_offered; ///< of the session
    std::vector<NamedModel> m_files;   ///< opened here, newest last
    int m_chosen;                      ///< of all, offered ones first
};

} // namespace qlab::app
