#!/bin/sh
# Agents work in the image that worker/Dockerfile makes, in podman.
. "${0%/*}/lib.sh"
export sandbox=podman
# shellcheck source=/dev/null
. "$scripts/sandboxes/own-image.sh"
