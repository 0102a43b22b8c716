#!/bin/sh
# Agents and doctors work in bubblewrap: they have their worktree and nothing else of the machine, and what they do lands.
. "${0%/*}/lib.sh"
export sandbox=bubblewrap
# shellcheck source=/dev/null
. "$scripts/sandboxes/confined.sh"
