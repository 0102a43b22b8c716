#!/bin/sh
# Agents in docker and beside it, killed at random moments.
. "${0%/*}/lib.sh"
export sandbox=docker
CYCLES=${CYCLES:-6}
# shellcheck source=/dev/null
. "$scripts/sandboxes/kill9.sh"
