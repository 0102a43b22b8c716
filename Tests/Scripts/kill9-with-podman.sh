#!/bin/sh
# Agents in podman and beside it, killed at random moments.
. "${0%/*}/lib.sh"
export sandbox=podman
CYCLES=${CYCLES:-2}
# shellcheck source=/dev/null
. "$scripts/sandboxes/kill9.sh"
