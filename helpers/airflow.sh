#!/usr/bin/env bash
# Tries Marram's side of Airflow with a real one: installs it (once, in .marram/airflow), starts it on free ports of
# loopback with docs/airflow/marram_retrain.py and a DAG that is paused, runs the tests that need it, and ends it.
#
# Usage: helpers/airflow.sh [2|3]        3 by default
#
# Variables: MARRAM_AIRFLOW, another folder for the installations; AIRFLOW2_VERSION, AIRFLOW3_VERSION.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

major=${1-3}
case $major in
    2) version=${AIRFLOW2_VERSION-2.10.5} interface=v1 pins=() ;;
    # Without the official constraints, later versions of these take Airflow 3.0's own requests no more.
    3) version=${AIRFLOW3_VERSION-3.0.6} interface=v2 pins=("fastapi==0.116.1" "starlette<0.48" "cadwyn==5.4.4") ;;
    *) echo "usage: helpers/airflow.sh [2|3]" >&2 && exit 2 ;;
esac

python=python3
for name in python3.12 python3.11 python3.10; do
    if "$name" -c '' 2>/dev/null; then python=$name && break; fi
done
venv=${MARRAM_AIRFLOW-$PWD/.marram/airflow}/v$major
home=$(mktemp -d)
processes=()

end() {
    local process
    # Each has a session of its own, so that what it has started ends with it.
    for process in "${processes[@]}"; do kill -- "-$process" 2>/dev/null || true; done
    for process in "${processes[@]}"; do
        for _ in {1..50}; do kill -0 -- "-$process" 2>/dev/null && sleep 0.1; done
        kill -KILL -- "-$process" 2>/dev/null || true
    done
    rm -rf "$home"
}
trap end EXIT

install() {
    [[ ! -x $venv/bin/airflow ]] || return 0
    "$python" -m venv "$venv"
    local minor constraints
    minor=$("$venv/bin/python" -c 'import sys; print(f"{sys.version_info.major}.{sys.version_info.minor}")')
    constraints=https://raw.githubusercontent.com/apache/airflow/constraints-$version/constraints-$minor.txt
    if curl -fsSL -m 30 -o "$home/constraints.txt" "$constraints"; then
        "$venv/bin/pip" install -q "apache-airflow==$version" -c "$home/constraints.txt"
    else
        echo "the official constraints cannot be had ($constraints); versions are chosen without them"
        "$venv/bin/pip" install -q "apache-airflow==$version" "${pins[@]}"
    fi
}

# Starts a part of Airflow; what it writes goes to a file.
start() {
    setsid "$venv/bin/airflow" "$@" >"$home/$1.log" 2>&1 &
    processes+=($!)
}

# What proves us, as options of curl; empty until the server gives a token.
proof=()
prove() {
    if [[ $major == 2 ]]; then
        proof=(-u marram:secret)
        return
    fi
    local login='{"username":"marram","password":"secret"}' token
    token=$(curl -s -m 5 -H 'Content-Type: application/json' -d "$login" "$url/auth/token" | grep -o 'eyJ[^"]*' || true)
    proof=(-H "Authorization: Bearer $token")
}

# Waits until Airflow has read a DAG.
await() {
    for _ in {1..180}; do
        prove
        if curl -s -m 5 "${proof[@]}" "$url/api/$interface/dags/$1" | grep -q '"is_paused"'; then return; fi
        sleep 1
    done
    echo "waited in vain for the DAG $1; the ends of the logs:" >&2
    tail -n 20 "$home"/*.log >&2
    exit 1
}

install
mapfile -t ports < <("$python" - <<'PYTHON'
import socket
sockets = [socket.socket() for _ in range(3)]
for each in sockets:
    each.bind(("127.0.0.1", 0))
    print(each.getsockname()[1])
PYTHON
)
url=http://127.0.0.1:${ports[0]}
mkdir "$home/dags"
cp docs/airflow/marram_retrain.py Tests/Fixtures/airflow/dags/*.py "$home/dags"
secret=$("$python" -c 'import secrets; print(secrets.token_hex(32))')
export PATH=$venv/bin:$PATH AIRFLOW_HOME=$home AIRFLOW__CORE__DAGS_FOLDER=$home/dags AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION=False AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT=${ports[1]}
export AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT=${ports[2]} AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False
if [[ $major == 2 ]]; then
    export AIRFLOW__API__AUTH_BACKENDS=airflow.api.auth.backend.basic_auth AIRFLOW__WEBSERVER__SECRET_KEY=$secret
    export AIRFLOW__WEBSERVER__WORKERS=1 AIRFLOW__SCHEDULER__DAG_DIR_LIST_INTERVAL=5
    airflow db migrate >"$home/migrate.log" 2>&1
    airflow users create -u marram -p secret -f M -l M -r Admin -e m@example.com >"$home/user.log" 2>&1
    start webserver --port "${ports[0]}" --hostname 127.0.0.1
    start scheduler
else
    export AIRFLOW__API__HOST=127.0.0.1 AIRFLOW__API__PORT=${ports[0]} AIRFLOW__API__BASE_URL=$url AIRFLOW__API__WORKERS=1
    export AIRFLOW__CORE__EXECUTION_API_SERVER_URL=$url/execution/ AIRFLOW__API__SECRET_KEY=$secret
    # Without an issuer some versions of PyJWT make no token.
    export AIRFLOW__API_AUTH__JWT_SECRET=$secret AIRFLOW__API_AUTH__JWT_ISSUER=marram AIRFLOW__CORE__PARALLELISM=2
    # Shorter than a run, so that the tests need new ones.
    export AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME=3 AIRFLOW__API_AUTH__JWT_LEEWAY=0
    export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS=marram:admin
    export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE=$home/passwords.json
    echo '{"marram": "secret"}' >"$home/passwords.json"
    airflow db migrate >"$home/migrate.log" 2>&1
    start api-server
    start scheduler
    start dag-processor
fi
for dag in marram_retrain marram_paused; do
    await "$dag"
done
echo "Airflow $version answers at $url"
MARRAM_TEST_AIRFLOW=$url MARRAM_TEST_AIRFLOW_API=$interface swift test --filter RealAirflowTests 2>&1 ||
    { tail -n 30 "$home"/*.log >&2 && exit 1; }
