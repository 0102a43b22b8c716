#!/bin/sh
# The provider fails in two ways, and the model declines: no attempt is used, and only the refusal fails its task.
export agent=claude
. "${0%/*}/agents/provider-fails.sh"
