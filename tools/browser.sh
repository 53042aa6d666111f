#!/bin/sh
# Make sure that there is a Chromium for the browser tests and the screenshots.
set -eu

has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }

if has_browser; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q </dev/null &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium </dev/null &&
    has_browser; then exit 0; fi
printf '\n%s\n%s\n' \
    "ブラウザー試験に Chromium が必要です。管理者権限で「apt-get install chromium」を実行してから、もう一度お試しください。" \
    "The browser tests need Chromium. Install it (on Debian: apt-get install chromium) and try again." >&2
exit 1
