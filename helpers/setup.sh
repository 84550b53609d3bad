#!/usr/bin/env bash
# Brings what Marram needs to build, run and be tested on Debian: system packages, the ONNX Runtime library and Python's.
#
# Usage: helpers/setup.sh [--run]
#   --run  leaves out what only the tests need
#
# Does nothing, within a second, when all is there. Afterwards the library stands at
# .marram/onnxruntime/libonnxruntime.so.1 (a file, or a link to the system's), unless MARRAM_ONNXRUNTIME names another,
# and the Python that the tests compare answers with at .marram/venv/bin/python.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
place="$root/.marram/onnxruntime"
library="$place/libonnxruntime.so.1"
venv="$root/.marram/venv"

onnxruntime_version=1.31.1
swift_needed=6.2
packages=(
    ca-certificates git g++ pkg-config            # Swift's compiler links with these, its package manager clones
    libmosquitto-dev libssl-dev libsqlite3-dev    # libraries that Marram is built on
    libcurl4-openssl-dev zlib1g-dev               # the same
    libcairo2-dev fonts-dejavu-core               # marram-plot draws with these
    mosquitto mosquitto-clients openssl           # helpers/run.sh and the tests start and ask these
    python3-pip                                   # brings the ONNX Runtime library
    libopenblas0-pthread                          # marram train computes with it; nothing else needs it
)
packages_for_tests=(
    python3-venv                                  # keeps the tests' Python packages to themselves
    chromium                                      # the tests look at the dashboard with it
)

folder=""
trap '[[ -z $folder ]] || rm -rf "$folder"' EXIT

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

# Sets `wheel_platform` and `wheel_digest` for this machine.
choose_wheel() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64)
            wheel_platform=manylinux_2_28_x86_64
            wheel_digest=1f3dea47f2f0e5117c2404cea7d21fd253ae7836a3bf167a501cdfbb2600d536
            ;;
        Linux-aarch64)
            wheel_platform=manylinux_2_28_aarch64
            wheel_digest=0b9a492176886992e0e875f06bc0367e333f5fff11711a2d642e18b02f3009cc
            ;;
        *)
            fail "this is $(uname -s) on $(uname -m); Marram runs on Linux on x86_64 and aarch64."
            ;;
    esac
}

install_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || fail \
        "this is not a Debian system, so its packages cannot be installed from here." \
        "Needed, by their Debian names: ${packages[*]}"
    local installed missing=() package as_root=()
    installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "${packages[@]}" 2>/dev/null || true)"
    for package in "${packages[@]}"; do
        [[ $installed == *" installed:$package "* ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail \
            "packages are missing, and neither are you root nor is there sudo. As root: apt-get install ${missing[*]}"
        as_root=(sudo)
        say "sudo is used to install packages and may ask for your password"
    fi
    say "installing Debian packages: ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        "${missing[@]}" >&2 || fail "apt-get could not install them; its reason stands above."
}

check_swift() {
    local remedy="Install the Swift 6.3 toolchain for Debian 12 from swift.org (Install, Linux) and put its usr/bin into PATH."
    command -v swift >/dev/null || fail "Swift is missing. $remedy"
    local found
    found="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
    [[ -n $found ]] || fail "$(command -v swift) does not tell its version. $remedy"
    [[ "$(printf '%s\n' "$swift_needed" "$found" | sort -V | head -n 1)" == "$swift_needed" ]] || fail \
        "Swift $found is too old: $swift_needed or later is needed. $remedy"
}

# The path of the system's library, empty when there is none.
system_library() {
    { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true; } |
        sed -n 's/^[[:space:]]*libonnxruntime\.so\.1[0-9.]* .*=> //p' | head -n 1
}

# The first python3 that has pip.
python_with_pip() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            printf '%s\n' "$python"
            return
        fi
    done
    fail "python3 has no pip. Install python3-pip."
}

download_library() {
    choose_wheel
    local python wheel
    python="$(python_with_pip)"
    wheel="onnxruntime-$onnxruntime_version-cp312-cp312-$wheel_platform.whl"
    mkdir -p "$root/.marram"
    folder="$(mktemp -d "$root/.marram/onnxruntime.XXXXXX")"
    say "downloading ONNX Runtime $onnxruntime_version ($wheel_platform)"
    "$python" -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: \
        --platform "$wheel_platform" --python-version 3.12 --implementation cp --abi cp312 \
        --dest "$folder" "onnxruntime==$onnxruntime_version" >&2 || fail \
        "pip could not download onnxruntime $onnxruntime_version; its reason stands above." \
        "Without a network: set MARRAM_ONNXRUNTIME to a libonnxruntime.so that you have."
    (cd "$folder" && sha256sum --status -c - <<<"$wheel_digest  $wheel") || fail \
        "$wheel is not the file that was pinned (SHA-256 $wheel_digest expected); nothing was installed." \
        "Check the package index that pip is set to, then run helpers/setup.sh again."
    "$python" - "$folder/$wheel" "$folder/out" "$onnxruntime_version" <<'PYTHON'
import pathlib
import sys
import zipfile

wheel, out, version = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
wanted = {
    f"onnxruntime/capi/libonnxruntime.so.{version}": "libonnxruntime.so.1",
    "onnxruntime/LICENSE": "LICENSE",
    "onnxruntime/ThirdPartyNotices.txt": "ThirdPartyNotices.txt",
    "onnxruntime/Privacy.md": "Privacy.md",
}
out.mkdir()
for source, target in wanted.items():
    (out / target).write_bytes(wheel.read(source))
(out / "VERSION").write_text(version + "\n")
PYTHON
    # The library comes last: where it stands, all stands.
    mkdir -p "$place"
    mv -f "$folder/out/"{LICENSE,ThirdPartyNotices.txt,Privacy.md,VERSION} "$place/"
    chmod 644 "$folder/out/libonnxruntime.so.1"
    mv -f "$folder/out/libonnxruntime.so.1" "$library"
    say "ONNX Runtime $onnxruntime_version stands in .marram/onnxruntime"
}

install_library() {
    if [[ -n ${MARRAM_ONNXRUNTIME:-} ]]; then
        [[ -f $MARRAM_ONNXRUNTIME ]] || fail \
            "MARRAM_ONNXRUNTIME names $MARRAM_ONNXRUNTIME, which is not there. Correct or unset it."
        return 0
    fi
    # A link is the system's library and as new as that is; a file of ours is replaced when the pinned version moves on.
    if [[ -L $library ]]; then
        [[ -e $library ]] && return 0
    elif [[ -f $library && "$(cat "$place/VERSION" 2>/dev/null)" == "$onnxruntime_version" ]]; then
        return 0
    fi
    local system
    system="$(system_library)"
    if [[ -z $system ]]; then
        download_library
        return 0
    fi
    mkdir -p "$place"
    rm -f "$place/"{LICENSE,ThirdPartyNotices.txt,Privacy.md,VERSION}
    ln -sfn "$system" "$library.new"
    mv -fT "$library.new" "$library"
    say "the system's ONNX Runtime is used: $system"
}

# The first python3 that can make environments.
python_with_venv() {
    local python
    for python in /usr/bin/python3 python3; do
        if "$python" -c "import ensurepip, venv" 2>/dev/null; then
            printf '%s\n' "$python"
            return
        fi
    done
    fail "python3 cannot make environments. Install python3-venv."
}

# Python with onnxruntime, and with what makes models; the stamp comes last and says what is in it.
install_python() {
    local needed="$root/Tests/Fixtures/requirements.txt" python wanted
    wanted="onnxruntime==$onnxruntime_version"$'\n'"$(<"$needed")"
    [[ "$(cat "$venv/stamp" 2>/dev/null)" != "$wanted" ]] || return 0
    python="$(python_with_venv)"
    say "making .marram/venv, the Python that the tests compare answers with"
    rm -rf "$venv"
    "$python" -m venv "$venv" >&2
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-compile --only-binary=:all: \
        -r "$needed" "onnxruntime==$onnxruntime_version" >&2 || fail \
        "pip could not install what $needed lists; its reason stands above." \
        "Marram itself does not need it: helpers/setup.sh --run leaves it out."
    printf '%s\n' "$wanted" >"$venv/stamp"
}

for_tests=1
case ${1-} in
    "") packages+=("${packages_for_tests[@]}") ;;
    --run) for_tests=0 ;;
    *) fail "'$1' is not known; usage: helpers/setup.sh [--run]" ;;
esac

choose_wheel
install_packages
check_swift
install_library
((!for_tests)) || install_python
