#!/usr/bin/env bash
# Time and memory of orrery generate for 10 to 10,000 services, beside jsonnet making the same objects and kubectl
# kustomize building them: ./check bench generate.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/setup.sh

need_packages python3 python3-yaml jsonnet
command -v kubectl >/dev/null || need_packages kubernetes-client
exec python3 Benchmarks/generate.py "$@"
