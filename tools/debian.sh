#!/bin/sh
# Finds the programs of Debian's packages that tests start themselves, and
# installs the packages that are missing, if it can.
#
#   tools/debian.sh nginx redis-server
set -eu

missing=
for package; do
  case $package in
    postgresql) set -- /usr/lib/postgresql/*/bin/pg_ctl ;; # not in PATH
    *) set -- "$package" ;;
  esac
  command -v "$1" >/dev/null || dpkg --status "$package" 2>/dev/null | grep -q ' ok installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "missing:$missing (Debian, Ubuntu: sudo apt-get install$missing): the tests that need them are skipped" >&2
  exit
fi

# Recipes run side by side, and apt-get fails while another one runs.
[ -n "${INERTIA_APT_LOCKED:-}" ] || exec env INERTIA_APT_LOCKED=1 flock /tmp/inertia-apt.lock "$0" $missing

echo "installing the packages$missing" >&2
# No services: Debian would start nginx and Caddy, each on port 80.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod +x $policy
  trap 'rm -f $policy' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
{ apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=600 $missing; } >&2
