#!/bin/sh
# An agent in bubblewrap asks for a lock, and gets its answer.
. "${0%/*}/lib.sh"
export sandbox=bubblewrap
# shellcheck source=/dev/null
. "$scripts/sandboxes/access.sh"
