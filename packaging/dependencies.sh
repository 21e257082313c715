# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by setup.sh, which defines say, die and install_log: what the build needs, and how it gets there.
# shellcheck disable=SC2154

# Names that hold on Debian 12, Debian 13 and Ubuntu 24.04, and what each is for. (libqt6opengl6-dev is a package on the
# first; on the others qt6-base-dev provides it.)
packages='
g++                 compiler
cmake               build
ninja-build         build
qt6-base-dev        window
libqt6opengl6-dev   window
qt6-charts-dev      charts
qt6-svg-dev         icons and charts as SVG
qt6-image-formats-plugins  WebP and TIFF
libeigen3-dev       linear algebra
libhwy-dev          vector kernels
libcli11-dev        command line
nlohmann-json3-dev  files
zlib1g-dev          files
libpng-dev          pictures
libzip-dev          files
libboost-dev        statistics
fonts-inter         letters of the window
fonts-dejavu-core   letters of the log
catch2              tests
librapidcheck-dev   tests
python3             tests
binutils            tests
dbus-daemon         tests
ca-certificates     download of MNIST
'
purpose_of() { awk -v name="$1" '$1 == name { $1 = ""; print "for" $0 }' <<<"$packages"; }

# One dpkg-query, because it runs before every start of the program.
missing_packages()
{
    local names installed name
    names=$(awk '{ print $1 }' <<<"$packages")
    # A name counts as installed, too, where another one of the list provides it.
    # shellcheck disable=SC2086 # one argument for each name
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides},\n' $names 2>/dev/null |
        sed -n 's/^installed//p') || true
    for name in $names; do
        [[ $installed == *" $name"[,\ ]* ]] || echo "$name"
    done
}

as_root()
{
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

# Waits for another installation to end instead of failing at once.
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null 2>&1; }

# A failed update (say, of somebody's own archive) matters only if a package then cannot be had.
update_and_install()
{
    apt_get update || true
    apt_get install --yes --no-install-recommends "$@"
}

# install_packages NAME...: what apt-get says goes to the terminal and to the log, from which a failure is explained.
install_packages()
{
    [[ $# -gt 0 ]] || return 0
    say "the build needs packages that are not here yet; apt-get will install"
    local name
    for name in "$@"; do
        printf '  %-27s%s\n' "$name" "$(purpose_of "$name")" >&2
    done
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null ||
            die "no permission to install packages, and no sudo: as root, run 'apt-get install $*'."
        sudo -v ||
            die "no permission to install packages: ask an administrator to run 'apt-get install $*'."
    fi
    update_and_install "$@" | tee "$install_log" >&2 ||
        die "$(reason_of_failed_install) (What apt-get said: $install_log)"
}

install_missing_packages()
{
    # shellcheck disable=SC2046 # one argument for each name
    install_packages $(missing_packages)
    # Debian 13 gave the plug-in behind SVG icons a package of its own; elsewhere it came with qt6-svg-dev.
    compgen -G '/usr/lib/*/qt6/plugins/iconengines/libqsvgicon.so' >/dev/null || install_packages qt6-svg-plugins
}

# The first reason that fits: without a network, for one, every package is unknown too.
reason_of_failed_install()
{
    said() { grep -qE "$1" "$install_log"; }
    if said 'No space left on device|enough free space'; then
        echo "the disk is full: free about 2 GB and start again."
    elif said 'Could not get lock|Unable to (acquire|lock)'; then
        echo "another program is installing packages: start again when it is done."
    elif said 'Failed to fetch|Unable to fetch|Could not (resolve|connect)|Temporary failure'; then
        echo "the packages could not be downloaded: check the network and start again."
    elif said 'Unable to locate package|no installation candidate|unmet dependencies'; then
        echo "this system does not offer $(unavailable_packages): Debian 12, Ubuntu 24.04 (with 'universe') or newer do."
    else
        echo "apt-get could not install the packages."
    fi
}

unavailable_packages()
{
    sed -nE "s/.*Unable to locate package ([^ ]+).*/\1/p; s/.*Package '([^ ]+)' has no installation.*/\1/p" "$install_log" |
        sort -u | paste -sd ' ' | grep . || echo "every package that is needed"
}

# For systems without apt-get, where packages are left to the user.
list_requirements()
{
    cat >&2 <<'END'

Quantization Lab is built from
  a C++20 compiler (GCC 12 or newer), CMake 3.25, Ninja
  Qt 6.4 (Base, Charts, Svg), Eigen 3.4, Highway 1.0.3, CLI11 2.1, nlohmann-json 3.10, zlib, libpng, libzip,
  Boost 1.74 (headers), Catch2 2.13 or 3, RapidCheck
or newer ones. Packages that bring them:
  Fedora    sudo dnf install gcc-c++ cmake ninja-build qt6-qtbase-devel qt6-qtcharts-devel qt6-qtsvg-devel eigen3-devel
            qt6-qtimageformats highway-devel cli11-devel json-devel zlib-devel libpng-devel libzip-devel
            boost-devel catch-devel rapidcheck-devel
            rsms-inter-fonts dejavu-sans-mono-fonts python3 binutils
  openSUSE  sudo zypper install gcc-c++ cmake ninja 'cmake(Qt6Widgets)' 'cmake(Qt6Charts)' 'cmake(Qt6Svg)' eigen3-devel
            'pkgconfig(libhwy)' 'cmake(CLI11)' 'cmake(nlohmann_json)' zlib-devel libpng16-devel libzip-devel
            qt6-imageformats libboost_headers-devel 'cmake(Catch2)' 'cmake(rapidcheck)' inter-fonts dejavu-fonts python3 binutils
  Arch      sudo pacman -S --needed gcc cmake ninja qt6-base qt6-charts qt6-svg qt6-imageformats eigen highway cli11 nlohmann-json
            zlib libpng libzip boost catch2 rapidcheck inter-font ttf-dejavu python binutils
  Homebrew  brew install cmake ninja qt eigen highway cli11 nlohmann-json boost catch2 rapidcheck
END
}
