#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Quantization Lab, installing what the build needs first, and starts it:  packaging/run.sh [qlab's arguments]
# With nothing to install or build it starts at once. The exit status is that of the program.
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/setup.sh"

set_up qlab
exec "$build/app/qlab" "$@"
