#!/bin/sh
# Fifty attacks from inside a docker container: on git's configuration, hooks and pointers, on our own files, on other
# tasks, on the person's home. None comes through.
. "${0%/*}/lib.sh"
export sandbox=docker
# shellcheck source=/dev/null
. "$scripts/sandboxes/attacked.sh"
