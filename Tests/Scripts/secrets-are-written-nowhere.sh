#!/bin/sh
# Thirty secrets are passed on in every way there is, and printed in every spelling that an agent thinks of: none of
# them is in the journal, in a log, in a landed commit or on the terminal. What holds one does not land by itself.
. "${0%/*}/lib.sh"

# canary NUMBER: a value that nothing else contains.
canary() { printf 'c4nary%02d-%s' "$1" "$(printf 'of story %s' "$1" | sha256sum | cut -c 1-20)"; }

numbers=$(seq 1 30)
passed='' agents=''
for number in $numbers; do
  export "CANARY_${number}_TOKEN=$(canary "$number")"
  case $((number % 3)) in
    0) passed="$passed, CANARY_${number}_TOKEN" ;;
    1) agents="$agents, CANARY_${number}_TOKEN" ;;
  esac
done
# A key of many lines, as a variable holds it.
CANARY_KEY=$(printf '%s\n' '-----BEGIN PRIVATE KEY-----' \
  "$(canary 31 | sha512sum | cut -c 1-64)" "$(canary 32 | sha512sum | cut -c 1-64)" '-----END PRIVATE KEY-----')
export CANARY_KEY

a_repository
# The agent gets one third, every command another, and the rest the configuration takes in.
taken=$(for number in $(seq 2 3 30); do printf ' ${CANARY_%s_TOKEN}' "$number"; done)
configure "worker: {agent: command, sandbox: none, pass_env: [CANARY_KEY$passed]}" \
  "agents: {command: {env: [${agents#, }]}}" \
  "doctor: \"echo doctor$taken; env; env | base64 -w 0; env >&2\"" \
  'max_retries: 1'
task 001 'env
env | base64
printf "%s" "$CANARY_1_TOKEN" | base64
printf "c4nary01-"; sleep 0.2; printf "%s\n" "${CANARY_1_TOKEN#c4nary01-}"
printf "{\"key\":\"%s\"}\n" "$CANARY_4_TOKEN"
printf "%s" "$CANARY_KEY" | sed "s/^/    /"
printf "%s" "$CANARY_KEY" | tr "\n" "~" | sed "s/~/\\\\n/g"
echo harmless >harmless'
task 002 'echo "token = $CANARY_3_TOKEN" >leak'
task 003 'echo "$CANARY_4_TOKEN" >&2; exit 1'
trust
expect_exit 1 git orchestrate run
git orchestrate status -v >>"$story/out" 2>&1 || :
git orchestrate logs -v >>"$story/out" 2>&1 || :
for id in 001 002 003; do git orchestrate logs doctor "$id" >>"$story/out" 2>&1 || :; done

landed 001
expect_state 002 needs_review
expect_output 'passed on: leak'
expect_state 003 failed

# secrets: all of them, and what base64 makes of the first.
secrets() {
  for number in $numbers; do canary "$number" && echo; done
  canary 1 | base64
  say "$CANARY_KEY" | grep -v -e ----
}
secrets >"$story/secrets"
# The records, apart from the agent's own home.
found=$(grep -rlFf "$story/secrets" "$(common)/orchestrate" "$story/out" "$story/err.log" | grep -v /home/ || :)
expect_equal "$found" ''
git log -p --format=%B orchestrate/main >"$story/landed"
if grep -qFf "$story/secrets" "$story/landed"; then fail 'a secret has landed'; fi
# Each was there to be seen.
grep -q redacted "$(common)"/orchestrate/runs/*/tasks/001/attempt-01/agent.jsonl || fail 'nothing was redacted'
grep -q redacted "$(common)"/orchestrate/runs/*/tasks/001/attempt-01/doctor.log || fail 'nothing was redacted'

# Nobody else on this machine can read the records.
expect_equal "$(find "$(common)/orchestrate" -type f ! -perm 600 ! -path '*/home/*' ! -path '*/tmp/*')" ''
