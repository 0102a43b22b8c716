#!/bin/sh
# Agents and doctors work in docker: they have their worktree and nothing else of the machine, and what they do lands.
. "${0%/*}/lib.sh"
export sandbox=docker
# shellcheck source=/dev/null
. "$scripts/sandboxes/confined.sh"
