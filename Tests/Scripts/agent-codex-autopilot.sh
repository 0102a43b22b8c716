#!/bin/sh
# A person is asked, at a terminal, what is to be done; the answers become a plan, the plan tasks, and they land.
export agent=codex
. "${0%/*}/agents/autopilot.sh"
