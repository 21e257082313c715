#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds everything, installing what the build needs first, and runs all tests:  packaging/test.sh [ctest's arguments]
# QLAB_TEST_MNIST names a folder with the four MNIST files; without it the tests make do with the built-in digits.
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/setup.sh"

if [[ -n ${QLAB_TEST_MNIST:-} ]]; then
    # Tests run in folders of their own, where a relative path leads astray.
    QLAB_TEST_MNIST=$(cd -- "$QLAB_TEST_MNIST" 2>/dev/null && pwd) ||
        die "QLAB_TEST_MNIST names no folder: unset it, or name the one with the four MNIST files."
    export QLAB_TEST_MNIST
fi

set_up all
cd "$root"
# Two at a time: the command line's and the window's take minutes, and wait for much of it.
exec ctest --preset release --parallel 2 --output-on-failure "$@"
