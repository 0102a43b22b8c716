# The real agent programs, and a model on 127.0.0.1 that does what a scenario tells it to.
# Read after lib.sh; `agent` is codex or claude. `sandbox`, else SANDBOX, is what they work in (none).
# shellcheck shell=sh disable=SC2154

sandbox=${sandbox:-${SANDBOX:-none}}
# shellcheck source=/dev/null
[ "$sandbox" = none ] || . "$scripts/sandboxes/lib.sh"

agents=${AGENT_PROGRAMS:-$checkout/.build/agents}
PATH=$agents/bin:$PATH
[ -x "$agents/bin/claude" ] ||
  skip 'codex and claude are not there; Tests/Scripts/agents/setup installs them'
command -v model-server >/dev/null || skip 'the model server is not built'
# Root may skip permissions where it says that something confines it.
OPENAI_API_KEY=scripted ANTHROPIC_API_KEY=scripted IS_SANDBOX=1
export PATH OPENAI_API_KEY ANTHROPIC_API_KEY IS_SANDBOX

# model REPLIES…: starts the model. Each line is a conversation: `"text in its prompt": [reply, …]`.
model() {
  rm -rf "$story/model"
  mkdir "$story/model"
  scenario=
  for line in "$@"; do scenario=${scenario:+$scenario,}$line; done
  printf '{"conversations":{%s}}\n' "$scenario" >"$story/scenario.json"
  (cd "$story" && exec model-server scenario.json model 300) >"$story/model.log" 2>&1 </dev/null &
  until_true [ -s "$story/model/port" ]
  port=$(cat "$story/model/port")
  ANTHROPIC_BASE_URL=http://127.0.0.1:$port
  export ANTHROPIC_BASE_URL
}

# agent_repository [LINE]…: a repository whose tasks $agent works on.
agent_repository() {
  provider="{name=\"scripted\",base_url=\"http://127.0.0.1:$port/v1\",wire_api=\"responses\","
  provider="$provider env_key=\"OPENAI_API_KEY\",stream_max_retries=1,request_max_retries=1}"
  a_repository
  shared=
  [ ! -d "$story/meeting" ] || shared=$story/meeting
  configure "worker: {agent: $agent, sandbox: $sandbox, read: [$agents], cache: [$shared]}" \
    "docker: {image: ${image:-none}, network_mode: host}" "agents: {codex: {model: gpt-5, args: [-c,\
 model_provider=scripted, -c, 'model_providers.scripted=$provider']}, claude: {env: [ANTHROPIC_API_KEY,\
 ANTHROPIC_BASE_URL, IS_SANDBOX]}}" "$@"
}

# agent_task ID [LINE]…: a task for $agent.
agent_task() {
  id=$1
  shift
  task "$id" : "$@"
  sed -i '/^command: |$/,+1d' ".tasks/$id-story/manifest.yaml"
}

# meeting PATTERN: a line of configuration with which attempts of such tasks wait before their turns until `go_on`.
meeting() {
  mkdir "$story/meeting"
  printf '%s' "before_attempt: ['case \$ORCHESTRATE_TASK in $1) touch $story/meeting/\$ORCHESTRATE_TASK;"
  say " until test -e $story/meeting/.open; do sleep 0.05; done;; esac']"
}

# met COUNT: whether so many of them wait.
met() {
  wanted=$1
  set -- "$story"/meeting/*
  [ $# -eq "$wanted" ]
}

go_on() { : >"$story/meeting/.open"; }

# requests TEXT…: how many requests to the model contained all of the texts.
requests() {
  count=0
  for request in "$story"/model/request-*.json; do
    [ -f "$request" ] || continue
    for text in "$@"; do grep -qF -e "$text" "$request" || continue 2; done
    count=$((count + 1))
  done
  say "$count"
}

sessions() { events agent.session "$1" | field session | sort -u | wc -l; }

# What the journal counted and what the model counted are the same, token by token.
tokens_agree() {
  for kind in input cached output; do
    counted=$(events agent.usage | field "$kind" | awk '{ sum += $1 } END { print sum + 0 }')
    expect_equal "$kind $counted" "$kind $(field "$kind" <"$story/model/usage.json")"
  done
}
