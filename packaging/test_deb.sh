#!/usr/bin/env bash
# Installs the Debian package with apt into a clean root without Python, runs the program's check of itself, imports a
# script through the window on a virtual screen, upgrades, and removes the package again: nothing of it may be left.
#
# Needs root, debootstrap, Xvfb and xdotool on the machine that runs it.
#
# Usage: packaging/test_deb.sh PACKAGE.deb [SUITE] [MIRROR]
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
inside() { chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DISPLAY="$display" "$@"; }
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

listing() { # every file and link of the root that is neither apt's bookkeeping nor a cache that triggers refresh
    (cd "$root" && find . -path ./proc -prune -o -path ./dev -prune -o -path ./tmp -prune -o -path ./root -prune \
        -o -path ./var/lib/apt -prune -o -path ./var/cache -prune -o -path ./var/log -prune \
        -o -path ./var/lib/dpkg -prune -o \( -type f -o -type l \) -print | sort)
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
printf 'deb %s %s main\n' "$mirror" "$suite" >"$root/etc/apt/sources.list"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
inside apt-get update -qq
# What the desktop of any person has already, so that the caches that triggers refresh are there before.
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    shared-mime-info desktop-file-utils hicolor-icon-theme >"$work/desktop.log" 2>&1
inside sh -c '! command -v python3' || fail "the root has Python"

step "installation with apt"
cp "$package" "$root/tmp/playbuddy.deb"
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/playbuddy.deb \
    >"$work/install.log" 2>&1 || { tail -30 "$work/install.log"; fail "installation"; }
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

step "the program"
inside playbuddy --version
step "its check of itself, without a screen"
inside playbuddy selftest || fail "selftest"

step "its check of itself, on a screen"
Xvfb "$display" -screen 0 1280x900x24 >"$work/xvfb.log" 2>&1 &
started+=($!)
wait_until 10 xdotool_ready() { :; } 2>/dev/null || true
