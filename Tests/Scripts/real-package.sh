#!/bin/sh
# Ten tasks with real edits in a clone of a real Swift package, one that our own build resolves; `swift build` is the
# doctor. A commit made by hand on the base branch in the middle is in the result, and `deliver` brings it home.
. "${0%/*}/lib.sh"

mirror=
for each in "$checkout"/.build/repositories/swift-system-*; do mirror=$each; done
[ -d "$mirror" ] || skip 'the build has not resolved its packages yet'
git clone -q --no-local "$mirror" "$story/repo"
cd "$story/repo"
git config user.name Story
git config user.email story@example.org
git checkout -q -B main
configure 'doctor: "swift build --disable-sandbox"' 'max_parallel: 3' \
  'resources: [{name: path, paths: ["Sources/System/FilePath/**"]}, {name: errors, paths: ["Sources/System/Errno*.swift"]}, {name: docs, paths: ["*.md"]}]'

# adds TYPE FILE NUMBER: a command that adds a property to a source file.
adds() {
  printf "cat >>%s <<'END'\n\nextension %s {\n  public var orchestrated%s: Bool { true }\n}\nEND" "$2" "$1" "$3"
}
file=Sources/System/FilePath/FilePath.swift
task 001 "$(adds FilePath $file 1)" 'locks: {writes: [path]}'
task 002 "$(adds FilePath $file 2)" 'locks: {writes: [path]}' 'dependencies: ["001"]'
task 003 "$(adds FilePath Sources/System/FilePath/FilePathString.swift 3)" 'locks: {writes: [path]}'
task 004 "$(adds Errno Sources/System/Errno.swift 4)" 'locks: {writes: [errors]}'
task 005 "$(adds Errno Sources/System/Errno.swift 5)" 'locks: {writes: [errors], reads: [path]}'
task 006 'echo >>README.md; echo Orchestrated. >>README.md' 'locks: {writes: [docs]}'
task 007 'sed -i s/Orchestrated/Twice/ README.md' 'locks: {writes: [docs]}' 'dependencies: ["006"]'
task 008 "$(adds FileDescriptor Sources/System/FileDescriptor.swift 8)" 'files: {writes: [Sources/System/FileDescriptor.swift]}'
task 009 "$(adds FilePath Sources/System/Nine.swift 9)" 'files: {writes: [Sources/System/Nine.swift]}' 'dependencies: ["003"]'
task 010 "if [ \$ORCHESTRATE_ATTEMPT = 1 ]; then echo 'let broken: Int = true' >Sources/System/Ten.swift; else
$(adds Errno Sources/System/Ten.swift 10 | sed 's/>>/>/')
fi" 'files: {writes: [Sources/System/Ten.swift]}'
trust
start run
until_true journal_has task.start
before=$(belongings)
while ! journal_has land.done && alive "$orchestrator"; do sleep 0.2; done
expect_equal "$(belongings)" "$before"
say 'by hand' >HAND.md
commit_all 'Written by hand'
ended
expect_equal "$code" 0
landed 001 002 003 004 005 006 007 008 009 010
expect_equal "$(git show orchestrate/main:HAND.md)" 'by hand'
expect_event doctor.fail 010

# Every landed commit is the one that passed the gate.
for id in 001 005 010; do
  commit=$(events land.done "$id" | field commit)
  events gate.pass "$id" | grep -q "$commit" || fail "$id landed $commit, which no gate has seen"
done
expect_exit 0 git orchestrate deliver
expect_equal "$(git rev-parse main)" "$(git rev-parse orchestrate/main)"
expect_exit 0 swift build --disable-sandbox
sound
