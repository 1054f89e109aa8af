#!/bin/sh
# Prints the path of a Chrome or Chromium, and installs Debian's package if
# there is none and it can. The shell without a window comes first: its tests
# take half the processor time.
set -eu

find_browser() {
  if [ -n "${CHROME_PATH:-}" ]; then
    [ -x "$CHROME_PATH" ] || { echo "CHROME_PATH=$CHROME_PATH is not a program" >&2; exit 1; }
    echo "$CHROME_PATH"
    return
  fi
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if command -v "$name"; then return; fi
  done
  return 1
}

find_browser && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  install="$(dirname "$0")/debian.sh"
  "$install" chromium-headless-shell || "$install" chromium
  find_browser && exit
fi
echo "the browser tests need Chrome or Chromium: install one (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium) or set CHROME_PATH" >&2
exit 1
