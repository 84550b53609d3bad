#!/usr/bin/env bash
# Builds Marram, starts it with a broker of its own, shows a request, an anomaly, and a model that is replaced and one
# that is taken back, and leaves it running until Ctrl-C.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH=$PATH:/usr/sbin

usage() {
    cat <<'TEXT'
usage: helpers/run.sh

Builds Marram, starts the components of gg-config.yml by 'gg local' as a device would, together with a mosquitto on a free
loopback port, sends a request and shows the answer, simulates a press with a fault and shows what is said about it,
updates the press's model and takes another one back, and keeps all running until Ctrl-C. State is kept in .marram/data, the
key that signs models in .marram/keys, and what a device's nucleus would keep in .marram/local.

Environment:
  MARRAM_BROKER_HOST           use this broker and start none
  MARRAM_BROKER_PORT           its port (1883)
  MARRAM_BROKER_USERNAME, MARRAM_BROKER_PASSWORD_FILE, MARRAM_BROKER_TLS_CA, MARRAM_BROKER_TLS_CERTIFICATE,
  MARRAM_BROKER_TLS_KEY        how to sign in there
  MARRAM_NODE                  the name of this node in topics (demo)
  MARRAM_API_PORT              the port of its page and its HTTP API (8080, where that is free)
  MARRAM_DATA                  the folder for state (.marram/data)
TEXT
}

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

work="" marram="" broker="" subscriber="" press="" replay=""
# Ends mosquitto_sub at once: while it handles a SIGTERM it can wait for itself, for ever.
end_subscriber() {
    [[ -n $subscriber ]] || return 0
    kill -KILL "$subscriber" 2>/dev/null || true
    wait "$subscriber" 2>/dev/null || true
    subscriber=""
    exec 3<&-
}

# Ends what was started, Marram first, so that it says goodbye while the broker is there. Ctrl-C does not reach either of
# them directly: they run in sessions of their own.
# shellcheck disable=SC2317  # called by the trap
end_all() {
    trap - EXIT
    trap '' INT TERM HUP
    local pid
    end_subscriber
    for pid in $replay $press $marram $broker; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    [[ -z $work ]] || rm -rf "$work"
}

build() {
    bash helpers/setup.sh --run
    bash app/assemble.sh
}

listening() {
    (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Starts mosquitto on a free port; another program may take the port first, so a few are tried.
start_broker() {
    local port attempt look
    for attempt in {1..20}; do
        port=$((20000 + RANDOM % 10000))
        listening "$port" && continue
        sed "s/@PORT@/$port/" helpers/mosquitto.conf >"$work/mosquitto.conf"
        setsid mosquitto -c "$work/mosquitto.conf" 2>"$work/mosquitto.log" &
        broker=$!
        for look in {1..100}; do
            kill -0 "$broker" 2>/dev/null || break
            if listening "$port"; then
                export MARRAM_BROKER_HOST=127.0.0.1 MARRAM_BROKER_PORT=$port
                return
            fi
            sleep 0.05
        done
        kill "$broker" 2>/dev/null || true
        broker=""
    done
    cat "$work/mosquitto.log" >&2
    fail "mosquitto did not start in $attempt attempts of $((look * 5 / 100)) s; what it said stands above"
}

# Sets `client`, the options that mosquitto_rr and mosquitto_sub need for this broker. A password goes to a file that
# they read, since others see a command line.
describe_client() {
    client=(-h "$MARRAM_BROKER_HOST" -p "$MARRAM_BROKER_PORT")
    [[ -z ${MARRAM_BROKER_USERNAME-} ]] || client+=(-u "$MARRAM_BROKER_USERNAME")
    [[ -z ${MARRAM_BROKER_TLS_CA-} ]] || client+=(--cafile "$MARRAM_BROKER_TLS_CA")
    [[ -z ${MARRAM_BROKER_TLS_CERTIFICATE-} ]] ||
        client+=(--cert "$MARRAM_BROKER_TLS_CERTIFICATE" --key "${MARRAM_BROKER_TLS_KEY-}")
    [[ -n ${MARRAM_BROKER_PASSWORD_FILE-} ]] || return 0
    local program
    for program in mosquitto_rr mosquitto_sub; do
        (umask 077 && printf -- '-P %s\n' "$(<"$MARRAM_BROKER_PASSWORD_FILE")" >"$work/$program")
    done
    export XDG_CONFIG_HOME=$work
}

# Starts the components and returns when Marram's retained status says that it serves. They see the MARRAM_ variables.
start_marram() {
    local name passed=()
    for name in "${!MARRAM_@}"; do passed+=(--env "$name"); done
    setsid .build/release/gg local up --root "$place" --thing "$MARRAM_NODE" "${passed[@]}" >"$work/gg.log" 2>&1 &
    marram=$!
    exec 3< <(exec mosquitto_sub "${client[@]}" -V 5 -t "$topics/status" -W 30)
    subscriber=$!
    local status code began=$SECONDS
    while :; do
        code=0
        read -r -t 1 status <&3 || code=$?
        ((code == 0)) && [[ $status == online || $status == degraded ]] && break
        if ! kill -0 "$marram" 2>/dev/null || grep -q BROKEN "$work/gg.log"; then
            cat "$work/gg.log" >&2
            .build/release/gg local logs edge --root "$place" -n 20 >&2 || true
            fail "Marram does not start; what it said stands above"
        fi
        ((code == 0 || code > 128)) && continue
        ((SECONDS - began >= 29)) ||
            fail "the broker $MARRAM_BROKER_HOST:$MARRAM_BROKER_PORT cannot be asked; what mosquitto_sub said stands above"
        fail "Marram did not report 'online' on $topics/status of $MARRAM_BROKER_HOST:$MARRAM_BROKER_PORT within 30 s"
    done
    end_subscriber
}

# Sets `page` to where the HTTP API listens, by what Marram logs.
find_page() {
    local look
    page=""
    for look in {1..50}; do
        page=$(.build/release/gg local logs edge --root "$place" -n 2000 2>/dev/null |
            sed -n 's/.*the API listens.*\(https\{0,1\}:[^ "]*\).*/\1/p' | tail -n 1) || true
        # An earlier run has left lines as well.
        [[ -z $page ]] || ! listening "${page##*:}" || return 0
        sleep 0.1
    done
    echo "run.sh: the HTTP API did not listen within $((look / 10)) s; the log says why" >&2
}

request() {
    local payload=$1 answer
    answer=$(mosquitto_rr "${client[@]}" -V 5 -q 1 -W 10 -t "$topics/infer/iris" -e clients/demo/reply -m "$payload") ||
        fail "no answer from $topics/infer/iris within 10 s"
    printf '\nrequest  %s\nanswer   %s\n' "$payload" "$answer"
}

iris() {
    printf '{"id":"%s","inputs":[{"name":"X","shape":[1,4],"datatype":"FP32","data":[%s]}]}' "$1" "$2"
}

# Starts a simulated press whose vibration is off from 12 s after its start, for 6 s, and shows what Marram says about it:
# the first prediction, and the anomaly as it begins and ends.
show_anomaly() {
    printf '\nA simulated press sends five readings a second on plant/hall1/press/press1/telemetry. In 12 s its vibration\n'
    printf 'goes wrong for 6 s; half a minute from now this has been noticed, and seen to end.\n'
    exec 3< <(exec mosquitto_sub "${client[@]}" -V 5 -q 1 -t "$topics/prediction/press" -t "$topics/event/anomaly" -W 60)
    subscriber=$!
    setsid .build/release/marram simulate press --config gg-config.yml --rate 5 --seed 7 --fault shift@12+6:x \
        >"$work/press.log" 2>&1 &
    press=$!
    local line shown="" wanted=prediction
    while [[ -n $wanted ]]; do
        read -r line <&3 || fail "no $wanted within 60 s; the press said: $(<"$work/press.log")"
        case $wanted:$line in
        prediction:*'"score":'*) shown=prediction wanted=opened ;;
        opened:*anomaly.opened.v1*) shown="anomaly opened" wanted=closed ;;
        closed:*anomaly.closed.v1*) shown="anomaly closed" wanted="" ;;
        *) continue ;;
        esac
        printf '\n%-14s  %s\n' "$shown" "$line"
    done
    end_subscriber
}

# Makes a key the first time, and lets this node trust it. A trust file that is there already is left as it is.
make_key() {
    mkdir -p -m 700 "$MARRAM_DATA" .marram/keys
    [[ -e .marram/keys/demo.key.pem ]] || quiet .build/release/marram bundle keys new demo --out .marram/keys
    [[ -e $MARRAM_DATA/trust.json ]] ||
        quiet .build/release/marram bundle keys trust "$MARRAM_DATA/trust.json" --add .marram/keys/demo.pub.pem
}

# Runs a command and shows what it says only where it fails.
quiet() {
    local said
    said=$("$@" 2>&1) || fail "$* failed: $said"
}

# Shows two updates of the press's model: one that has learned from this press alone, and one that is far too large, which
# the node takes back by itself. Each has a version of its own every time, so that no run finds it installed or rejected.
show_updates() {
    local stamp state hour
    stamp=$(date +%Y%m%d.%H%M%S)
    # A trial that an earlier run has left, or a model of this folder that has changed since, would be in the way.
    state=$(mosquitto_sub "${client[@]}" -V 5 -C 1 -W 10 -t "$topics/model/press/state") || true
    if [[ $state == *'"candidate":{'* ]]; then
        printf '\nThe press has a model on trial already; it is confirmed.\n'
        .build/release/marram models confirm press --config gg-config.yml || true
    fi
    # Over a day: a press is warmer in the afternoon, and nobody knows when this is started the next time.
    for hour in 00 04 08 12 16 20; do
        quiet .build/release/marram simulate press --csv "$work/press-$hour.csv" --rate 5 --duration 30m --faults none \
            --seed 7 --start "2026-01-01T$hour:00:00Z"
    done
    quiet .build/release/marram train "$work"/press-*.csv --energy 0.96 --out "$work/good/press"
    quiet .build/release/marram bundle create "$work/good/press" --version "$stamp" --golden 2 \
        --gate shadow.agreement=0.7 --key .marram/keys/demo.key.pem
    # Ten times as fast, so that a few seconds have enough to compare.
    setsid .build/release/marram replay "$work/press-12.csv" --config gg-config.yml --speed 10 \
        --topic plant/recorded/press/press1/telemetry >"$work/replay.log" 2>&1 &
    replay=$!
    printf '\nA model that has learned from this press alone: for 5 s it sees copies of the readings, for 5 s it serves on\n'
    printf 'trial, then it is confirmed.\n\n'
    if push "$work/good/press" --shadow 5s --trial 5s; then
        show_large "$stamp-large"
    else
        echo "run.sh: the update did not come through; what stands above says why" >&2
    fi
    state=$(mosquitto_sub "${client[@]}" -V 5 -C 1 -W 10 -t "$topics/model/press/state") || true
    printf '\nstate  %s\n' "$state"
    kill "$replay" 2>/dev/null || true
    wait "$replay" 2>/dev/null || true
    replay=""
}

show_large() {
    printf '\nAnd one that is thousands of times as large: on trial it turns out to be too slow.\n\n'
    quiet .build/release/marram train "$work/press-12.csv" --rows '0..<1000' --out "$work/large/press" \
        --family dense --layers 2048,2048 --epochs 1
    quiet .build/release/marram bundle create "$work/large/press" --version "$1" --gate trial.p99_ratio=2 \
        --key .marram/keys/demo.key.pem
    push "$work/large/press" --trial 5s || return 0
    printf 'On this machine it is quick enough; it is taken back by hand.\n'
    .build/release/marram models rollback press --config gg-config.yml || true
}

# Installs a bundle and follows it to its end.
push() {
    .build/release/marram models install press "$@" --config gg-config.yml --timeout 60s
}

explain() {
    local options="${client[*]}"
    [[ -z ${MARRAM_BROKER_PASSWORD_FILE-} ]] || options+=" -P \"\$(cat $MARRAM_BROKER_PASSWORD_FILE)\""
    cat <<TEXT

Marram serves the models iris and press as node $MARRAM_NODE on $MARRAM_BROKER_HOST:$MARRAM_BROKER_PORT, and the press
goes on sending. Its page is at ${page:-no address (api.enabled)}, its HTTP API at the same place under /docs. From another
terminal:

  mosquitto_rr $options -V 5 -q 1 -t $topics/infer/iris -e clients/me/reply \\
    -m '$(iris 4 "5.1,3.5,1.4,0.2")'

  mosquitto_sub $options -v -t '$topics/#'

  export MARRAM_BROKER_HOST=$MARRAM_BROKER_HOST MARRAM_BROKER_PORT=$MARRAM_BROKER_PORT MARRAM_DATA=$MARRAM_DATA
  .build/release/marram models list

  .build/release/gg local status --root .marram/local

docs/updates.md goes on from here: train a model, push it, watch it; docs/release.md: from this folder to a fleet. Ctrl-C
ends it all. What follows is its log.
TEXT
}

case ${1-} in
"") ;;
-h | --help)
    usage
    exit 0
    ;;
*)
    usage >&2
    exit 64
    ;;
esac

trap end_all EXIT
trap 'exit 0' INT TERM HUP
build
work=$(mktemp -d)
place=$PWD/.marram/local
export MARRAM_NODE=${MARRAM_NODE:-demo} MARRAM_DATA=${MARRAM_DATA:-$PWD/.marram/data}
topics=marram/v1/$MARRAM_NODE
if [[ -n ${MARRAM_BROKER_HOST-} ]]; then
    export MARRAM_BROKER_PORT=${MARRAM_BROKER_PORT:-1883}
else
    start_broker
fi
[[ -n ${MARRAM_API_PORT-} ]] || ! listening 8080 || export MARRAM_API_PORT=0
describe_client
make_key
start_marram
find_page
[[ -z $page ]] || printf '\nThe page of the node: %s\n' "$page"
request "$(iris 1 "5.1,3.5,1.4,0.2")"
show_anomaly
show_updates
explain
.build/release/gg local logs edge --root "$place" -f -n 0 &
replay=$!
ended=0
wait "$marram" || ended=$?
marram=""
cat "$work/gg.log" >&2
fail "Marram ended by itself with status $ended"
