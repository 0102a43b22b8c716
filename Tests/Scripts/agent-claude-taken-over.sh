#!/bin/sh
# A person goes on with a failed task's session, by the command that `status` and `logs` print.
export agent=claude
. "${0%/*}/agents/taken-over.sh"
