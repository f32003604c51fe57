# shellcheck shell=bash disable=SC2154 # $root is set by who sources this
# What ./run, ./test and the checks stand on: system packages, .venv, the locked parts, the `gongkai` command.
# Sourced by them, with $root set to the project's folder. Speaks on stderr alone, so that the standard output
# of `./run report check FILE --json` is JSON and nothing else; says nothing where nothing is to be done.

venv=$root/.venv
python=""
missing=()

say() { printf '%s\n' "$@" >&2; }

fail() {
    say "$@"
    exit 1
}

# Sets $python: the system's before any other, one that can make a working .venv before one that cannot.
choose_python() {
    local candidate
    for candidate in /usr/bin/python3 /usr/bin/python3.11 python3.11 python3.12 python3.13 python3.14 python3; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        python=${python:-$candidate}
        if "$candidate" -c 'import ensurepip' 2>/dev/null; then
            python=$candidate
            return
        fi
    done
    [ -n "$python" ] || fail "需要 Python 3.11 或更高版本。" "Python 3.11 or later is needed."
}

# Adds the venv package to $missing where .venv must be made and cannot: Debian ships venv without ensurepip.
need_venv() {
    local lock=$1
    if is_ready "$lock" || venv_is_sound; then return; fi
    choose_python
    "$python" -c 'import ensurepip' 2>/dev/null && return
    missing+=("python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv")
}

# Installs $missing as root; names the one line to run otherwise.
install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        fail "缺少系统软件包，请以 root 身份执行下面一行，然后重试。" \
            "System packages are missing: run this line as root, then try again." "" \
            "    apt-get install -y ${missing[*]}" ""
    fi
    say "正在安装系统软件包 / Installing system packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 || say "apt-get update 未全部成功，继续。 / apt-get update had errors; going on."
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "${missing[@]}" >&2 ||
        fail "系统软件包安装失败。" "The system packages could not be installed."
    missing=()
}

# Prints what .venv must have been made from to hold LOCK: these files, in this folder.
fingerprint() {
    local lock=$1
    {
        printf '%s\n' "$root"
        cat "$root/$lock" "$root/pyproject.toml" "$root/requirements.in"
    } | sha256sum | cut -d ' ' -f 1
}

is_ready() {
    local lock=$1 stamp=$venv/.holds-$1
    [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$lock")" ]
}

stamp() {
    local lock
    for lock in "$@"; do
        fingerprint "$lock" >"$venv/.holds-$lock.new"
        mv "$venv/.holds-$lock.new" "$venv/.holds-$lock"
    done
}

# Not sound: there is none, it was moved, or an installation was killed half-way (pip takes a part whose
# files are half there for an installed one).
venv_is_sound() {
    [ ! -e "$venv/.unfinished" ] && [ "$(cat "$venv/.place" 2>/dev/null || printf '%s' "$root")" = "$root" ] &&
        "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

make_venv() {
    venv_is_sound && return
    [ -n "$python" ] || choose_python
    "$python" -m venv --clear "$venv" || fail "无法创建 .venv。" "Could not create .venv."
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check "$@" >&2 ||
        fail "安装失败：请检查网络与 pip 的软件源设置，然后重试。" \
            "The installation failed: check the network and pip's configuration, then try again."
}

# Installs LOCK, then the project itself in place: its build backend is in the lock, so nothing more is fetched.
install_lock() {
    local lock=$1
    say "正在准备运行环境（.venv），首次约需一分钟…… / Preparing .venv; the first time takes about a minute…"
    make_venv
    printf '%s' "$root" >"$venv/.place"
    rm -f "$venv"/.holds-*
    : >"$venv/.unfinished"
    pip_install --only-binary=:all: --require-hashes -r "$root/$lock"
    pip_install --no-index --no-deps --no-build-isolation -e "$root"
    rm "$venv/.unfinished"
    case $lock in
        requirements-test.txt) stamp requirements.txt requirements-test.txt ;; # the test lock holds the other
        *) stamp "$lock" ;;
    esac
}

# Makes .venv hold LOCK. Of several callers at once the first installs and the others wait for it.
prepare() {
    local lock=$1
    is_ready "$lock" && return
    (
        flock 9
        is_ready "$lock" || install_lock "$lock"
    ) 9<"$root/run"
}
