#!/bin/sh
# The demo lands its eight tasks in podman, too.
export sandbox=podman
. "${0%/*}/demo/confined.sh"
