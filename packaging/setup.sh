# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh: installs what is missing, configures, builds. All it says goes to stderr, so that the
# output of the program that follows can be piped; when nothing is to be done it says nothing and takes a moment.
set -euo pipefail

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
build=$root/build/release
install_log=$root/build/install.log

say() { printf 'Quantization Lab: %s\n' "$*" >&2; }

die()
{
    say "$@"
    exit 1
}

# shellcheck source-path=SCRIPTDIR source=dependencies.sh
source "$root/packaging/dependencies.sh"

# A full disk shows itself in many ways; say what it is.
die_of_build()
{
    local free_kb
    free_kb=$(df -Pk "$root/build" | awk 'NR == 2 { print $4 }')
    [[ $free_kb -ge 10240 ]] || die "the disk that holds $root/build is full: free about 1 GB and start again."
    die "$@"
}

install_dependencies()
{
    if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        install_missing_packages
    elif ! { command -v cmake && command -v ninja; } >/dev/null; then
        list_requirements
        die "CMake or Ninja is missing: install what the list above names for your system and start again."
    fi
}

# A build folder that came along with a copied checkout would go on building the original.
is_configured()
{
    [[ -f $build/build.ninja ]] && grep -sqxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"
}

configure()
{
    is_configured && return
    say "configuring $build"
    (cd "$root" && cmake --preset release --fresh </dev/null >&2) && return
    command -v apt-get >/dev/null || list_requirements
    die_of_build "CMake could not configure the build: its message stands above."
}

# build_target NAME
build_target()
{
    # A dry run tells whether there is anything to say; Ninja's own progress needs the terminal for itself.
    if [[ $(cmake --build "$build" --target "$1" -- -n 2>&1) == *"no work to do"* ]]; then
        return
    fi
    say "building in $build"
    cmake --build "$build" --target "$1" </dev/null >&2 ||
        die_of_build "the build failed: the compiler's message stands above."
}

# set_up TARGET: the target is up to date when it returns.
set_up()
{
    { mkdir -p "$build" && [[ -w $build ]]; } 2>/dev/null || die "cannot write to $build: this folder must be writable."
    install_dependencies
    configure
    build_target "$1"
}
