#!/bin/sh
# Schoolbel @version@ for Linux, @arch@. Behind this script lies a gzipped tar with the program, the
# runtime it is made for (Deno) and PostgreSQL. At the first start it unpacks itself into a folder
# of its own; after that it checks that folder and starts from there.
# What `uname -m` says; the bytes of this file; those of the tar; and the SHA-256 of the list of all
# files with their SHA-256.
machine=@machine@
size=@size@
packed=@packed@
sums=@sums@

PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
export PATH

fail() {
  echo "schoolbel: $1" >&2
  exit 1
}

# Whether the unpacked copy $1 is there and whole.
whole() (
  cd "$1" && echo "$sums  SHA256SUMS" | sha256sum -c && sha256sum -c SHA256SUMS
) >/dev/null 2>&1

# Whether the folder $1 is ours and can be written.
usable() {
  case $1 in /schoolbel) return 1 ;; esac
  mkdir -p "$1" 2>/dev/null && [ -O "$1" ] && [ -w "$1" ] && [ -x "$1" ]
}

# Says in the unpacked copy that we run from it.
mark() {
  { [ -d "$home/.running" ] && true >"$home/.running/$$"; } 2>/dev/null
}

# Whether a program runs from the copy $1.
in_use() {
  for mark in "$1"/.running/*; do
    kill -0 "${mark##*/}" 2>/dev/null && return
  done
  return 1
}

# Unpacks beside $home, and gives it its name only when it is whole: two may do so at once.
unpack() {
  half=$cache/half.$$
  trap 'rm -rf "$half"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir -p "$half/$name/.running" ||
    fail "cannot write in $cache. Name a folder for unpacking with XDG_CACHE_HOME."
  tail -c $packed "$self" | gzip -dc 2>/dev/null | tar -xof - -C "$half/$name" 2>/dev/null
  if ! whole "$half/$name"; then
    tail -c $packed "$self" | gzip -t 2>/dev/null || fail "$self is damaged. Copy it here again."
    fail "cannot unpack into $cache: there must be room for @room@ MB, and tar and sha256sum."
  fi
  runs=$("$half/$name/deno" --version 2>&1) ||
    fail "cannot run what was unpacked in $cache (${runs##*: }). It needs glibc 2.28 or newer, libstdc++, and a folder that programs may run from: name one with XDG_CACHE_HOME."
  if [ -e "$home" ] && ! whole "$home"; then mv "$home" "$half/damaged"; fi
  # Does nothing when another start has just put the same there.
  mv "$half/$name" "$cache/" 2>/dev/null
  rm -rf "$half"
  trap - EXIT INT TERM
}

# What older versions and starts that were broken off have left behind.
tidy() {
  for other in "$cache"/half.* "$cache"/version.*; do
    case $other in
      */half.*) kill -0 "${other##*.}" 2>/dev/null || rm -rf "$other" ;;
      *) [ "$other" = "$home" ] || in_use "$other" || rm -rf "$other" ;;
    esac
  done
}

[ "$(uname -m)" = $machine ] ||
  fail "this file is for Linux on $machine, and this machine is a $(uname -m). Take the file for that one."
self=$0
[ "$(wc -c <"$self")" -eq $size ] || fail "$self is incomplete. Copy it here again."

# Where to unpack: root's copy must be readable for the user that PostgreSQL runs as.
data=${DATA_DIR:-./data}
for word; do
  case $word in --data=*) data=${word#--data=} ;; esac
  [ "${previous:-}" = --data ] && data=$word
  previous=$word
done
beside=$(dirname -- "$data")/schoolbel-cache
umask_before=$(umask)
umask 077
common=
if [ "$(id -u)" = 0 ]; then
  umask 022
  common=/var/cache/schoolbel
fi
for cache in $common "${XDG_CACHE_HOME:-}/schoolbel" "${HOME:+$HOME/.cache}/schoolbel" "$beside" ""; do
  usable "$cache" && break
done
[ -n "$cache" ] ||
  fail "cannot unpack: no folder of its own can be made in $beside. Name one with XDG_CACHE_HOME."
cache=$(cd "$cache" && pwd -P)
case $cache in
  *,*) fail "cannot run from $cache, for the comma in it. Name another folder with XDG_CACHE_HOME." ;;
esac

name=version.$(echo $sums | cut -c 1-16)
home=$cache/$name
# The mark comes first: from then on no other version takes this copy for a left-over.
mark
if ! whole "$home"; then
  unpack
  tidy
  mark
  whole "$home" || fail "$home was changed while it was being unpacked. Start again."
fi
for mark in "$home"/.running/*; do
  kill -0 "${mark##*/}" 2>/dev/null || rm -f "$mark"
done
umask "$umask_before"

export DENO_DIR="$home/.deno" DENO_NO_UPDATE_CHECK=1
# Nothing is fetched and nothing is asked.
always="--quiet
--no-config
--no-lock
--node-modules-dir=manual
--no-remote
--cached-only
--no-prompt"
set -f
IFS='
'
permissions=$("$home/deno" run $always --allow-env --allow-read --allow-sys=uid "$home/permissions.js" "$@") || exit
exec "$home/deno" run $always @v8@ $permissions "$home/start.js" "$@"
