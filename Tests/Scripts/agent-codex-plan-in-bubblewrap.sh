#!/bin/sh
# The same plans in a sandbox: the agent looks round the repository, and can write nothing in it.
export agent=codex sandbox=bubblewrap
. "${0%/*}/agents/plan.sh"
