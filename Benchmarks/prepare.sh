# shellcheck shell=bash
# What the benchmarks run, built into .build-bench; read by run.sh and soak.sh from the project's folder.

build=.build-bench

fail() {
    echo "Benchmarks: $*" >&2
    exit 1
}

need() {
    local program
    for program; do
        command -v "$program" >/dev/null || [[ -x /usr/sbin/$program ]] ||
            fail "$program is missing; install it: apt-get install gcc libmosquitto-dev mosquitto python3-venv (swiftc: helpers/setup.sh says how)"
    done
}

build_load() {
    local source name kind
    for source in Benchmarks/load/*.c; do
        name=$(basename "$source" .c) kind=()
        [[ $name != count_allocations ]] || kind=(-shared -fPIC) name+=.so
        cc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra ${kind[@]+"${kind[@]}"} -o "$build/$name" "$source" -lmosquitto -lm ||
            fail "$source does not build; is libmosquitto-dev installed?"
    done
}

# environment FOLDER REQUIREMENTS: a Python environment with these packages.
environment() {
    ! cmp -s "$2" "$1/requirements.installed" || return 0
    python3 -m venv "$1" || fail "cannot make a Python environment; install it: apt-get install python3-venv"
    "$1/bin/pip" install --quiet --disable-pip-version-check -r "$2"
    cp "$2" "$1/requirements.installed"
}

install_peers() {
    environment "$build/venv" Benchmarks/requirements.txt
}

# Servers in Python that answer over HTTP.
install_http_peers() {
    environment "$build/http-venv" Benchmarks/http/requirements.txt
}

# Marram as it is built for use; MARRAM_BIN_DIR names the folder of another.
build_marram() {
    [[ -n ${MARRAM_BIN_DIR-} ]] || ! command -v swift >/dev/null ||
        bash helpers/build.sh --product marram >&2
}

flags=(-parse-as-library -O -wmo -swift-version 6 -strict-memory-safety -warnings-as-errors -package-name marram
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature ExistentialAny)

# timer PROGRAM FOLDER[,FOLDER] TARGET...: targets, those in C first, and the program in the folders that times them, built
# into PROGRAM by the compilers alone, as Fuzz/run.sh builds its programs.
timer() {
    local program=$1 place=$1.modules name folders objects=()
    IFS=, read -ra folders <<<"$2"
    shift 2
    [[ ! -x $program || -n $(find "${@/#/Sources/}" "${folders[@]}" Benchmarks/prepare.sh -newer "$program" -print -quit) ]] ||
        return 0
    mkdir -p "$place"
    for name; do
        objects+=("$place/$name.o")
        if compgen -G "Sources/$name/*.c" >/dev/null; then
            mkdir -p "$place/$name"
            printf 'module %s { umbrella "%s" export * }\n' "$name" "$PWD/Sources/$name/include" \
                >"$place/$name/module.modulemap"
            cc -O2 -Wall -I "Sources/$name/include" -c -o "$place/$name.o" "Sources/$name"/*.c ||
                fail "Sources/$name does not build"
            continue
        fi
        find "Sources/$name" -name '*.swift' -print0 |
            xargs -0 swiftc "${flags[@]}" -module-name "$name" -I "$place" -emit-module \
                -emit-module-path "$place/$name.swiftmodule" -emit-object -o "$place/$name.o" || fail "Sources/$name does not build"
    done
    find "${folders[@]}" -name '*.swift' -print0 |
        xargs -0 swiftc "${flags[@]}" -module-name "Timing" -I "$place" "${objects[@]}" -o "$program" ||
        fail "${folders[*]} does not build"
}

build_codec() {
    command -v swiftc >/dev/null || return 0
    timer "$build/codec" Benchmarks/codec Tensors OpenInference Telemetry
}
