#!/bin/sh
# The same in docker: the real program edits, fails the doctor, is told so in the same session, and lands.
export agent=claude sandbox=docker
. "${0%/*}/agents/edits-and-lands.sh"
