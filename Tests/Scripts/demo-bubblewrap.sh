#!/bin/sh
# The demo lands its eight tasks in bubblewrap, too.
export sandbox=bubblewrap
. "${0%/*}/demo/confined.sh"
