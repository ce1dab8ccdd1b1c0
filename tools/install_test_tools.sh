#!/bin/sh
# Brings what tests need and pip cannot: a browser, fonts, LibreOffice, poppler, a library. Each program
# that a test runs (tests/programs.py) is looked for by its own name: LibreOffice may be there without a part of it.
# Installs from Debian where that is permitted; else says what is missing, and the tests that need it are
# reported as skipped. With the word lake also what lakes need (make test-lake).
set -u

missing=""
have() { command -v "$1" >/dev/null 2>&1; }
font() { have fc-list && [ -n "$(fc-list "$1" 2>/dev/null)" ]; }
library() { [ "$(uname)" != Linux ] || PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -qF "$1"; }

have chromium || have chromium-browser || have google-chrome || missing="$missing chromium"
have fc-list || missing="$missing fontconfig"
font "Noto Sans CJK SC" || missing="$missing fonts-noto-cjk"
font "WenQuanYi Micro Hei" || missing="$missing fonts-wqy-microhei"
font "DejaVu Sans" || missing="$missing fonts-dejavu-core"
have loimpress || missing="$missing libreoffice-impress"
have lowriter || missing="$missing libreoffice-writer"
have localc || missing="$missing libreoffice-calc"
{ have pdftoppm && have pdfinfo && have pdftotext; } || missing="$missing poppler-utils"
library libatomic.so.1 || missing="$missing libatomic1"
have git || missing="$missing git"
have make || missing="$missing make"
{ have nginx || [ -x /usr/sbin/nginx ]; } || missing="$missing nginx-light"
have openssl || missing="$missing openssl"
if [ "${1:-}" = lake ]; then
    { have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; } || missing="$missing postgresql"
    { have pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; } || missing="$missing postgresql"
fi
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if have sudo && sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root="none"; fi
fi
if ! have apt-get || [ "$as_root" = "none" ]; then
    echo "Not installed here, and not permitted to install:$missing"
    echo "The tests that need them will be reported as skipped."
    exit 0
fi

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086  # the list is meant to be split
if $as_root apt-get update -qq >"$log" 2>&1 &&
    $as_root apt-get install -y -qq --no-install-recommends $missing >>"$log" 2>&1; then
    rm -f "$log"
else
    tail -n 5 "$log"
    rm -f "$log"
    echo "They could not be installed; the tests that need them will be reported as skipped."
fi
exit 0
