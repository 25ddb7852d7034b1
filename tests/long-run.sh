#!/usr/bin/env bash
# Runs the examples crypto-ticker and discord-rich-presence on the local host for a while: tests/long-run.sh [MINUTES], 10 by default.
#
# The servers they talk to are local, lose connections, and count. Fails when a price or a track got lost, a rule of Discord was broken, a host's
# memory grew, or something did not end well. Where it fails, what everyone has said is kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly minutes=${1:-10}
readonly target=${CARGO_TARGET_DIR:-$PWD/target}/debug
# Samples are so many seconds apart; each second one begins a track.
readonly pause=10
# What a host may need beyond what it had after a minute, in KiB: it keeps the latest lines of its log and its latest calls, and as many compiled
# copies of the plugin as there ever were calls at once, up to 8 of some 4 MiB.
readonly growth=$((24 * 1024))
# Prices that were on their way when the host was interrupted, and seconds that it may take to end.
readonly on_the_way=5 longest_end=10

cargo build --quiet --locked -p nd-host -p nd-tests --bins
work=$(mktemp -d)
declare -A processes=()
failures=0

clean_up() {
  local code=$?
  # Those that have ended are gone from the list.
  ((${#processes[@]} == 0)) || kill "${processes[@]}" 2>/dev/null || true
  if ((code != 0)); then echo "what everyone has said is in $work" >&2; else rm -rf "$work"; fi
}
trap clean_up EXIT

# start NAME COMMAND…, with the standard input of this function
start() {
  local name=$1
  shift
  "$@" <&0 >"$work/$name.out" 2>"$work/$name.log" &
  processes[$name]=$!
}

# The first line of a file that matches, as soon as there is one.
await() {
  local file=$1 pattern=$2
  for ((tries = 0; tries < 300; tries++)); do
    grep -m 1 -- "$pattern" "$file" 2>/dev/null && return
    sleep 0.1
  done
  echo "there is no '$pattern' in $file: $(cat "$file")" >&2
  exit 1
}

# Ends a process, which must not take long.
end() {
  local name=$1 code=0 began=$SECONDS
  # It may have ended before its time, which the status shows.
  kill -INT "${processes[$name]}" 2>/dev/null || true
  wait "${processes[$name]}" || code=$?
  unset "processes[$name]"
  check "$name ends with status 0 within $longest_end s" "$((code == 0 && SECONDS - began <= longest_end))" "status $code, $((SECONDS - began)) s"
}

# check WHAT 0-OR-1 NUMBERS
check() {
  if (($2)); then printf 'ok      %s: %s\n' "$1" "$3"; else
    printf 'FAILED  %s: %s\n' "$1" "$3"
    failures=$((failures + 1))
  fi
}

# The resident memory of a process in KiB; 0 when it is gone.
resident() {
  awk '/^VmRSS:/ { kib = $2 } END { print kib + 0 }' "/proc/${processes[$1]}/status" 2>/dev/null || echo 0
}

# The number before a word in a line: number 'prices' "3 connections; 5 prices" is 5.
number() {
  grep -oE "[0-9]+ $1" <<<"$2" | head -n 1 | cut -d ' ' -f 1
}

# play USER SECONDS: the user begins a new track of this length.
plays=0
play() {
  plays=$((plays + 1))
  local track='{"id":"track-%d","title":"Track %d","album":"Album","artist":"Artist","albumArtist":"Artist","artists":[],"albumArtists":[],"duration":%d,"trackNumber":1,"discNumber":1}'
  # shellcheck disable=SC2059 # the track is a format
  printf "nd_scrobbler_now_playing {\"username\":\"%s\",\"track\":$track,\"position\":0}\n" "$1" "$plays" "$plays" "$2" >&"$calls"
}

start ticker-server "$target/ticker-server" --interval-ms 100 --prices-per-connection 200 --with-silence
start discord-server "$target/discord-server" --heartbeat-seconds 3 --lose-after 8
feed_url=$(await "$work/ticker-server.out" '^ws:')
api_url=$(await "$work/discord-server.out" '^api_url ' | cut -d ' ' -f 2)

printf '{"products":["BTC-USD","ETH-EUR"],"log_interval":0,"feed_url":"%s"}' "$feed_url" >"$work/ticker.json"
printf '{"client_id":"42","users":[{"username":"ada","token":"long-secret-1"},{"username":"grace","token":"long-secret-2"}],"api_url":"%s"}' "$api_url" >"$work/discord.json"
ticker=$("$target/pack-example" crypto-ticker "$work" --local-servers)
discord=$("$target/pack-example" discord-rich-presence "$work" --local-servers)
mkfifo "$work/calls"
# For reading as well: who opens one end alone waits for the other.
exec {calls}<>"$work/calls"
start ticker-host "$target/nd-host" run "$ticker" --config "$work/ticker.json" </dev/null
start discord-host "$target/nd-host" run "$discord" --config "$work/discord.json" <"$work/calls"
await "$work/ticker-host.log" 'running; Ctrl-C ends it' >/dev/null
await "$work/discord-host.log" 'running; Ctrl-C ends it' >/dev/null

hosts=(ticker-host discord-host)
declare -A first=() last=()
began=$SECONDS
for ((sample = 1; sample * pause <= minutes * 60; sample++)); do
  if ((sample % 2)); then
    # One user skips from track to track, the other one listens to the end.
    play ada 300
    play grace 8
  fi
  sleep $((began + sample * pause - SECONDS))
  line=$(printf '%4d s, KiB:' $((SECONDS - began)))
  for name in "${hosts[@]}" ticker-server discord-server; do
    last[$name]=$(resident "$name")
    ((sample * pause > 60)) || first[$name]=${last[$name]}
    line+=" $name ${last[$name]},"
  done
  echo "${line%,}"
done

for name in "${hosts[@]}" ticker-server discord-server; do end "$name"; done

summary=$(tail -n 1 "$work/ticker-server.out")
sent=$(number prices "$summary")
sed -n 's/.* \(BTC-USD\|ETH-EUR\) 1000\.0*\([0-9]*\) (price [0-9]*)$/\2/p' "$work/ticker-host.log" >"$work/prices"
received=$(wc -l <"$work/prices")
in_order=$(awk '$1 != NR { print NR; exit }' "$work/prices")
check 'every price arrives once and in order' "$((received > 0 && sent - received <= on_the_way && ${#in_order} == 0))" \
  "$received of $sent received, $summary${in_order:+; the first that is not in its place: $in_order}"

summary=$(grep ' violations$' "$work/discord-server.out" | tail -n 1)
connections=$(number connections "$summary") updates=$(number updates "$summary") violations=$(number violations "$summary")
done_calls=$(wc -l <"$work/discord-host.out")
check 'no rule of Discord is broken' "$((violations == 0))" "$summary"
check 'every track is announced' "$((done_calls == plays))" "$done_calls of $plays calls went well"
check 'every track is shown' "$((connections + updates >= plays))" "$plays tracks, $connections connections and $updates updates"
for name in "${hosts[@]}"; do
  errors=$(grep -c ' ERROR ' "$work/$name.log" || true)
  check "$name logs no error" "$((errors == 0))" "$errors lines; $(grep -c ' WARN ' "$work/$name.log" || true) warnings"
  secrets=$(grep -c 'long-secret' "$work/$name.log" || true)
  check "$name logs no secret" "$((secrets == 0))" "$secrets lines"
  check "the memory of $name stays" "$((last[$name] > 0 && last[$name] - first[$name] <= growth))" \
    "${first[$name]} KiB after a minute, ${last[$name]} KiB at the end"
done
echo "silent connections that the ticker has closed: $(grep -c 'nothing was heard for' "$work/ticker-host.log" || true)"
((failures == 0))
