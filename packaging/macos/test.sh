#!/usr/bin/env bash
# Mounts the macOS image, copies the program out as a person would, checks it without any Python, and removes it.
#
# Usage: packaging/macos/test.sh IMAGE.dmg
set -euo pipefail

image=$1
work=$(mktemp -d)
mount=$work/image
trap 'hdiutil detach -quiet "$mount" 2>/dev/null || true; rm -rf "$work"' EXIT

hdiutil attach -quiet -nobrowse -readonly -mountpoint "$mount" "$image"
cp -R "$mount/PlayBuddy.app" "$work/"
hdiutil detach -quiet "$mount"
codesign --verify --deep --strict "$work/PlayBuddy.app"
program=$work/PlayBuddy.app/Contents/MacOS/playbuddy
alone() { env -i HOME="$work" PATH=/usr/bin:/bin LC_ALL=en_GB.UTF-8 "$program" "$@"; }

alone --version
alone selftest
alone --data-dir "$work/data" import --samples
alone --data-dir "$work/data" &
window=$!
sleep 10
kill -TERM "$window"
wait "$window"
echo 'All steps passed.'
