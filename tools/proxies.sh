#!/bin/sh
# Finds nginx, Caddy and HAProxy, and installs Debian's packages of those that
# are not there, if it can. Tests start processes of their own.
set -eu

missing=
for name in nginx caddy haproxy; do
  command -v $name >/dev/null || missing="$missing $name"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing the packages$missing" >&2
  # No services: Debian would start each on port 80.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    trap 'rm -f $policy' EXIT
  fi
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing; } >&2
  exit
fi
echo "missing:$missing (Debian, Ubuntu: sudo apt-get install$missing): the tests that need them are skipped" >&2
