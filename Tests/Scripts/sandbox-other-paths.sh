#!/bin/sh
# The repository can be reached by a second path, a link or a mount, that commands in the sandbox may read: our own state is
# there under none of them.
. "${0%/*}/lib.sh"
export sandbox=bubblewrap
# shellcheck source=/dev/null
. "$scripts/sandboxes/lib.sh"

a_repository
mkdir "$story/mounted"
ln -s "$story/repo" "$story/linked"
mount --bind "$story/repo" "$story/mounted" 2>/dev/null || skip 'nothing can be mounted here'
trap 'umount "$story/mounted"; end_story' EXIT
confine "worker: {agent: command, sandbox: $sandbox, read: [$story/linked, $story/mounted]}"
task 001 "for way in repo linked mounted; do
  test -e $story/\$way/.git/HEAD || echo \"\$way is not readable\"
  test -e $story/\$way/.git/orchestrate/trust.json && echo \"\$way shows our state\"
  (echo x >>$story/\$way/.git/config) 2>/dev/null && echo \"\$way can be written\"
done >seen.txt; echo done >>seen.txt"
trust
run
landed 001
lands seen.txt "done"
