# What the stories about sandboxes share. Read after lib.sh; `sandbox` is bubblewrap, docker or podman.
# shellcheck shell=sh disable=SC2154

case $sandbox in
  bubblewrap) bwrap --unshare-all --ro-bind / / true 2>/dev/null || skip 'bubblewrap does not work here' ;;
esac

# confine [LINE]…: commits a configuration of command agents in $sandbox, and these lines.
confine() { configure "worker: {agent: command, sandbox: $sandbox}" "$@"; }
