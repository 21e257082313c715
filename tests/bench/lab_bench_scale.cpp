// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/lab_bench.h"

#include "engine/bench/machine.h"
#include "engine/core/random.h"
#include "engine/core/text.h"
#include "engine/data/idx_reader.h"
#include "engine/train/trainer.h"

#include <array>
#include <cstdio>
#include <fstream>

namespace qlab::lab_bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Memory that the process holds now; 0 where the system does not tell.
double residentMb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::strtod(line.c_str() + 6, nullptr) * 1024 / 1e6;
    return 0;
}

std::array<char, 4> bigEndian(std::size_t value)
{
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
        static_cast<char>(value)};
}

/// The image moved by up to two pixels each way.
std::array<char, kPixels> shifted(std::span<const std::uint8_t, kPixels> image, int dx, int dy)
{
    std::array<char, kPixels> moved{};
    for (int y = std::max(0, dy); y < std::min(kSide, kSide + dy); ++y)
        for (int x = std::max(0, dx); x < std::min(kSide, kSide + dx); ++x)
            moved[static_cast<std::size_t>(y * kSide + x)] =
                static_cast<char>(image[static_cast<std::size_t>((y - dy) * kSide + x - dx)]);
    return moved;
}

/// \p count images in a pair of IDX files: the lab's training images over and over, each time shifted anew.
void writeShifted(const Lab& lab, std::size_t count, const fs::path& imageFile, const fs::path& labelFile)
{
    std::ofstream images(imageFile, std::ios::binary), labels(labelFile, std::ios::binary);
    const auto number = [](std::ofstream& file, std::size_t value) { file.write(bigEndian(value).data(), 4); };
    for (const std::size_t value : {std::size_t{0x803}, count, std::size_t{kSide}, std::size_t{kSide}})
        number(images, value);
    for (const std::size_t value : {std::size_t{0x801}, count})
        number(labels, value);
    const ImageSet& source = *lab.data->trainSource;
    Random random(1);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t index = i % source.size();
        const auto move = [&] { return static_cast<int>(random.below(5)) - 2; };
        const int dx = move();
        images.write(shifted(source.image(index), dx, move()).data(), kPixels);
        labels.put(static_cast<char>(source.labels()[index]));
    }
}

double medianMs(const std::function<void()>& work)
{
    TimerOptions options;
    options.rounds = 11;
    options.budget = std::chrono::seconds(5);
    BlockTimer timer(BlockTimer::Works{work}, options);
    timer.run();
    return timer.timing(0).medianMs;
}

Growth measure(const Lab& lab, const fs::path& imageFile, const fs::path& labelFile)
{
    Growth growth{};
    static_cast<void>(readIdx(imageFile, labelFile).ok()); // the disk is no concern of ours
    const auto start = Clock::now();
    const auto images = readIdx(imageFile, labelFile);
    growth.loadMs = millisecondsSince(start);
    auto data = std::make_shared<Dataset>();
    data->trainSource = *images;
    data->trainIndex.resize((*images)->size());
    for (std::size_t i = 0; i < data->trainIndex.size(); ++i)
        data->trainIndex[i] = static_cast<std::uint32_t>(i);
    data->test = lab.data->test;
    TrainConfig config;
    config.epochs = 1;
    Trainer trainer(data, config);
    while (trainer.state() == Trainer::State::Running)
        trainer.step(std::chrono::seconds(1));
    growth.trainMs = trainer.epochs().front().seconds * 1e3;
    growth.floatMs = medianMs([&] { evaluate(lab.model, **images); });
    growth.integerMs = medianMs([&] { evaluate(lab.quantized, **images); });
    growth.residentMb = residentMb();
    return growth;
}

} // namespace

std::vector<Growth> benchScaling(const Lab& lab, std::size_t most, const fs::path& scratch)
{
    std::vector<Growth> points;
    fs::create_directories(scratch);
    const fs::path images = scratch / "images", labels = scratch / "labels";
    printHeading("Growth: raw files loaded, an epoch trained, all images evaluated (median of 11), memory held");
    std::printf("  %12s %12s %12s %14s %14s %12s\n", "images", "load, ms", "epoch, ms", "f32-u8, ms", "u8-int8, ms",
        "memory, MB");
    for (std::size_t count = 1000; count <= most; count *= 10)
        for (const std::size_t size : {count, 3 * count}) {
            if (size > most)
                break;
            writeShifted(lab, size, images, labels);
            Growth growth = measure(lab, images, labels);
            growth.images = size;
            points.push_back(growth);
            std::printf("  %12s %12.2f %12.2f %14.3f %14.3f %12.0f\n",
                groupedText(static_cast<std::int64_t>(size)).c_str(), growth.loadMs, growth.trainMs, growth.floatMs,
                growth.integerMs, growth.residentMb);
            std::fflush(stdout);
        }
    fs::remove_all(scratch);
    return points;
}

} // namespace qlab::lab_bench
