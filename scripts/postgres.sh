# shellcheck shell=bash disable=SC2154 # $venv is set by environment.sh
# A PostgreSQL of the tests' own: on loopback, on a free port, in a temporary folder, gone afterwards.
# Sourced by ./test, which has sourced environment.sh.

postgres_folder=""
postgres_process=""
as_owner=()

# Prints the folder of the server's programs, the newest version's where there are several.
postgres_programs() {
    local initdb
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [ -x "$initdb" ] || initdb=$(command -v initdb) || return 1
    dirname -- "$initdb"
}

create_cluster() {
    postgres_folder=$(mktemp -d)
    od -An -N 16 -t x1 /dev/urandom | tr -d ' \n' >"$postgres_folder/password"
    if [ "$(id -u)" -eq 0 ]; then # the server refuses to run as root
        chown -R postgres "$postgres_folder"
        as_owner=(--reuid=postgres --regid=postgres --init-groups)
    fi
    (
        cd "$postgres_folder"
        setpriv "${as_owner[@]}" "$programs/initdb" --pgdata=data --username=gongkai --pwfile=password \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$postgres_folder/log" 2>&1
    ) || fail "$(cat "$postgres_folder/log")" "无法创建测试用 PostgreSQL。" "Could not create PostgreSQL's files."
}

free_port() {
    "$venv/bin/python" -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'
}

# Starts the server and waits for it; returns 1 where it stopped, as when another program took the port meanwhile.
# A session of its own keeps Ctrl-C from it until pytest has finished; it stops by itself when ./test is killed.
serve_on() {
    local port=$1
    setsid setpriv "${as_owner[@]}" --pdeathsig INT "$programs/postgres" -D "$postgres_folder/data" -p "$port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
        -c autovacuum=off -c jit=off >>"$postgres_folder/log" 2>&1 &
    postgres_process=$!
    until "$programs/pg_isready" --quiet --host=127.0.0.1 --port="$port"; do
        kill -0 "$postgres_process" 2>/dev/null || return 1
        sleep 0.1
    done
}

# Sets GONGKAI_DATABASE_URL to a database on a fresh server.
start_postgres() {
    local programs port password
    programs=$(postgres_programs) || fail "找不到 PostgreSQL 的 initdb。" "PostgreSQL's initdb was not found."
    create_cluster
    for _ in 1 2 3; do
        port=$(free_port)
        serve_on "$port" && break
    done
    password=$(cat "$postgres_folder/password")
    PGPASSWORD=$password "$programs/createdb" --host=127.0.0.1 --port="$port" --username=gongkai gongkai ||
        fail "$(cat "$postgres_folder/log")" "测试用 PostgreSQL 未能启动。" "PostgreSQL did not start."
    export GONGKAI_DATABASE_URL="postgresql://gongkai:$password@127.0.0.1:$port/gongkai"
}

stop_postgres() {
    if [ -n "$postgres_process" ]; then
        kill -INT "$postgres_process" 2>/dev/null || true
        wait "$postgres_process" 2>/dev/null || true
    fi
    [ -z "$postgres_folder" ] || rm -rf "$postgres_folder"
    unset GONGKAI_DATABASE_URL
    postgres_process="" postgres_folder=""
}
