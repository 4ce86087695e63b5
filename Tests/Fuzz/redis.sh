#!/usr/bin/env bash
# Coverage-guided fuzzing of the Redis stand-in's decoder and commands, with libFuzzer: ./check fuzz redis [SECONDS].
#
# The stand-in's own sources are compiled once more, instrumented and together with the entry point in Redis/; everything below
# them is linked as it was built. What is found is kept in .build/fuzz/corpus; a trap ends it and leaves the input in .build/fuzz.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
seconds=${1:-600}
root=$PWD
release=$(swift build -c release --show-bin-path)
out=$root/.build/fuzz
mkdir -p "$out/objects" "$out/corpus"

compile() {
    local flags=(-swift-version 6 -package-name "$(basename "$root")" -module-name RedisStandIn -O -wmo -num-threads 2)
    local feature path
    for feature in ExistentialAny InternalImportsByDefault MemberImportVisibility; do
        flags+=(-enable-upcoming-feature "$feature")
    done
    flags+=(-I "$release/Modules")
    for path in "$root"/Sources/C*/; do flags+=(-I "$path"); done
    for path in "$root"/.build/checkouts/*/Sources/*/include "$root"/Sources/*/include; do flags+=(-Xcc "-I$path"); done
    for path in "$release"/*.build/module.modulemap; do flags+=(-Xcc "-fmodule-map-file=$path"); done
    mapfile -t sources < <(find "$root/Sources/RedisStandIn" "$root/Tests/Fuzz/Redis" -name '*.swift')
    rm -f "$out/objects"/*.o
    (cd "$out/objects" &&
        swiftc "${flags[@]}" -parse-as-library -sanitize=fuzzer -c "${sources[@]}")
    # What the stand-in needs, without itself and without a main of its own.
    grep -vE '/(RedisStandIn|orrery_redis)\.build/' "$release/orrery-redis.product/Objects.LinkFileList" >"$out/link.txt"
    ls "$out"/objects/*.o >>"$out/link.txt"
    swiftc -sanitize=fuzzer -o "$out/fuzz-redis" "@$out/link.txt" -lsqlite3 -lstdc++ \
        -llua5.1-cjson -llua5.1-bitop -llua5.1
}

if [ ! -x "$out/fuzz-redis" ] ||
    [ -n "$(find Sources/RedisStandIn Tests/Fuzz/Redis -name '*.swift' -newer "$out/fuzz-redis" -print -quit)" ]; then
    echo "fuzz: compiling the stand-in with coverage" >&2
    compile
fi

# Names of commands and options, from the sources of the command table.
grep -rhoE '^ +"[a-z|-]+", arity|"[A-Z]{2,}[A-Z-]*"' Sources/RedisStandIn/Commands | grep -oE '"[^"]+"' | tr '|' '\n' | tr -d '"' |
    sort -u | sed 's/.*/"&"/' >"$out/dictionary.txt"
exec "$out/fuzz-redis" "$out/corpus" "$root/Tests/Fuzz/Redis/corpus" -dict="$out/dictionary.txt" -artifact_prefix="$out/" \
    -max_total_time="$seconds" -max_len=4096 -timeout=25 -rss_limit_mb=4096 -print_final_stats=1
