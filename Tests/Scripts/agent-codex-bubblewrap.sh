#!/bin/sh
# The same in bubblewrap: the real program edits, fails the doctor, is told so in the same session, and lands.
export agent=codex sandbox=bubblewrap
. "${0%/*}/agents/edits-and-lands.sh"
