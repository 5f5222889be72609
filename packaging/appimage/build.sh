#!/usr/bin/env bash
# Packs the program's folder as an AppImage: dist/PlayBuddy-VERSION-ARCHITECTURE.AppImage, one file for any Linux.
#
# Build on the oldest Linux that is to be supported: the C library is the system's. What every desktop has, and what
# must fit its graphics driver, is left to the system; the list follows the AppImage project's own.
# Needs dist/PlayBuddy (packaging/build.py) and, for the last step, appimagetool on the PATH.
#
# Usage: packaging/appimage/build.sh [--folder-only]
set -euo pipefail
cd "$(dirname "$0")/../.."

id=org.playbuddy.PlayBuddy
python=${PYTHON:-python3}
version=$("$python" -c 'import sys; sys.path.insert(0, "packaging"); import project; print(project.read_version())')
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
folder=build/package/PlayBuddy.AppDir

rm -rf "$folder"
mkdir -p "$folder/usr/lib" "$folder/usr/share/applications" "$folder/usr/share/metainfo" \
    "$folder/usr/share/icons/hicolor/scalable/apps" "$folder/usr/share/doc"
cp -a dist/PlayBuddy "$folder/usr/lib/playbuddy"

owner_of() { # PATH: the package of Debian that brought a library; dpkg may know it by its path before the merged /usr
    local real
    real=$(realpath "${1:-/nowhere}")
    { dpkg -S "$real" || dpkg -S "${real#/usr}" || true; } 2>/dev/null | sed -n '1s/:.*//p'
}

# Whose licences come along with the libraries of the build machine that stay inside.
while IFS= read -r library; do
    name=$(basename "$library")
    if grep -qxF "$name" packaging/appimage/left-to-the-system.txt; then
        rm "$library"
        continue
    fi
    path=$(ldconfig -p | awk -v name="$name" '$1 == name && !found++ { print $NF }')
    owner=$(owner_of "$path")
    if [ -n "$owner" ] && [ -f "/usr/share/doc/$owner/copyright" ]; then
        install -D -m 644 "/usr/share/doc/$owner/copyright" "$folder/usr/share/doc/$owner/copyright"
    fi
done < <(find "$folder/usr/lib/playbuddy/_internal" -maxdepth 1 -type f -name '*.so*' | sort)

cp "packaging/linux/$id.desktop" "$folder/usr/share/applications/"
cp "packaging/linux/$id.desktop" "$folder/"
sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$(date --utc --date="@$SOURCE_DATE_EPOCH" +%F)/" \
    "packaging/linux/$id.metainfo.xml" >"$folder/usr/share/metainfo/$id.appdata.xml"
cp resources/icons/playbuddy.svg "$folder/usr/share/icons/hicolor/scalable/apps/$id.svg"
cp resources/icons/playbuddy.svg "$folder/$id.svg"
ln -s "$id.svg" "$folder/.DirIcon"
ln -s usr/lib/playbuddy/playbuddy "$folder/AppRun"
find "$folder" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
[ "${1:-}" != --folder-only ] || exit 0

ARCH=$(uname -m) appimagetool --no-appstream "$folder" "dist/PlayBuddy-$version-$(uname -m).AppImage"
