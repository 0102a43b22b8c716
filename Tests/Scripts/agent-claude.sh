#!/bin/sh
# The real program edits, fails the doctor, is told so in the same session, and lands; every token is counted.
export agent=claude
. "${0%/*}/agents/edits-and-lands.sh"
