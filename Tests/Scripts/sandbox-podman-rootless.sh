#!/bin/sh
# Stories of podman, told by a person without rights: podman needs none, and all that agents and doctors write belongs to
# that person.
. "${0%/*}/lib.sh"
[ "$(id -u)" -eq 0 ] || skip 'only root can become somebody else; tell the story sandbox-podman yourself'
command -v newuidmap >/dev/null || skip 'uidmap is not installed; Tests/Scripts/sandboxes/setup installs it'
person=orchestrate-story
id "$person" >/dev/null 2>&1 || skip "there is no user $person; Tests/Scripts/sandboxes/setup adds one"

# Everything at a place that this person can read.
chmod 755 "$story"
mkdir -p "$story/checkout/Tests" "$story/checkout/.build/sandboxes" "$story/bin"
cp -R "$scripts" "$story/checkout/Tests/Scripts"
cp "$checkout/.build/sandboxes/debian.tar" "$story/checkout/.build/sandboxes/"
cp "$(command -v git-orchestrate)" "$story/bin/"
worker=${programs:-$checkout/.build-static/debug}/orchestrate-worker
[ -x "$worker" ] || skip 'the static worker is not built; Tests/Scripts/sandboxes/setup builds it'
cp "$worker" "$story/bin/"
chown -R "$person:" "$story/checkout"
cd "$story/checkout"
for told in sandbox-podman access-in-podman container-limits-podman; do
  setpriv --reuid "$person" --regid "$person" --init-groups env -u XDG_RUNTIME_DIR ORCHESTRATE_BIN="$story/bin" \
    "Tests/Scripts/$told.sh" || fail "$told"
done
