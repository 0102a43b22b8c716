# What the stories about sandboxes share: `sandbox` is bubblewrap, docker or podman, and it works from here on. Read after
# lib.sh; engines that this starts end with the story.
# shellcheck shell=sh disable=SC2154

place=$checkout/.build/sandboxes
image=orchestrate-story

# confine [LINE]…: commits a configuration of command agents in $sandbox, and these lines.
confine() {
  case $sandbox in
    docker | podman) set -- "docker: {image: $image, network_mode: host}" "$@" ;;
  esac
  configure "worker: {agent: command, sandbox: $sandbox}" "$@"
}

# The worker has to start in any image. The one that is installed is fully static, that of the debug build is not.
use_static_worker() {
  [ -z "$programs" ] || return 0
  worker=$checkout/.build-static/debug/orchestrate-worker
  [ -x "$worker" ] || skip 'the static worker is not built; Tests/Scripts/sandboxes/setup builds it'
  mkdir "$story/bin"
  cp "$checkout/.build/debug/git-orchestrate" "$worker" "$story/bin/"
  PATH=$story/bin:$PATH
}

# The image stays for the next story; containers and sockets do not. One story at a time has the engine.
take_engine() {
  engine=$1
  command -v "$engine" >/dev/null || skip "$engine is not installed; Tests/Scripts/sandboxes/setup installs it"
  [ -s "$place/debian.tar" ] || skip 'there is no image; Tests/Scripts/sandboxes/setup makes one'
  exec 9>"$place/$engine.lock"
  flock -w 600 9 || fail "another story has $engine"
  trap 'end_engine; end_story' EXIT
}

start_docker() {
  [ "$(id -u)" -eq 0 ] || skip 'only root starts a docker engine'
  DOCKER_HOST=unix://$story/docker.sock
  export DOCKER_HOST
  timeout "${STORY_SECONDS:-900}" dockerd --iptables=false --bridge=none --data-root "$place/docker" --exec-root "$story/docker" \
    --pidfile "$story/docker.pid" --host "$DOCKER_HOST" >"$story/docker.out" 2>&1 9>&- &
  engine_process=$!
  until_true eval 'docker info >/dev/null 2>&1'
}

settle_podman() {
  say '[engine]' 'runtime = "runc"' 'cgroup_manager = "cgroupfs"' 'events_logger = "file"' 'lock_type = "file"' \
    "tmp_dir = \"$place/podman/tmp\"" '[containers]' 'default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]' \
    >"$story/containers.conf"
  say '[storage]' 'driver = "overlay"' "graphroot = \"$place/podman/storage\"" "runroot = \"$place/podman/run\"" \
    "rootless_storage_path = \"$place/podman/storage\"" \
    >"$story/storage.conf"
  CONTAINERS_CONF=$story/containers.conf CONTAINERS_STORAGE_CONF=$story/storage.conf
  export CONTAINERS_CONF CONTAINERS_STORAGE_CONF
}

import_image() {
  remove_containers
  for id in $("$engine" images --quiet git-orchestrate); do "$engine" rmi --force "$id" >/dev/null || :; done
  "$engine" image inspect "$image" >/dev/null 2>&1 || "$engine" import "$place/debian.tar" "$image" >/dev/null ||
    skip "$engine does not work here"
}

# containers: the ids of all containers that there are, in whatever state.
containers() { "$engine" ps --all --quiet --no-trunc; }

remove_containers() {
  for id in $(containers); do "$engine" rm --force "$id" >/dev/null || :; done
}

end_engine() {
  remove_containers 2>/dev/null || :
  # Whatever the story started has the lock open, too.
  flock -u 9
  if [ -n "${engine_process-}" ]; then
    kill "$engine_process" || :
    wait "$engine_process" || :
    umount "$story"/docker/netns/* 2>/dev/null || :
  fi
}

case $sandbox in
  bubblewrap) bwrap --unshare-all --ro-bind / / true 2>/dev/null || skip 'bubblewrap does not work here' ;;
  docker)
    take_engine docker
    use_static_worker
    start_docker
    import_image
    ;;
  podman)
    take_engine podman
    use_static_worker
    settle_podman
    import_image
    ;;
esac
