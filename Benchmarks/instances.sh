#!/usr/bin/env bash
# A hundred instances of PromptSales in one process, or as many as given, each with those before it at work: how long from
# the manifests' text to the last container's readiness. ./check bench instances [COUNT].
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. scripts/setup.sh

need_swift
build --build-tests >&2
ORRERY_INSTANCES=${1:-100} swift test -c release --skip-build --filter InstancesTests | grep -E '^instances:|error:'
