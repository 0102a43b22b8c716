#!/bin/sh
# A wrong key pauses the agent for the whole run and uses up no attempt; with the right one the run goes on. Then a
# worker is killed in the middle of a turn: the next turn goes on with the same session.
export agent=claude
. "${0%/*}/agents/wrong-key-and-killed-worker.sh"
