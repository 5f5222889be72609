#!/usr/bin/env bash
# Builds the macOS image for the processor that it runs on: dist/PlayBuddy-VERSION-macos-arm64.dmg or …-x86_64.dmg.
#
# Needs Python with the "package" extra and Xcode's command line tools. Without SIGNING_IDENTITY the program is signed
# for this machine only ("ad hoc"). With it, and with the keychain profile NOTARY_PROFILE (made once by
# "xcrun notarytool store-credentials"), the image is sent to Apple and the answer stapled to it.
#
# Usage: packaging/macos/build.sh [--allow-dirty]
set -euo pipefail
cd "$(dirname "$0")/../.."

python packaging/build.py "$@"
version=$(python -c 'import sys; sys.path.insert(0, "packaging"); import project; print(project.read_version())')
app=dist/PlayBuddy.app
image=dist/PlayBuddy-$version-macos-$(uname -m).dmg
identity=${SIGNING_IDENTITY:--}
entitlements=packaging/macos/entitlements.plist

# From the inside out: a signature covers those below it. Time stamps need Apple's server and a real identity.
flags=(--force --options runtime --sign "$identity")
[ "$identity" = - ] || flags+=(--timestamp)
while IFS= read -r -d '' file; do
    if file -b "$file" | grep -q '^Mach-O'; then codesign "${flags[@]}" "$file"; fi
done < <(find "$app/Contents/Frameworks" "$app/Contents/Resources" -type f -print0)
find "$app/Contents/Frameworks" -name '*.framework' -type d -prune -print0 |
    while IFS= read -r -d '' framework; do codesign "${flags[@]}" "$framework"; done
codesign "${flags[@]}" --entitlements "$entitlements" "$app/Contents/MacOS/playbuddy"
codesign "${flags[@]}" --entitlements "$entitlements" "$app"
codesign --verify --deep --strict "$app"

# The image shows the program beside the folder that it is dragged to.
stage=build/package/dmg
rm -rf "$stage" "$image"
mkdir -p "$stage"
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "PlayBuddy $version" -srcfolder "$stage" -fs HFS+ -format UDZO -imagekey zlib-level=9 "$image"

if [ "$identity" != - ]; then
    codesign --force --timestamp --sign "$identity" "$image"
    if [ -n "${NOTARY_PROFILE:-}" ]; then
        xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
        xcrun stapler staple "$image"
    fi
fi
echo "$image: $(stat -f %z "$image") bytes"
