#!/bin/sh
# An agent in podman asks for a lock, and gets its answer.
. "${0%/*}/lib.sh"
export sandbox=podman
# shellcheck source=/dev/null
. "$scripts/sandboxes/access.sh"
