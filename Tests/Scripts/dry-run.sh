#!/bin/sh
# `run --dry-run` says what the locks force, and writes nothing.
. "${0%/*}/lib.sh"

a_repository
configure 'resources: [{name: api, paths: ["api/**"]}, {name: ui, paths: ["ui/**"]}]'
task 001 'true' 'estimated_minutes: 30' 'locks: {writes: [api]}'
task 002 'true' 'estimated_minutes: 10' 'locks: {writes: [api]}'
task 003 'true' 'estimated_minutes: 20' 'locks: {writes: [ui]}'
trust
before=$(find . | sort | sha256sum)
expect_exit 0 git orchestrate run --dry-run
expect_output 40
expect_exit 0 git orchestrate run --dry-run --json
expect_output '"schema" *: *1'
expect_equal "$(find . | sort | sha256sum)" "$before"
