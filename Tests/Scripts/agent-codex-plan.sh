#!/bin/sh
# An agent makes twenty tasks of a plan without any form. The plan is edited and planned again. Answers that do not
# hold are told to the agent once; then the plan is refused, and what it answered is kept.
export agent=codex
. "${0%/*}/agents/plan.sh"
