#!/bin/sh
# Five tasks at once: one fails its doctor twice, one conflicts with what landed, one asks too often, one falls silent.
# Each goes on with its own session, everything lands, and every token is counted.
export agent=codex
. "${0%/*}/agents/five-at-once.sh"
