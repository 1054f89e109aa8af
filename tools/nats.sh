#!/bin/sh
# Finds nats-server, and installs Debian's package if there is none and it can.
# Tests start servers of their own.
set -eu

if command -v nats-server >/dev/null; then exit; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing the package nats-server" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nats-server; } >&2
  exit
fi
echo "no nats-server (Debian, Ubuntu: sudo apt-get install nats-server): the tests that need it are skipped" >&2
