#!/bin/sh
# A browser for the tests of the report. Tests that need one are skipped where there is none; nothing here ever fails a build.
set -u

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests of the report ..."
    if (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium) >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "No Chromium found: the browser tests of the report will be skipped (install it, or set CHROMIUM to its path)."
