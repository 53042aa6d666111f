#!/bin/sh
# Make the private environment ENV exactly as LOCK says, with this project in it: tools/env.sh ENV LOCK
#
# Does nothing when the environment already matches, so that every command may call it first. A changed lock or a
# moved folder makes the environment anew, a changed pyproject.toml only installs the project again.
# Needs Python 3.11 or newer and pip; nothing else has to be there beforehand.
set -eu
cd "$(dirname "$0")/.."
env=$1
lock=$2
stamp=$env/made-from

stop() {
    printf '\n%s\n%s\n' "$1" "$2" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 以上が見つかりません。入れてから、もう一度実行してください（場所は PYTHON=… で指定できます）。" \
        "No Python 3.11 or newer found. Install one and try again (PYTHON=… names it)."
}

# Debian splits ensurepip off into python3-venv. Without it the system's own pip can fill the environment.
make_env() {
    python=$(find_python)
    rm -rf "$env"
    if "$python" -m venv "$env" >/dev/null 2>&1; then return; fi
    rm -rf "$env"
    if "$python" -m venv --without-pip "$env" 2>/dev/null &&
        "$python" -m pip --python "$env/bin/python" --version >/dev/null 2>&1; then return; fi
    rm -rf "$env"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q </dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-venv </dev/null &&
        "$python" -m venv "$env"; then return; fi
    rm -rf "$env"
    stop "Python の仮想環境を作れません。管理者権限で「apt-get install python3-venv」などを実行してから、もう一度お試しください。" \
        "Cannot make a virtual environment. Install python3-venv (or pip 22.3 or newer) and try again."
}

pip_into_env() {
    if [ -x "$env/bin/pip" ]; then
        "$env/bin/python" -m pip "$@"
    else
        python=$(find_python)
        "$python" -m pip --python "$env/bin/python" "$@"
    fi
}

lock_key="lock $(cksum <"$lock") $PWD"
project_key="project $(cksum <pyproject.toml)"

if "$env/bin/python" -c '' 2>/dev/null && grep -qxF "$lock_key" "$stamp" 2>/dev/null; then
    if grep -qxF "$project_key" "$stamp"; then exit 0; fi
else
    printf '専用の Python 環境 %s を用意しています（初回のみ、数分かかります）。\n' "$env"
    make_env
    pip_into_env install --disable-pip-version-check --no-input --require-hashes -r "$lock" ||
        stop "部品を入れられませんでした。ネットワーク（または組織内のパッケージ配布元）の設定を確かめてください。" \
            "Installing the locked packages failed; the reason is above."
fi
printf '%s\n' "$lock_key" >"$stamp" # this half is done, even if the next one is interrupted
pip_into_env install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation -e . ||
    stop "このプロジェクトを環境に組み込めませんでした。" "Installing the project itself failed; the reason is above."
printf '%s\n' "$project_key" >>"$stamp"
