# What ./orrery and ./check share: packages, the build, and words for the person who waits.
# shellcheck shell=bash
root=$PWD

say() { printf '%s\n' "$*" >&2; }

need_swift() {
    command -v swift >/dev/null && return
    say "orrery: 'swift' is not on the PATH"
    say "  help: install Swift 6.2 or newer from swift.org, then run this again"
    exit 1
}

# Installs those of the named Debian packages that are missing; asks for sudo only then.
need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ "${#missing[@]}" -eq 0 ] && return
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "orrery: please install as root: ${missing[*]}"; exit 1; }
        as_root=(sudo)
    fi
    say "orrery: installing ${missing[*]}"
    "${as_root[@]}" apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
}

# A line for every file of the build with its size and time: the build is skipped while it stays the same.
sources_state() {
    find Package.swift Sources scripts -type f -printf '%p %s %T@\n' | LC_ALL=C sort | sha256sum
}

# Builds with the arguments given. Each function is a section of its own, so that the linker can lay together those that
# requests use (scripts/hot-functions.txt).
build() { swift build -c release -Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections "$@"; }

# Builds one product, unless the sources are those that it was built from.
build_product() {
    local product=$1 state
    state=$(sources_state)
    if [ -x ".build/release/$product" ] && [ "$(cat ".build/$product.state" 2>/dev/null)" = "$state" ]; then return; fi
    say "orrery: building $product (the first time takes some minutes)"
    build --product "$product" >&2
    printf '%s\n' "$state" >".build/$product.state"
}

build_orrery() { build_product orrery; }

# The Redis stand-in alone, for what is run against a single server.
build_redis() { build_product orrery-redis; }
