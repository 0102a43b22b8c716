#!/bin/sh
# A colleague's change of the sandbox, of the doctor, of the variables that are passed on, of an agent's command or of a
# manifest comes with a pull: nothing of it runs before somebody has looked at it, from a command or from a hook.
. "${0%/*}/lib.sh"

a_repository upstream
configure 'hooks: {post_commit: {branches: [main], paths: ["src/**"], action: run}}'
sed -i '/tasks/d' .git/info/exclude
task 001 'echo one >one.txt'
commit_all 'A task'
git clone -q "$story/upstream" "$story/repo"
cd "$story/repo"
git config user.name Story
git config user.email story@example.org
# A colleague's clone needs no more than these two.
expect_exit 0 git orchestrate init
expect_output 'git orchestrate trust'
trust

# changes WHAT COMMAND: upstream changes, we pull, and neither a run nor a commit of ours starts anything of it.
changes() {
  (cd "$story/upstream" && sh -c "$2" && git commit -qam "$1")
  git pull -q --rebase
  expect_exit 3 git orchestrate run
  expect_output 'not approved on this machine'
  mkdir -p src
  echo "$1" >src/mine
  git add src
  said=$(git commit -qm "Beside $1" 2>&1)
  case $said in
    'orchestrate: not approved on this machine: '*'nothing was started (git orchestrate trust)') ;;
    *) fail "the hook says of $1: $said" ;;
  esac
  [ ! -e "$story/ran" ] || fail "$1 has run"
  [ ! -d .git/orchestrate/runs ] || expect_equal "$(ls .git/orchestrate/runs)" ''
  trust
}

changes sandbox "sed -i 's/sandbox: none/sandbox: auto/' .orchestrator.yaml"
changes pass_env "sed -i 's/sandbox: auto/sandbox: none, pass_env: [SECRET]/' .orchestrator.yaml"
changes doctor "sed -i 's#^doctor: .*#doctor: touch $story/ran#' .orchestrator.yaml"
changes 'the manifest' "sed -i 's#echo one#touch $story/ran; echo one#' .tasks/001-story/manifest.yaml"
