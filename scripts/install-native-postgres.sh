#!/usr/bin/env bash
# Installs Postgres 15 with pgvector 0.8 on Debian 12, for CI and for measuring. Needs root.
#
#   scripts/install-native-postgres.sh                  install only
#   scripts/install-native-postgres.sh --start [port]   install, start a throw-away cluster, print its URL
#
# pgvector comes from the source package of Debian's `trixie` suite, because bookworm has none of version 0.8
# (iterative scans), and is compiled here: installing trixie's binary with `apt -t trixie` would upgrade libc.
# The source entry is derived from the machine's own, so a mirror stays a mirror, and is removed afterwards.
set -euo pipefail

suite=trixie
version=15
major_bin=/usr/lib/postgresql/$version/bin
folder=$(mktemp -d)
entry=/etc/apt/sources.list.d/recto-pgvector-source.sources
trap 'rm -rf "$folder" "$entry"' EXIT

has_pgvector() { ls /usr/share/postgresql/$version/extension/vector--0.8.*.sql >/dev/null 2>&1; }

# The first http(s) address and, where there is one, the keyring of a Debian (not security) entry of this machine.
debian_uri() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null || true; } |
    sed -nE 's/^(URIs:|deb( \[[^]]*\])?) *(https?:\/\/[^ ]+).*/\3/p' |
    grep -E '/debian/?$' | head -n 1 || true
}

install_postgres() {
  # The package starts a cluster of its own on 5432; ours are made below.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/recto.conf
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    postgresql-$version postgresql-server-dev-$version build-essential dpkg-dev
}

install_pgvector() {
  local uri
  uri=$(debian_uri)
  [ -n "$uri" ] || { echo 'No Debian entry found in /etc/apt/sources.list*.' >&2; exit 1; }
  printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$uri" "$suite" /usr/share/keyrings/debian-archive-keyring.gpg >"$entry"
  apt-get update -q
  # apt drops its privileges to download, so its user must reach the folder.
  chmod 755 "$folder"
  (cd "$folder" && apt-get source -q -o APT::Sandbox::User=root pgvector)
  rm -f "$entry"
  # OPTFLAGS="": no -march=native, so the build also runs on another machine of a CI fleet.
  # with_llvm=no: bitcode is for JIT inlining only and doubles the time.
  make -C "$folder"/pgvector-*/ OPTFLAGS="" with_llvm=no PG_CONFIG="$major_bin/pg_config" -j"$(nproc)"
  make -C "$folder"/pgvector-*/ OPTFLAGS="" with_llvm=no PG_CONFIG="$major_bin/pg_config" install
  apt-get update -q
}

start_cluster() {
  local port=$1 data=${RECTO_POSTGRES_DATA:-/var/lib/postgresql/recto-test}
  if ! runuser -u postgres -- "$major_bin/pg_ctl" -D "$data" status >/dev/null 2>&1; then
    if [ ! -s "$data/PG_VERSION" ]; then
      install -d -o postgres -g postgres -m 700 "$data"
      runuser -u postgres -- "$major_bin/initdb" -D "$data" -U recto --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
    fi
    # A throw-away cluster: durability is off, it only slows tests down.
    runuser -u postgres -- "$major_bin/pg_ctl" -D "$data" -w -l "$data/server.log" start -o "-p $port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp -c fsync=off -c synchronous_commit=off \
      -c full_page_writes=off -c max_connections=200 -c shared_buffers=512MB -c maintenance_work_mem=512MB" >/dev/null
  fi
  echo "postgresql://recto@127.0.0.1:$port/postgres"
}

[ "$(id -u)" = 0 ] || { echo 'Run this as root.' >&2; exit 1; }
[ -x "$major_bin/pg_config" ] && [ -x "$major_bin/postgres" ] && [ -d /usr/include/postgresql/$version/server ] ||
  has_pgvector || install_postgres >&2
has_pgvector || install_pgvector >&2
if [ "${1:-}" = --start ]; then start_cluster "${2:-55432}"; fi
