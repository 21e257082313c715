// SPDX-License-Identifier: GPL-3.0-or-later
// What people's machines do to a program: odd files, full disks, closed streams, no display, no threads, no memory.
#include "tests/cli/cli_driver.h"

#include "engine/data/digit_generator.h"
#include "engine/formats/model_file.h"

#include <nlohmann/json.hpp>

#include <set>

#include <unistd.h>

using namespace qlab;
using namespace qlab::test;

namespace {

/// A folder with m.safetensors, a model of small random weights, and digit.pgm.
struct Door {
    Door()
    {
        LinearModel model;
        for (Eigen::Index i = 0; i < model.weights.size(); ++i)
            model.weights.data()[i] = static_cast<float>(i * 37 % 101 - 50) * 1e-3f;
        model.bias.setZero();
        REQUIRE(writeFileAtomically(folder.path() / "m.safetensors", encodeModel(model)).ok());
        const ImagesPtr digits = generateDigits(1, 7);
        std::string picture = "P5 28 28 255\n";
        picture.append(digits->image(0).begin(), digits->image(0).end());
        REQUIRE(writeFileAtomically(folder.path() / "digit.pgm", picture).ok());
    }
    Outcome operator()(const std::string& script) const { return shellRun(folder, script); }
    std::filesystem::path path(const char* name) const { return folder.path() / name; }

    TemporaryFolder folder;
};

bool oneLine(const Outcome& outcome)
{
    return outcome.status == 1 && lines(outcome.err) == 1 && outcome.err.rfind("qlab: ", 0) == 0;
}

std::set<std::string> namesIn(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.insert(entry.path().filename());
    return names;
}

} // namespace

TEST_CASE("Paths that lead nowhere cost one line, whatever the command", "[cli][door]")
{
    const Door door;
    const std::string path = GENERATE(
        "loop", "fifo", "/dev/zero", "file/below", "$(head -c 5000 /dev/zero | tr '\\0' a)", "$'a\\nb'", "$'\\xe9'");
    const std::string command = GENERATE("info @", "classify @ digit.pgm", "classify m.safetensors @",
        "run --quiet --data @", "run --quiet --data builtin --model @", "bench --quiet --data builtin --model @");
    std::string filled = command;
    filled.replace(filled.find('@'), 1, path);
    const Outcome outcome = door("ln -s loop loop; mkfifo fifo; touch file; timeout 20 $Q " + filled);
    INFO(filled << "\n" << outcome.err << outcome.status);
    CHECK(oneLine(outcome));
    if (path == "loop")
        CHECK_THAT(outcome.err, ContainsSubstring("loop"));
    if (path == "fifo")
        CHECK_THAT(outcome.err, ContainsSubstring("pipe") || ContainsSubstring("not a folder"));
}

TEST_CASE("A folder that may not be entered is not said to be missing", "[cli][door]")
{
    const Door door;
    const std::string nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    // By way of another program: the first may still have been let in as root.
    if (::geteuid() != 0 || door(nobody + "env $Q --version").status != 0) {
        WARN("needs root, and a program that others may run: not tested");
        return;
    }
    const Outcome outcome =
        door("chmod 755 .; mkdir -m 700 shut; cp m.safetensors shut; for f in shut/m.safetensors; do " + nobody
            + "$Q info $f; " + nobody + "$Q classify $f digit.pgm; " + nobody + "$Q run --model $f --data builtin; "
            + nobody + "$Q run --data $f; done");
    INFO(outcome.err);
    CHECK(lines(outcome.err) == 4);
    CHECK(outcome.err.find("does not exist") == std::string::npos);
}

TEST_CASE("Standard input, pipes and odd names are read", "[cli][door]")
{
    const Door door;
    const std::string script = GENERATE("$Q classify m.safetensors - <digit.pgm",
        "cat digit.pgm | $Q classify m.safetensors -", "cat digit.pgm | $Q classify m.safetensors /dev/stdin",
        "$Q classify <(cat m.safetensors) digit.pgm", "$Q classify /dev/stdin digit.pgm <m.safetensors",
        "$Q info /dev/stdin <m.safetensors", "cat m.safetensors | $Q info --json /dev/stdin",
        "cp digit.pgm $'\\xe9'; $Q classify --json m.safetensors $'\\xe9'",
        "cp m.safetensors $'\\xe9'; $Q info --json $'\\xe9'");
    const Outcome outcome = door(script);
    INFO(script << "\n" << outcome.err);
    CHECK(outcome.status == 0);
    CHECK((outcome.out + outcome.err).find("qlab:") == std::string::npos);
}

TEST_CASE("Output that is lost is no success", "[cli][door]")
{
    const Door door;
    const std::string command = GENERATE("--version", "run --help", "info", "info --json", "info m.safetensors",
        "classify m.safetensors digit.pgm", "classify --json m.safetensors digit.pgm");
    const std::string where = GENERATE(">/dev/full", ">&-", ">&- <&-");
    const Outcome outcome = door("$Q " + command + " " + where);
    INFO(command << where << "\n" << outcome.err);
    CHECK(oneLine(outcome));
    CHECK_THAT(outcome.err, ContainsSubstring("standard output"));
}

TEST_CASE("Results replace those of an older run, and no other file", "[cli][door]")
{
    const Door door;
    REQUIRE(door("$Q run --data builtin --epochs 1 --quiet --out out && echo mine >out/notes").status == 0);
    REQUIRE(namesIn(door.path("out")).contains("loss.csv"));
    const auto here = namesIn(door.folder.path());
    const std::string again = GENERATE("$Q run --data builtin --model m.safetensors --quiet --out out",
        "$Q run --data builtin --model m.safetensors --quiet --out out >&-",
        "ln -s out latest; $Q run --data builtin --model m.safetensors --quiet --out latest/ && rm latest",
        "cd out && $Q run --data builtin --model ../m.safetensors --quiet --out .");
    const Outcome outcome = door(again);
    INFO(again << outcome.err);
    CHECK(outcome.status == (again.ends_with(">&-") ? 1 : 0));
    CHECK(namesIn(door.path("out"))
        == std::set<std::string>{"comparison.csv", "comparison.png", "samples.png", "model-float.safetensors",
            "model-quantized.safetensors", "model-quantized.qlm", "run.json", "report.html", "notes"});
    CHECK(namesIn(door.folder.path()) == here);
    CHECK(*readWholeFile(door.path("out") / "model-float.safetensors") == *readWholeFile(door.path("m.safetensors")));
}

TEST_CASE("A file of the user's own is not taken for an older run's", "[cli][door]")
{
    const Door door;
    const Outcome outcome =
        door("mkdir out; echo mine >out/loss.csv; $Q run --data builtin --model m.safetensors --quiet --out out");
    CHECK(outcome.status == 0);
    CHECK(*readWholeFile(door.path("out") / "loss.csv") == "mine\n");
}

TEST_CASE("A run whose disk is full leaves the old results and nothing else", "[cli][door]")
{
    const Door door;
    const Outcome outcome = door("mkdir out; echo old >out/run.json; ulimit -f 8; "
                                 "$Q run --data builtin --model m.safetensors --quiet --out out; r=$?; "
                                 "$Q run --data builtin --model m.safetensors --quiet --out a/b/c; exit $r");
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(lines(outcome.err) == 2);
    CHECK(namesIn(door.path("out")) == std::set<std::string>{"run.json"});
    CHECK(*readWholeFile(door.path("out") / "run.json") == "old\n");
    CHECK_FALSE(std::filesystem::exists(door.path("a")));
}

TEST_CASE("A window that cannot be opened is told in one line", "[cli][door]")
{
    const Door door;
    const std::string setting = GENERATE("QT_QPA_PLATFORM=xcb", "QT_QPA_PLATFORM=nonsense", "DISPLAY=:4711",
        "DISPLAY=:4711 QT_QPA_PLATFORM_PLUGIN_PATH=/nonexistent");
    const Outcome outcome = door("HOME=$PWD " + setting + " timeout 20 $Q");
    INFO(setting << "\n" << outcome.err);
    CHECK(oneLine(outcome));
    CHECK_THAT(outcome.err, ContainsSubstring("display"));
}

TEST_CASE("Commands need no display and none of its settings", "[cli][door]")
{
    const Door door;
    const std::string setting = GENERATE("DISPLAY=:4711 QT_QPA_PLATFORM=xcb", "QT_QPA_PLATFORM=nonsense",
        "QT_QPA_PLATFORM_PLUGIN_PATH=/nonexistent QT_PLUGIN_PATH=/nonexistent QT_STYLE_OVERRIDE=none "
        "QT_SCALE_FACTOR=3");
    const Outcome outcome = door(setting + " $Q classify m.safetensors digit.pgm");
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // which reserve memory and start threads themselves
TEST_CASE("Too few threads or too little memory is told in one line", "[cli][door]")
{
    const Door door;
    int refused = 0;
    // How much the program itself takes before it begins is the system's business: too little to start is no case here.
    for (int kilobytes = 80'000; kilobytes <= 260'000; kilobytes += 12'000) {
        const std::string limit = "ulimit -v " + std::to_string(kilobytes) + "; ";
        if (door(limit + "$Q --version").status != 0)
            continue;
        const Outcome outcome = door(limit + "$Q run --data builtin --epochs 1 --quiet --batch-size 0");
        if (outcome.status == 0)
            break;
        INFO(kilobytes << outcome.err);
        CHECK(oneLine(outcome));
        ++refused;
    }
    CHECK(refused > 0);
    const std::string nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    // By way of another program: the first may still have been let in as root.
    if (::geteuid() != 0 || door(nobody + "env $Q --version").status != 0) {
        WARN("threads: needs root, and a program that others may run: not tested");
        return;
    }
    const std::string command =
        GENERATE("run --data builtin --epochs 1 --quiet", "classify m.safetensors digit.pgm", "");
    const Outcome outcome =
        door("chmod 755 .; QT_QPA_PLATFORM=offscreen timeout 20 " + nobody + "prlimit --nproc=1:1 $Q " + command);
    INFO(command << outcome.err);
    CHECK(oneLine(outcome));
}
#endif

TEST_CASE("info tells what an experiment of the window holds", "[cli]")
{
    const TemporaryFolder folder;
    REQUIRE(writeFileAtomically(folder.path() / "class.qlab",
        R"({"format":"quantization-lab-experiment","version":1,"settings":{"epochs":"3","scheme":"bits=4"},)"
        R"("original":"QUJD","training":{"data":"x","epochs":[{"test_accuracy":0.5}],"losses":[]}})")
                .ok());
    const Outcome outcome = shellRun(folder, "$Q info class.qlab --json");
    REQUIRE(outcome.status == 0);
    const nlohmann::json told = nlohmann::json::parse(outcome.out);
    CHECK(told["kind"] == "experiment");
    CHECK(told["epochs"] == "3");
    CHECK(told["scheme"] == "bits=4");
    CHECK(told["holds"] == "float model");
    CHECK(told["test accuracy"] == 0.5);
}
