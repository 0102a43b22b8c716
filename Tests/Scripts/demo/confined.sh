# The demo's eight tasks in a sandbox: one has to wait for a lock, one fails its doctor once, one gets a conflict back.
# `sandbox` says in which.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
. "$scripts/sandboxes/lib.sh"

"$scripts/demo/make-sample" "$story/tea-house" "$sandbox"
cd "$story/tea-house"
case $sandbox in
  docker | podman)
    say "docker: {image: $image, network_mode: host}" >>.orchestrator.yaml
    commit_all 'Say which image'
    ;;
esac
trust
before=$(belongings)
run
landed 001 002 003 004 005 006 007 008
expect_event doctor.fail 004
expect_event merge.conflict
expect_equal "$(belongings)" "$before"
sound
