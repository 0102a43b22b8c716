# Twenty tasks, one at a time, and one finds that the key is refused: the agent pauses once for all, no attempt is
# used, and the run goes on when the key was mended.
# shellcheck shell=sh disable=SC2154
. "${0%/*}/lib.sh"
# shellcheck source=/dev/null
. "$scripts/agents/lib.sh"

# Codex asks once more by itself, Claude Code three times.
[ "$agent" = codex ] && times=2 || times=4
resources=
set --
for id in $(seq -w 1 20); do
  refused=
  [ "$id" != 03 ] || refused="{\"status\": 401, \"times\": $times}, "
  set -- "$@" "\"# Task 0$id\": [$refused{\"run\": \"echo $id >0$id.txt\"}]"
  resources="$resources{name: r$id, paths: [0$id.txt]}, "
done
model "$@"
agent_repository 'max_retries: 0' 'max_parallel: 1' "resources: [$resources]"
for id in $(seq -w 1 20); do agent_task "0$id" "locks: {writes: [r$id]}"; done
trust
expect_exit 4 git orchestrate run
expect_output "paused: agent $agent"
expect_equal "$(events attempt.finish | grep -c '"credentials"')" 1
expect_exit 0 git orchestrate resume
expect_equal "$(events land.done | wc -l)" 20
# Twenty attempts, and the one that the key cost.
expect_equal "$(events attempt.start | wc -l)" 21
expect_equal "$(events attempt.finish | grep -c '"credentials"')" 1
lands 020.txt 20
tokens_agree
sound
