#!/bin/sh
# The demo lands its eight tasks in docker, too.
export sandbox=docker
. "${0%/*}/demo/confined.sh"
