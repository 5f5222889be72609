#!/usr/bin/env bash
# Installs the Debian package with apt into a clean root without Python, runs the program's check of itself, imports a
# script through the window on a virtual screen, upgrades, and removes the package again: nothing of it may be left.
#
# Needs root, debootstrap, Xvfb, openbox, xdotool and python3 on the machine that runs it.
#
# Usage: [OLDER=OLDER.deb] [SCREENSHOT=FILE.png] packaging/test_deb.sh PACKAGE.deb [SUITE] [MIRROR]
# With OLDER, that package is installed first and its library opened by the newer one.
set -euo pipefail

package=$(realpath "$1")
suite=${2:-bookworm}
mirror=${3:-http://deb.debian.org/debian}
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d /tmp/playbuddy-deb.XXXXXX)
root=$work/root
display=:$((90 + RANDOM % 100))
started=()

step() { printf '\n== %s\n' "$1"; }
inside() { chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
as_person() { # as somebody who may not write to the system, in front of the virtual screen
    chroot --userspec=person:person "$root" \
        env -i HOME=/home/person PATH=/usr/bin:/bin LC_ALL=C.UTF-8 DISPLAY="$display" "$@"
}
fail() {
    printf 'FAILED: %s\n' "$1" >&2
    exit 1
}
clean_up() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    umount -l "$root/tmp/.X11-unix" "$root/proc" "$root/dev" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT

wait_until() { # SECONDS COMMAND...
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

step "a clean root of $suite without Python"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    { tail "$work/debootstrap.log"; fail "debootstrap"; }
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/tmp/.X11-unix"
mkdir -p /tmp/.X11-unix
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
rm -f "$root"/etc/apt/sources.list.d/*
cp /etc/resolv.conf "$root/etc/resolv.conf"
components=main
[[ $mirror != *ubuntu* ]] || components="main universe"
printf 'deb %s %s %s\n' "$mirror" "$suite" "$components" >"$root/etc/apt/sources.list"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
inside apt-get update -qq
# What the desktop of any person has already, so that the caches that triggers refresh are there before.
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    shared-mime-info desktop-file-utils hicolor-icon-theme man-db >"$work/desktop.log" 2>&1
inside useradd --create-home person
inside sh -c '! command -v python3' || fail "the root has Python"

titles() { # ids and titles of a library, whatever else a version tells of them
    as_person playbuddy --data-dir /home/person/older plays list --json |
        python3 -c 'import json, sys; print(*sorted((play["id"], play["title"]) for play in json.load(sys.stdin)), sep="\n")'
}
if [ -n "${OLDER:-}" ]; then
    step "a library of the version before"
    cp "$OLDER" "$root/tmp/older.deb"
    inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/older.deb \
        >"$work/older.log" 2>&1 || { tail -30 "$work/older.log"; fail "installation of the older package"; }
    as_person playbuddy --version
    as_person playbuddy --data-dir /home/person/older import --samples >/dev/null
    titles | tee "$work/titles.before"
fi

step "installation with apt"
cp "$package" "$root/tmp/playbuddy.deb"
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/playbuddy.deb \
    >"$work/install.log" 2>&1 || { tail -30 "$work/install.log"; fail "installation"; }
inside dpkg -L playbuddy | sort >"$work/files"
# shellcheck disable=SC2016 # dpkg fills the fields in
inside dpkg-query -W -f '${Package} ${Version} ${Installed-Size} kB\n' playbuddy
inside sh -c '! command -v python3' || fail "the package drew Python in"
inside ldconfig
missing=$(inside sh -c 'find /usr/lib/playbuddy \( -name "*.so*" -o -name playbuddy \) -type f \
    -exec env LD_LIBRARY_PATH=/usr/lib/playbuddy/_internal:/usr/lib/playbuddy/_internal/PySide6/Qt/lib ldd {} + \
    2>/dev/null | grep "not found" | sort -u || true')
[ -z "$missing" ] || fail "libraries are missing: $missing"
grep -q '^text/x-fountain=.*org.playbuddy.PlayBuddy.desktop' "$root/usr/share/applications/mimeinfo.cache" ||
    fail "Fountain files are not opened with the program"
grep -q 'fountain' "$root/usr/share/mime/globs2" || fail "the MIME database does not know Fountain files"

as_person man -w playbuddy >/dev/null || fail "there is no manual page"

step "the program"
as_person playbuddy --version

if [ -n "${OLDER:-}" ]; then
    titles >"$work/titles.after"
    cmp "$work/titles.before" "$work/titles.after" || fail "the newer program lost plays of the older one"
    echo "it opens the older library; backups made before: $(find "$root/home/person/older/backups" -name '*.db' | wc -l)"
fi

step "its check of itself, without a screen"
as_person playbuddy selftest || fail "selftest"

step "its check of itself, on a screen"
Xvfb "$display" -screen 0 1280x900x24 >"$work/xvfb.log" 2>&1 &
started+=($!)
wait_until 10 test -S "/tmp/.X11-unix/X${display#:}" || fail "no virtual screen"
DISPLAY=$display openbox >"$work/openbox.log" 2>&1 &
started+=($!)
as_person env QT_QPA_PLATFORM=xcb playbuddy selftest || fail "selftest on a screen"

step "a script imported through the window"
install -o 1000 -g 1000 -m 644 "$here/../resources/samples/the-salt-bell.pdf" "$root/home/person/my script.pdf"
as_person playbuddy >"$work/window.log" 2>&1 &
window=$!
started+=("$window")
screen() { DISPLAY=$display xdotool "$@"; }
visible() { screen search --onlyvisible --name "$1" >/dev/null 2>&1; }
wait_until 30 visible '^PlayBuddy' || { cat "$work/window.log"; fail "no window"; }
main=$(screen search --onlyvisible --name '^PlayBuddy' | tail -1)
screen windowactivate --sync "$main"
sleep 1
screen key ctrl+o
wait_until 10 visible 'Choose scripts' || fail "no file dialog"
sleep 1
screen type --delay 20 '/home/person/my script.pdf'
screen key Return
imported() { as_person playbuddy jobs list --json | grep -q '"status": "completed"'; }
wait_until 60 imported || { as_person playbuddy jobs list; fail "the script was not imported"; }
as_person playbuddy plays list
if [ -n "${SCREENSHOT:-}" ] && command -v import >/dev/null; then
    import -display "$display" -window root "$SCREENSHOT"
fi
screen windowactivate --sync "$main"
screen key ctrl+q
status=0
wait "$window" || status=$?
[ "$status" -eq 0 ] || { cat "$work/window.log"; fail "the window ended with status $status"; }
[ ! -s "$work/window.log" ] || { cat "$work/window.log"; fail "the window said something unexpected"; }

step "an upgrade keeps the library"
as_person playbuddy plays list --json >"$work/plays.before"
dpkg-deb -R "$package" "$work/newer"
sed -i 's/^\(Version: .*\)$/\1+upgrade/' "$work/newer/DEBIAN/control"
dpkg-deb --root-owner-group -Znone --build "$work/newer" "$root/tmp/newer.deb" >/dev/null
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/newer.deb \
    >"$work/upgrade.log" 2>&1 || { tail "$work/upgrade.log"; fail "upgrade"; }
as_person playbuddy plays list --json >"$work/plays.after"
cmp "$work/plays.before" "$work/plays.after" || fail "the upgrade changed the library"

step "a library from a newer version is refused in words"
database=$root/home/person/.local/share/PlayBuddy/profiles/default/playbuddy.db
chroot --userspec=person:person "$root" cp "${database#"$root"}" /home/person/kept.db
python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute("UPDATE alembic_version SET version_num = 9999"); c.commit()' "$database"
if as_person playbuddy plays list 2>"$work/refusal"; then fail "a newer library was opened"; fi
cat "$work/refusal"
grep -qi 'newer' "$work/refusal" || fail "the refusal does not say why"
if grep -q 'Traceback' "$work/refusal"; then fail "the refusal is not in words"; fi

step "removal"
inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y playbuddy >"$work/remove.log" 2>&1 || fail "removal"
while read -r path; do
    if [ -f "$root$path" ] || [ -L "$root$path" ]; then echo "$path"; fi
done <"$work/files" >"$work/left"
find "$root/etc" "$root/opt" "$root/srv" "$root/usr" "$root/var" -xdev -iname '*playbuddy*' \
    -not -path '*/var/lib/apt/*' -not -path '*/var/cache/apt/*' >>"$work/left"
grep -rl 'org.playbuddy' "$root/usr/share/applications" "$root/usr/share/mime" >>"$work/left" || true
[ ! -s "$work/left" ] || { cat "$work/left"; fail "something is left"; }
[ -d "$root/home/person/.local/share/PlayBuddy" ] || fail "the person's library was removed"
echo "nothing is left but the person's own library"

printf '\nAll steps passed.\n'
