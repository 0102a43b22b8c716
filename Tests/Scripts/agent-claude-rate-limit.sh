#!/bin/sh
# Four agents at once are told that they ask too often: one pause, no attempt is used up, and another agent goes on.
export agent=claude
. "${0%/*}/agents/rate-limit.sh"
