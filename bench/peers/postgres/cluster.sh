#!/bin/sh
# Starts a PostgreSQL of its own in a folder and serves on a Unix socket there,
# in the foreground, until it is told to stop (SIGINT) or its parent ends.
#
#	sh cluster.sh FOLDER
#
# FOLDER must exist. Ends with status 3 where there is no server to start, and
# says what to install. Nothing is kept safe from a crash: the data are
# throwaway.
set -eu
folder=$1

for bin in /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin /usr/local/pgsql/bin; do
	[ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && break
	bin=
done
if [ -z "$bin" ]; then
	echo "there is no PostgreSQL server; on Debian: apt-get install --no-install-recommends postgresql-15" >&2
	exit 3
fi

# The server refuses to run as root.
as=
if command -v setpriv >/dev/null; then
	as="setpriv --pdeathsig INT"
fi
if [ "$(id -u)" -eq 0 ]; then
	if [ -z "$as" ]; then
		echo "the server does not run as root, and there is no setpriv to become somebody else" >&2
		exit 3
	fi
	user=postgres
	id "$user" >/dev/null 2>&1 || user=nobody
	chown "$user" "$folder"
	as="$as --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi
cd "$folder"
if ! $as test -w "$folder"; then
	echo "the server's user cannot reach $folder: set TMPDIR to a folder that everyone can" >&2
	exit 3
fi

# As the documentation advises: a quarter of the memory for shared buffers (no
# more than 4 GB are needed here), the rest taken as the system's cache.
memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null || echo 1024)
buffers=$((memory / 4))
[ "$buffers" -le 4096 ] || buffers=4096

$as "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 || {
	cat initdb.log >&2
	exit 1
}
exec $as "$bin/postgres" -D "$folder/data" -k "$folder" -p 5432 \
	-c listen_addresses= \
	-c max_connections=10 \
	-c shared_buffers="${buffers}MB" \
	-c effective_cache_size="$((memory * 3 / 4))MB" \
	-c work_mem=256MB \
	-c maintenance_work_mem=1GB \
	-c dynamic_shared_memory_type=mmap \
	-c random_page_cost=1.1 \
	-c jit=off \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
	-c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB \
	-c autovacuum=off
