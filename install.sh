#!/bin/sh
# Builds git-orchestrate from this checkout and installs it for one person. `./install.sh --help` says more.
set -eu

programs='bin/git-orchestrate bin/orchestrate-worker'
documents='
  share/man/man1/git-orchestrate.1
  share/bash-completion/completions/git-orchestrate
  share/zsh/site-functions/_git-orchestrate
  share/fish/vendor_completions.d/git-orchestrate.fish
  share/fish/vendor_conf.d/git-orchestrate.fish
  share/git-orchestrate/Dockerfile'

usage() {
  cat <<'END'
usage: ./install.sh [PATH | --uninstall | --demo | --test | --help]

  (nothing)     build and install, or upgrade what is installed
  PATH          the same, and run `git orchestrate init` in the repository there
  --uninstall   remove exactly what was installed
  --demo        show a run of eight tasks in a sample repository; installs nothing but libraries
  --test        build and run every test; installs nothing but libraries

PREFIX says where to install; the default is ~/.local. Building needs Swift 6.2 or newer and git 2.38 or newer;
libgit2 and libyaml are installed with apt-get when they are missing.
END
}

say() { printf '%s\n' "$@"; }

# A first line that says what is wrong; further lines say what to do.
die() {
  printf 'install.sh: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

refuse_usage() {
  printf 'install.sh: %s; see ./install.sh --help\n' "$1" >&2
  exit 64
}

require_linux() {
  [ "$(uname -s)" = Linux ] || die "git-orchestrate runs on Linux only; this is $(uname -s)"
}

# at_least "6.3" 6 2: whether a version is at least so new.
at_least() {
  major=${1%%.*}
  minor=${1#*.}
  minor=${minor%%.*}
  [ "$major" -gt "$2" ] || { [ "$major" -eq "$2" ] && [ "$minor" -ge "$3" ]; }
}

require_swift() {
  how='get it with https://www.swift.org/install/linux, then open a new shell and try again'
  command -v swift >/dev/null || die 'Swift 6.2 or newer is needed, and no swift is on the PATH' "$how"
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p')
  [ -n "$version" ] || die 'swift --version does not work' "$how"
  at_least "$version" 6 2 || die "Swift 6.2 or newer is needed; this is $version" "$how"
}

require_git() {
  command -v git >/dev/null || die 'git 2.38 or newer is needed, and no git is on the PATH' 'apt-get install git'
  version=$(git --version | sed -n 's/^git version \([0-9]*\.[0-9]*\).*/\1/p')
  at_least "$version" 2 38 || die "git 2.38 or newer is needed; this is $version"
}

missing_packages() {
  if ! command -v pkg-config >/dev/null; then
    echo pkg-config libgit2-dev libyaml-dev
  else
    pkg-config --exists libgit2 || echo libgit2-dev
    pkg-config --exists yaml-0.1 || echo libyaml-dev
  fi
}

require_libraries() {
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || die "these libraries are missing: $missing" 'install them and try again'
  say "Installing $missing"
  # A fresh machine has no package lists, an old one has lists of packages that are gone.
  apt-cache show libgit2-dev >/dev/null 2>&1 || apt_get update
  # shellcheck disable=SC2086 # a list of packages
  apt_get install -y --no-install-recommends $missing || {
    apt_get update
    apt_get install -y --no-install-recommends $missing
  } || die "apt-get could not install $missing"
}

apt_get() {
  if [ "$(id -u)" -eq 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
  elif command -v sudo >/dev/null; then
    say "This needs root: sudo apt-get $*"
    sudo DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
  else
    die 'system libraries are missing, and there is no sudo' "as root: apt-get $*"
  fi
}

# Without HOME neither SwiftPM nor git knows where its own files are.
settle_home() {
  [ -n "${HOME-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
  [ -d "${HOME:-/nonexistent}" ] || HOME=$root/.build/home
  mkdir -p "$HOME"
  export HOME
}

prepare() {
  require_linux
  require_swift
  require_git
  require_libraries
  settle_home
  cd "$root"
}

# The worker must start inside any container, so it is linked fully static, in a build directory of its own.
build_release() {
  say 'Building git-orchestrate: about ten minutes on two cores the first time, seconds when nothing changed.'
  swift build -c release --static-swift-stdlib --product git-orchestrate
  swift build -c release --scratch-path .build-static -Xswiftc -static-executable --product orchestrate-worker
}

build_debug() {
  say 'Building git-orchestrate: about two minutes on two cores the first time, seconds when nothing changed.'
  swift build --product git-orchestrate
  swift build --product orchestrate-worker
}

settle_prefix() {
  [ -n "${PREFIX-}${HOME-}" ] || die 'HOME is not set; say where to install with PREFIX=/a/directory'
  PREFIX=${PREFIX:-$HOME/.local}
  case $PREFIX in /*) ;; *) PREFIX=$PWD/$PREFIX ;; esac
  receipt=$PREFIX/share/git-orchestrate/receipt
}

# Puts together in $stage all that will be installed, so that a failure leaves the old installation alone.
stage_files() {
  for file in $programs $documents; do mkdir -p "$stage/${file%/*}"; done
  cp .build/release/git-orchestrate .build-static/release/orchestrate-worker "$stage/bin/"
  for program in $programs; do
    if command -v strip >/dev/null; then strip "$stage/$program"; fi
  done
  cp Sources/git-orchestrate/git-orchestrate.1 "$stage/share/man/man1/"
  cp worker/Dockerfile "$stage/share/git-orchestrate/"
  generate bash | cat - Sources/git-orchestrate/completion.bash \
    >"$stage/share/bash-completion/completions/git-orchestrate"
  # git's own completion for zsh shows the second line, and calls us with "orchestrate" as the command's name.
  generate zsh | sed -e '1a #description let many coding agents work at once and land what was proven' \
    -e "s/command_name=\"\${words\[1\]}\"/command_name=git-orchestrate/" \
    >"$stage/share/zsh/site-functions/_git-orchestrate"
  generate fish >"$stage/share/fish/vendor_completions.d/git-orchestrate.fish"
  cp Sources/git-orchestrate/completion.fish "$stage/share/fish/vendor_conf.d/git-orchestrate.fish"
  for file in $programs $documents; do
    [ -s "$stage/$file" ] || die "$file came out empty; nothing was installed"
  done
}

generate() { "$stage/bin/git-orchestrate" --generate-completion-script "$1"; }

# The receipt names every path of ours: files, then itself, then the directories that we made, innermost first.
write_receipt() {
  directories=$stage/directories
  : >"$directories"
  for file in $programs $documents share/git-orchestrate/receipt; do make_directory "$PREFIX/${file%/*}"; done
  if [ -f "$receipt" ]; then sed -n '/\/$/p' "$receipt" >>"$directories"; fi
  {
    for file in $programs $documents share/git-orchestrate/receipt; do say "$PREFIX/$file"; done
    sort -ru "$directories"
  } >"$stage/receipt"
  if [ -f "$receipt" ]; then grep -vxFf "$stage/receipt" "$receipt" >"$stage/obsolete" || :; fi
  place "$stage/receipt" "$receipt" 644
}

# Makes a directory and its parents, and remembers those that were not there.
make_directory() {
  [ ! -d "$1" ] || return 0
  make_directory "${1%/*}"
  mkdir "$1"
  say "$1/" >>"$directories"
}

# Puts a file in place by renaming, so that a program that runs keeps its old one.
place() {
  cp "$1" "$2.new"
  chmod "$3" "$2.new"
  mv -f "$2.new" "$2"
}

install_files() {
  write_receipt
  for file in $documents; do place "$stage/$file" "$PREFIX/$file" 644; done
  for file in $programs; do place "$stage/$file" "$PREFIX/$file" 755; done
  if [ -f "$stage/obsolete" ]; then remove_listed <"$stage/obsolete"; fi
}

# install [REPOSITORY]
install() {
  if [ $# -gt 0 ]; then
    git -C "$1" rev-parse --git-dir >/dev/null 2>&1 || die "$1 is no git repository"
    repository=$(CDPATH='' cd -- "$1" && pwd)
  fi
  settle_prefix
  prepare
  build_release
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  stage_files
  install_files
  say "Installed $("$PREFIX/bin/git-orchestrate" --version) in $PREFIX."
  explain_paths
  [ $# -eq 0 ] || { "$PREFIX/bin/git-orchestrate" -C "$repository" init && return; }
  say 'Next, in a repository:' '  git orchestrate init' '  git orchestrate run'
}

# Says what a shell must know to find us, where it does not know yet.
explain_paths() {
  case :$PATH: in
    *":$PREFIX/bin:"*) ;;
    *) say "Add this line to your shell's start-up file:" "  export PATH=\"$PREFIX/bin:\$PATH\"" ;;
  esac
  if ! command -v man >/dev/null; then
    say '"git orchestrate --help" needs man; "git orchestrate help" works without.'
  elif ! PATH=$PREFIX/bin:$PATH man -w git-orchestrate >/dev/null 2>&1; then
    say "And this one for the man page: export MANPATH=\"$PREFIX/share/man:\$MANPATH\""
  fi
  case ${SHELL-} in
    */zsh) say "And this one, before compinit: fpath=(\"$PREFIX/share/zsh/site-functions\" \$fpath)" ;;
  esac
}

uninstall() {
  require_linux
  settle_prefix
  [ -f "$receipt" ] || die "nothing is installed in $PREFIX"
  remove_listed <"$receipt"
  say "Removed what was installed in $PREFIX. Repositories keep their branches and their orchestrate/ directory."
}

remove_listed() {
  while IFS= read -r path; do
    case $path in
      */) rmdir "$path" 2>/dev/null || : ;;
      *) rm -f "$path" ;;
    esac
  done
}

demo() {
  prepare
  if [ -x .build-static/release/orchestrate-worker ] && [ -x .build/release/git-orchestrate ]; then
    build_release
    mkdir -p .build/demo
    ln -f .build/release/git-orchestrate .build-static/release/orchestrate-worker .build/demo/
    PATH=$root/.build/demo:$PATH
  else
    build_debug
    PATH=$root/.build/debug:$PATH
  fi
  export PATH
  exec Tests/Scripts/demo/play
}

# Counts tests of both kinds.
run_tests() {
  prepare
  results=$(mktemp -d)
  trap 'rm -rf "$results"' EXIT
  say 'Building the tests: about three minutes on two cores the first time.'
  swift build --build-tests
  passed=0 failed=0 skipped=0
  # One target after the other: they start and end processes and would take the machine from each other.
  for tests in Tests/*Tests; do
    status=0
    target=${tests#Tests/}
    swift test --skip-build --filter "^$target\." --xunit-output "$results/$target.xml" || status=1
    count_swift_tests "$results/$target-swift-testing.xml"
  done
  Tests/Scripts/run | tee "$results/scripts"
  add_counts "$(tail -n 1 "$results/scripts")"
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && { [ "${CI-}" != true ] || [ "$skipped" -eq 0 ]; }
}

# Adds what a report of `swift test` says; no report, or a crash that it does not know of, is one failure.
count_swift_tests() {
  [ -f "$1" ] || : >"$1"
  counts=$(awk '
    /<testcase/ { tests++; red = 0 }
    /<failure/ && !red { red = 1; failed++ }
    /<skipped/ { skipped++ }
    END {
      passed = tests - failed - skipped
      if (!passed || status != (failed > 0)) failed++
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    }' status="$status" "$1")
  add_counts "$counts"
}

# Adds a line of the form "3 passed, 1 failed, 0 skipped".
add_counts() {
  # shellcheck disable=SC2046 # three numbers
  set -- $(printf '%s\n' "$1" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p')
  if [ $# -ne 3 ]; then set -- 0 1 0; fi
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

main() {
  root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
  [ -f "$root/Package.swift" ] || die 'run it from a clone of the repository: ./install.sh'
  [ $# -le 1 ] || refuse_usage 'one argument at most'
  case ${1-} in
    '') install ;;
    --uninstall) uninstall ;;
    --demo) demo ;;
    --test) run_tests ;;
    -h | --help) usage ;;
    [!-]*) install "$1" ;;
    *) refuse_usage "unknown argument \"$1\"" ;;
  esac
}

main "$@"
