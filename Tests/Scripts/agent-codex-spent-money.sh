#!/bin/sh
# The run has cost what it may, by the agent's own word or by the configured prices; with more it goes on.
export agent=codex
. "${0%/*}/agents/spent-money.sh"
