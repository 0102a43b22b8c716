#!/bin/sh
# install.sh with a compiler that only pretends: installing, upgrading beside a running program, a build that fails,
# mistakes, and an uninstall that leaves nothing and takes nothing of others.
. "${0%/*}/lib.sh"

# A checkout with what install.sh reads, and a swift that "builds" shell scripts of the version in $story/version.
mkdir -p "$story/checkout/Sources/git-orchestrate" "$story/checkout/worker" "$story/bin" "$HOME/.local/share/man"
cp "$checkout/install.sh" "$story/checkout/"
cp "$checkout/Sources/git-orchestrate/"*.* "$story/checkout/Sources/git-orchestrate/"
cp "$checkout/worker/Dockerfile" "$story/checkout/worker/"
touch "$story/checkout/Package.swift" "$HOME/.local/share/mine"
cat >"$story/bin/swift" <<END
#!/bin/sh
case "\$*" in
  --version) echo "Swift version \$(cat $story/swift) (swift)"; exit ;;
  *static-executable*) program=.build-static/release/orchestrate-worker ;;
  *) program=.build/release/git-orchestrate ;;
esac
[ ! -f $story/broken ] || exit 1
mkdir -p "\${program%/*}"
printf '#!/bin/sh\ncase \$1 in --version) echo %s ;; --wait) sleep 1; echo %s ;; *) echo "#compdef \$2" ;; esac\n' \
  "\$(cat $story/version)" "\$(cat $story/version)" >\$program
chmod +x \$program
END
printf '#!/bin/sh\n' >"$story/bin/strip"
printf '#!/bin/sh\nexit 0\n' >"$story/bin/pkg-config"
chmod +x "$story/bin/"*
PATH=$story/bin:$PATH
say 6.3.1 >"$story/swift"
say 1.0 >"$story/version"
prefix=$HOME/.local
contents() { (cd "$HOME" && find . ! -path './.local/bin/*' | sort && cat .local/bin/* 2>/dev/null | sha256sum); }
empty=$(contents)

cd "$HOME"
install=$story/checkout/install.sh
expect_exit 64 "$install" --frobnicate
expect_exit 64 "$install" --demo --test
expect_exit 0 "$install" --help
expect_exit 1 "$install" --uninstall
say 6.1.2 >"$story/swift"
expect_exit 1 "$install"
expect_output 'Swift 6.2 or newer'
say 6.3.1 >"$story/swift"
expect_equal "$(contents)" "$empty"

expect_exit 0 "$install"
expect_output "$prefix/bin:"
expect_output 'git orchestrate init'
expect_equal "$("$prefix/bin/git-orchestrate" --version)" 1.0
while IFS= read -r path; do [ -e "$path" ] || fail "the receipt names $path"; done <"$prefix/share/git-orchestrate/receipt"
grep -q _git_orchestrate "$prefix/share/bash-completion/completions/git-orchestrate" || fail 'no completion of git'

# Again is the same; a failing build changes nothing; an upgrade leaves a running program alone.
once=$(contents)
expect_exit 0 "$install"
expect_equal "$(contents)" "$once"
touch "$story/broken"
say 2.0 >"$story/version"
expect_exit 1 "$install"
expect_equal "$(contents)" "$once"
rm "$story/broken"
"$prefix/bin/git-orchestrate" --wait >"$story/running" &
running=$!
sed -i "1i $prefix/share/obsolete" "$prefix/share/git-orchestrate/receipt"
touch "$prefix/share/obsolete"
expect_exit 0 env PATH="$prefix/bin:$PATH" "$install"
! grep -q 'export PATH' "$story/out" || fail 'the PATH is right already'
expect_equal "$("$prefix/bin/git-orchestrate" --version)" 2.0
[ ! -e "$prefix/share/obsolete" ] || fail 'what the new version has no more is still there'
wait $running
expect_equal "$(cat "$story/running")" 1.0

# And a repository with it: the program that was installed makes it ready.
git init -q "$story/a repository"
expect_exit 1 "$install" "$story"
expect_exit 0 "$install" "$story/a repository"
expect_output "$story/a repository"

expect_exit 0 "$install" --uninstall
expect_equal "$(contents)" "$empty"

# A place of one's own, also relative and with a space, and without HOME.
cd "$story"
expect_exit 0 env -u HOME PREFIX='a place' "$install"
expect_equal "$("$story/a place/bin/git-orchestrate" --version)" 2.0
expect_exit 0 env -u HOME PREFIX='a place' "$install" --uninstall
expect_equal "$(find "$story/a place" 2>/dev/null)" ''
expect_exit 1 env -u HOME "$install"
