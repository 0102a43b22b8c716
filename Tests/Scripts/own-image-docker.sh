#!/bin/sh
# Agents work in the image that worker/Dockerfile makes, in docker.
. "${0%/*}/lib.sh"
export sandbox=docker
# shellcheck source=/dev/null
. "$scripts/sandboxes/own-image.sh"
