#!/bin/sh
# What a container of podman may take of the machine.
. "${0%/*}/lib.sh"
export sandbox=podman
# shellcheck source=/dev/null
. "$scripts/sandboxes/limits.sh"
