#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The care that packaging/dev takes of Debian 13 roots, on folders that only look like roots.
here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd -P)
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
export XDG_CACHE_HOME=$directory
# shellcheck source=../packaging/dev
source "$here/../packaging/dev"
set +e
say() { :; }

failed=0
check() { "$@" || { failed=1 && echo "line ${BASH_LINENO[0]} failed: $*"; }; }
absent() { [ ! -e "$1" ]; }
make_root() { mkdir -p "$root/usr" && remove_old_roots; } # in place of mmdebstrap
root_path() { echo "$cache/root-$list"; }
roots() { (cd "$cache" && echo root-*); }

mkdir -p "$cache"/root-{1,2}/usr "$cache"/root-5.removed/usr # 5: of a removal that was interrupted
mkdir "$cache/root-1/usr/closed"
chmod 0555 "$cache/root-1/usr/closed"

# A root that is used stays, the others go when a new one is ready.
exec {user}<"$cache/root-2"
flock -s "$user"
list=3
setup_root
check [ "$(roots)" = "root-2 root-3" ]

# What is started from here holds the root, even when the script itself is gone.
sleep 60 &
sleeper=$!
exec {share}<&-
list=4
setup_root
check [ "$(roots)" = "root-2 root-3 root-4" ]
kill "$sleeper"
wait "$sleeper" 2>/dev/null

# Nobody is in them any more. A set-up that finds its root ready removes nothing.
exec {user}<&-
exec {share}<&-
setup_root
check [ "$(roots)" = "root-2 root-3 root-4" ]
exec {share}<&-
list=6
setup_root
check [ "$(roots)" = "root-6" ]

# Who waits while the root is removed makes it again instead of entering what is going away.
exec {share}<&-
exec {remover}<"$root"
flock "$remover"
(
    setup_root
    touch "$root/entered"
) {remover}<&- &
waiting=$!
until grep -q -- "-> FLOCK .*:$(stat -c %i "$root") " /proc/locks; do :; done
mv "$root" "$root.removed"
exec {remover}<&-
wait "$waiting"
check [ -e "$cache/root-6/entered" ]
check absent "$cache/root-6.removed"

exit "$failed"
