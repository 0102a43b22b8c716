#!/bin/sh
# podman from the image to the end of a container: built on demand, with limits, gone with its worker however that ends.
export sandbox=podman
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/sandboxes/container-life.sh"
