#!/bin/sh
# Finds the server of Debian's package postgresql, and installs it if there is
# none and it can. Tests start servers of their own.
set -eu

for found in /usr/lib/postgresql/*/bin/pg_ctl; do
  if [ -x "$found" ]; then exit; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing the package postgresql" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >&2
  exit
fi
echo "no PostgreSQL (Debian, Ubuntu: sudo apt-get install postgresql): the tests that need it are skipped" >&2
