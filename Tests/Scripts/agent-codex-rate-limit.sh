#!/bin/sh
# The agent is told that it asks too often: it pauses and no attempt is used up, while another agent goes on.
export agent=codex
. "${0%/*}/agents/rate-limit.sh"
