#!/bin/sh
# Twenty tasks and one refused key: one pause, no attempt used, and on they go when the key was mended.
export agent=claude
. "${0%/*}/agents/twenty-tasks.sh"
