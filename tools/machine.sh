#!/bin/sh
# Prints the folder of a small Debian with systemd, for tests that deploy to a
# server, and makes it the first time, as root, which downloads 100 MB.
set -eu

tools=$(cd "$(dirname "$0")" && pwd)
root=${tools%/*}/bin/machine
if [ ! -e "$root" ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "a server to deploy to needs root and Debian: systemd-nspawn runs it, debootstrap makes it" >&2
    exit 1
  fi
  echo "making a server to deploy to" >&2
  {
    "$tools/debian.sh" debootstrap iproute2 openssh-client procps systemd-container
    rm -rf "$root.new"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,openssh-server,openssl,curl,caddy,nodejs bookworm "$root.new"
    echo server >"$root.new/etc/hostname"
    echo 127.0.0.1 localhost server >"$root.new/etc/hosts"
    mv "$root.new" "$root"
  } >&2
fi
echo "$root"
