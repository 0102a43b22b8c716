#!/bin/sh
# The first interrupt stops the attempts and keeps their files; `resume` goes on. TERM does the same with 143, and
# after HUP the run goes on without its terminal.
. "${0%/*}/lib.sh"

a_repository
configure
work="echo turn >>$story/turns; echo half >half.txt; touch $story/at-work"
task 001 "$work; until [ -f $story/go-on ]; do sleep 0.05; done; echo whole >>half.txt"
trust

for signal in INT TERM; do
  rm -f "$story/at-work"
  if [ $signal = INT ]; then start run; else start resume; fi
  until_true [ -f "$story/at-work" ]
  # A background process of a shell ignores INT unless it asks for it itself, as an orchestrator does.
  kill -s $signal "$orchestrator"
  ended
  if [ $signal = INT ]; then expect_equal "$code" 130; else expect_equal "$code" 143; fi
  expect_equal "$(git log --oneline orchestrate/main -- half.txt)" ''
done

rm -f "$story/at-work"
start resume
until_true [ -f "$story/at-work" ]
kill -s HUP "$orchestrator"
touch "$story/go-on"
expect_exit 0 git orchestrate wait
landed 001
lands half.txt 'half
whole'
sound
