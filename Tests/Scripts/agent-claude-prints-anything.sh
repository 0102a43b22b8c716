#!/bin/sh
# The agent prints its key and escape sequences: what we write and print has neither.
export agent=claude
. "${0%/*}/agents/prints-anything.sh"
