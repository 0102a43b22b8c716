#!/bin/sh
# The orchestrator is killed in the middle of a turn, and its worker with it: `resume` goes on with the same session.
export agent=claude
. "${0%/*}/agents/killed-orchestrator.sh"
