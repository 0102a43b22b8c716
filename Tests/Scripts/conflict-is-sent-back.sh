#!/bin/sh
# Two tasks change one line that neither declared: the second to arrive gets it back and solves it on the newest tip.
. "${0%/*}/lib.sh"

a_repository
configure 'max_retries: 0' 'resources: [{name: one, paths: [001.txt]}, {name: two, paths: [002.txt]}]'
say 'The sum is unknown.' >sum.txt
commit_all 'a sum'
work='
  until [ -f '"$story"'/both-%s ]; do sleep 0.05; done
  if grep -q unknown sum.txt; then echo %s >sum.txt; else echo %s >>sum.txt; fi
  echo done >%s.txt'
for id in 001 002; do
  # shellcheck disable=SC2059 # the command's pattern
  task $id "touch $story/at-$id; $(printf "$work" $id $id $id $id)" "files: {writes: [$id.txt]}"
done
trust
start run
until_true [ -f "$story/at-001" ]
until_true [ -f "$story/at-002" ]
touch "$story/both-001" "$story/both-002"
ended
expect_equal "$code" 0
landed 001 002
expect_equal "$(grep -c '"type":"merge.conflict"' "$(journal)")" 1
expect_equal "$(git show orchestrate/main:sum.txt | sort | tr '\n' ' ')" '001 002 '
sound
