#!/usr/bin/env bash
# A private PostgreSQL for tests: its own folder and socket, no TCP port, thrown away afterwards.
#   scripts/postgres.sh start FOLDER    prints the address for RMTC_TEST_DATABASE_URL
#   scripts/postgres.sh stop FOLDER     stops it and removes the folder
set -eu

usage="usage: scripts/postgres.sh start|stop FOLDER"
action=${1:?$usage} folder=$(realpath -m "${2:?$usage}")

programs=${RMTC_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
[ -x "$programs/initdb" ] || { echo "PostgreSQL's server programs are missing: apt-get install postgresql" >&2; exit 1; }

# PostgreSQL refuses to run as root
as_owner() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@")
  else
    (cd / && LC_ALL=C.UTF-8 "$@")
  fi
}

case $action in
  start)
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$folder"; chmod 755 "$folder"; fi
    if [ ! -d "$folder/base" ]; then
      as_owner "$programs/initdb" -D "$folder/base" -U rmtc -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    fi
    if ! as_owner "$programs/pg_ctl" -D "$folder/base" status >/dev/null; then
      # no power cut need be survived here, and nobody copies from it: little is logged, nothing forced to the disk
      as_owner "$programs/pg_ctl" -D "$folder/base" -l "$folder/log" -w start \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off \
            -c wal_level=minimal -c max_wal_senders=0 -c max_connections=300" >/dev/null
    fi
    for name in main gw0 gw1 gw2 gw3; do # one database for each process of pytest
      as_owner "$programs/createdb" -h "$folder" -U rmtc "rmtc_$name" 2>/dev/null || true
    done
    echo "postgresql://rmtc@/rmtc_{worker}?host=$folder"
    ;;
  stop)
    [ -d "$folder/base" ] || exit 0
    as_owner "$programs/pg_ctl" -D "$folder/base" -m immediate stop >/dev/null || true
    rm -rf "$folder"
    ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
