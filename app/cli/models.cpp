// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models.h"

#include "engine/core/file_error.h"

namespace qlab::app {
namespace {

/// A model that is quantized already keeps its scheme.
Status refuseScheme(const std::string& path, const CommonOptions& options)
{
    if (options.scheme.empty() && !options.fields.contains("scheme") && !options.bits && !options.budget)
        return {};
    return badInput(shownPath(path) + " is quantized already: "
        + (!options.scheme.empty()                  ? "--scheme"
                : options.fields.contains("scheme") ? "--scheme-text"
                : options.bits                      ? "--bits"
                                                    : "--budget")
        + " would change nothing; leave it out, or pass the float model");
}

Result<ModelFile> readFolder(const std::filesystem::path& folder, const CommonOptions& options)
{
    const auto original = readModel((folder / kOriginalFile).string(), options);
    if (!original)
        return original.error();
    const auto quantized = readModel((folder / kQuantizedFile).string(), options);
    if (!quantized)
        return quantized.error();
    if (Status status = refuseScheme(folder.string(), options); !status)
        return status.error();
    return ModelFile{original->original, quantized->quantized, 0};
}

} // namespace

Result<ModelFile> readModel(const std::string& path, const CommonOptions& options)
{
    return readModelFile(path, askedNormalization(options));
}

Result<ModelFile> readBothModels(const std::string& path, const CommonOptions& options)
{
    const auto kind = kindOf(path);
    if (!kind)
        return kind.error();
    if (*kind == PathKind::Folder)
        return readFolder(path, options);
    auto file = readModel(path, options);
    if (!file)
        return file;
    if (!file->original) {
        const Status status = refuseScheme(path, options);
        return status ? file : Result<ModelFile>(status.error());
    }
    const auto scheme = chosenScheme(options);
    if (!scheme)
        return scheme.error();
    if (needsImages(*scheme))
        return badInput("this scheme needs training images (data-aware rounding, the range least-logits or a static "
                        "input): write the models with \"qlab run --out\", and pass that folder instead of "
            + shownPath(path));
    file->quantized = std::make_shared<QuantizedModel>(quantize(*file->original, *scheme));
    return file;
}

} // namespace qlab::app
