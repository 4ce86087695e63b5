"""Writes scripts/hot-functions.txt anew: `./check hot-functions`.

The functions that requests, commands and the generator spend their time in, the hottest of each first. The linker lays
them next to each other in this order: they are a fiftieth of the program, and scattered over all of it, their pages and
lines of cache would have to be looked for again and again. Names that are no more are ignored, so the list only has to be
made again when something large has changed.
"""

import collections
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import requests

import desk
import generate
import redis

LIST = desk.ROOT / "scripts/hot-functions.txt"
SAMPLES_PER_SECOND = 7_000


def sampled(data, command):
    """How often each function of our programs was at work while `command` ran, which may be to wait for a process."""
    subprocess.run(["perf", "record", "-q", "-F", str(SAMPLES_PER_SECOND), "-o", data, *map(str, command)], check=True)
    script = subprocess.run(
        ["perf", "script", "-i", data, "-F", "ip,sym,dso", "--no-demangle"], capture_output=True, text=True, check=True)
    found = re.findall(r"^\s*[0-9a-f]+ (\S+)(?:\+0x[0-9a-f]+)? \(\S*/orrery(?:-redis)?\)$", script.stdout, re.MULTILINE)
    return collections.Counter(re.sub(r"\+0x[0-9a-f]+$", "", name) for name in found if name != "[unknown]")


def requests_profile(folder):
    system = desk.Desk(folder)
    profile = collections.Counter()
    try:
        for path, headers in [(system.path, system.headers), (system.plain, {})]:
            load = ["wrk", "-t2", "-c32", "-d8s", system.url + path, "-H", f"Host: {system.host}"]
            for name, value in headers.items():
                load += ["-H", f"{name}: {value}"]
            profile += sampled(folder / "perf.data", ["-p", system.process.pid, *load])
    finally:
        system.stop()
    return profile


def commands_profile(folder):
    port = redis.free_port()
    server = subprocess.Popen(
        [redis.STAND_IN, "--port", str(port), "--file", folder / "data", "--appendfsync", "everysec"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        redis.until_it_answers(port)
        load = ["redis-benchmark", "-p", port, "--csv", "-n", 100_000, "-r", redis.KEYSPACE, "-P", 4]
        return sampled(folder / "perf.data", ["-p", server.pid, *load])
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def generator_profile(folder):
    (folder / "blueprint.yaml").write_text(generate.blueprint([f"s{number:05}" for number in range(3_000)]))
    return sampled(
        folder / "perf.data",
        [generate.ORRERY, "generate", folder / "blueprint.yaml", "--output", folder / "out"])


def main():
    requests.packages.urllib3.disable_warnings()
    names = {}
    for profile in [requests_profile, commands_profile, generator_profile]:
        with tempfile.TemporaryDirectory() as folder:
            found = profile(Path(folder))
            print(f"{profile.__name__.replace('_', ' ')}: {len(found):,} functions", file=sys.stderr)
            names |= {name: None for name, _ in found.most_common() if name not in names}
    LIST.write_text("\n".join(names) + "\n")
    # The build does not know that they depend on it.
    for program in ["orrery", "orrery-redis"]:
        (desk.ROOT / ".build/release" / program).unlink(missing_ok=True)


main()
