#!/usr/bin/env bash
# Runs the native tests again and again, each binary with as many threads as it likes: tests/repeat-native.sh [TIMES], 100 by default.
#
# For finding tests that fail now and then: those of nd-pdk, nd-rules and the examples, and the plugin over the fake host. Stops at the first failure
# and shows its output. Left out are the binaries that run cargo or the compiler, which have nothing to do with chance and take minutes, and
# doctests, which cargo builds anew each time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly times=${1:-100}
readonly left_out='^(dependencies|ui)-'
packages=(nd-pdk nd-rules)
for manifest in examples/*/Cargo.toml tests/native/Cargo.toml; do
  packages+=("$(sed -n 's/^name = "\(.*\)"/\1/p' "$manifest" | head -n 1)")
done

build=$(cargo test --locked --no-run "${packages[@]/#/--package=}" 2>&1) || { echo "$build" >&2; exit 1; }
binaries=()
while read -r binary; do
  [[ ${binary##*/} =~ $left_out ]] || binaries+=("$(realpath "$binary")")
done < <(sed -n 's/^ *Executable .*(\(.*\))$/\1/p' <<<"$build")

output=$(mktemp)
trap 'rm -f "$output"' EXIT
for ((run = 1; run <= times; run++)); do
  for binary in "${binaries[@]}"; do
    "$binary" >"$output" 2>&1 || { echo "run $run of $binary failed:" >&2; cat "$output" >&2; exit 1; }
  done
done
echo "${#binaries[@]} test binaries passed $times times in $SECONDS s"
