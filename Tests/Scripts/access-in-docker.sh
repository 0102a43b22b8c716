#!/bin/sh
# An agent in docker asks for a lock, and gets its answer.
. "${0%/*}/lib.sh"
export sandbox=docker
# shellcheck source=/dev/null
. "$scripts/sandboxes/access.sh"
