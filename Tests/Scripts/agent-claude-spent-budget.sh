#!/bin/sh
# The run's budget is spent: nothing new starts, exit 6, and a higher one goes on with the same sessions.
export agent=claude
. "${0%/*}/agents/spent-budget.sh"
