#!/usr/bin/env bash
# Start-up time and memory of orrery beside redis-server, PostgreSQL and nginx on the same machine: ./check bench.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/setup.sh

need_packages python3 redis-server postgresql postgresql-client nginx-light
exec python3 Benchmarks/start.py "$@"
