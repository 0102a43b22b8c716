#!/bin/sh
# What a container of docker may take of the machine.
. "${0%/*}/lib.sh"
export sandbox=docker
# shellcheck source=/dev/null
. "$scripts/sandboxes/limits.sh"
