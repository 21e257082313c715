// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/targets.h"

#include "engine/kernels/vector_kernels.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cctype>
#include <cstdlib>
#include <string_view>

namespace qlab::kernels {
namespace {

constexpr std::array<std::array<std::string_view, 2>, 9> kTitles{{
    {"AVX3_VNNI", "AVX-512 VNNI"},
    {"AVX3", "AVX-512"},
    {"AVX2", "AVX2"},
    {"SSE4", "SSE4.2"},
    {"SSSE3", "SSSE3"},
    {"SSE2", "SSE2"},
    {"NEON", "Arm NEON"},
    {"EMU128", "portable vectors"},
    {"SCALAR", "plain C++"},
}};

std::string titleOf(std::string_view name)
{
    for (const auto& [known, title] : kTitles)
        if (known == name)
            return std::string(title);
    return std::string(name);
}

const std::vector<CompiledTarget>& targets()
{
    static const std::vector<CompiledTarget> found = compiledTargets();
    return found;
}

bool sameName(std::string_view a, std::string_view b)
{
    const auto upper = [](char c) { return std::toupper(static_cast<unsigned char>(c)); };
    return std::ranges::equal(a, b, {}, upper, upper);
}

/// Null if there is no such target here.
const CompiledTarget* find(std::string_view name)
{
    if (name.empty() || sameName(name, "BEST"))
        return &targets().front();
    const auto found = std::ranges::find_if(targets(), [&](const CompiledTarget& t) { return sameName(t.name, name); });
    return found == targets().end() ? nullptr : &*found;
}

std::string environmentName()
{
    const char* name = std::getenv("QLAB_TARGET"); // NOLINT(concurrency-mt-unsafe): nobody changes the environment
    return name == nullptr ? std::string() : std::string(name);
}

const CompiledTarget* initialTarget()
{
    const CompiledTarget* named = find(environmentName());
    return named == nullptr ? &targets().front() : named;
}

std::atomic<const CompiledTarget*> activeSlot{nullptr};

const CompiledTarget& active()
{
    const CompiledTarget* target = activeSlot.load(std::memory_order_acquire);
    if (target == nullptr) {
        target = initialTarget();
        activeSlot.store(target, std::memory_order_release);
    }
    return *target;
}

std::string choices()
{
    std::string text = "BEST";
    for (const CompiledTarget& target : targets())
        text += ", " + target.name;
    return text;
}

} // namespace

const KernelTable& activeKernels() { return *active().kernels; }

std::vector<Target> availableTargets()
{
    std::vector<Target> list;
    for (const CompiledTarget& target : targets())
        list.push_back({target.name, titleOf(target.name)});
    return list;
}

Target activeTarget() { return {active().name, titleOf(active().name)}; }

Status forceTarget(const std::string& name)
{
    const CompiledTarget* target = find(name);
    if (target == nullptr)
        return badInput("kernel target \"" + name
            + "\" is not one that this program can run on this CPU: choose one of " + choices());
    activeSlot.store(target, std::memory_order_release);
    return {};
}

Status applyTargetFromEnvironment()
{
    const std::string name = environmentName();
    if (name.empty())
        return {};
    Status status = forceTarget(name);
    if (!status)
        return badInput("QLAB_TARGET: " + status.error().message);
    return {};
}

} // namespace qlab::kernels
