"""Measures how long `orrery generate` takes for many services, and how much memory.

The system is a ring of services, each with a route, a database and a call to the next one. Beside ours runs jsonnet, with
a program that makes the same objects from the same parameters: it is derived from our own output for three services,
whose names become parameters, so that it stays the same work whatever the generator emits. That both make equal objects
is checked, not assumed. jsonnet cannot hash as we do, so it gets the fingerprints of the ConfigMaps as parameters.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
ORRERY = Path(os.environ.get("ORRERY_BIN", ROOT / ".build/release/orrery"))
SIZES = [10, 100, 1_000, 10_000]
BARS = {"seconds at 1,000": 1.0, "times faster than jsonnet at 1,000": 20.0}
FINGERPRINT = "orrery.dev/configuration"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def blueprint(names):
    """A ring: each service calls the next one."""
    routes = "".join(f"      - {{ path: /{name}, to: {name}, public: true }}\n" for name in names)
    services = "".join(
        f"  {name}: {{ uses: {{ db: [read, write], {following}: call }} }}\n"
        for name, following in zip(names, names[1:] + names[:1]))
    return f"""blueprint: orrery/v1
system: ring
domain: ring.example.com
edge:
  alb: {{ hosts: api, certificate: api }}
  gateway:
    routes:
{routes}services:
{services}data:
  db: {{ kind: postgres }}
environments:
  production:
    registry: registry.example.com
    tag: 1.0.0
    acm: {{ api: "arn:aws:acm:eu-west-1:123456789012:certificate/1" }}
    alb: {{ subnets: [10.0.0.0/24] }}
    data: {{ db: {{ host: db.ring.example.com, subnet: 10.1.0.0/24 }} }}
"""


def measured(command, **options):
    """Seconds, seconds of processor time, and megabytes of a command that must succeed."""
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def generate(names, folder, rounds=1):
    """The shortest of some runs, each into a new folder: ext4 is slow to reuse what has just been deleted."""
    (folder / "blueprint.yaml").write_text(blueprint(names))
    results = []
    for number in range(rounds):
        output = folder / ("out" if number == 0 else f"out-{number}")
        results.append(measured(
            [ORRERY, "generate", folder / "blueprint.yaml", "--output", output], stdout=subprocess.DEVNULL))
    return min(results)


def objects(folder):
    """Every object of the files, with the file's path."""
    for path in sorted((folder / "out").rglob("*.yaml")):
        if path.name == "kustomization.yaml":
            continue
        for item in yaml.load_all(path.read_text(), Loader):
            yield str(path.relative_to(folder / "out")), item


def key(item):
    metadata = item["metadata"]
    return item["kind"], metadata.get("namespace", ""), metadata["name"]


# MARK: jsonnet

MIDDLE = {"zqb": "p.name", "ZQB": "p.variable", "zqc": "p.callee", "ZQC": "p.callee_variable", "zqa": "p.caller"}
TOKEN = re.compile("|".join(MIDDLE))


def text_expression(text):
    """A string of the sample as a jsonnet expression with the names as parameters."""
    parts, last = [], 0
    for match in TOKEN.finditer(text):
        if match.start() > last:
            parts.append(json.dumps(text[last:match.start()]))
        parts.append(MIDDLE[match.group()])
        last = match.end()
    if last < len(text) or not parts:
        parts.append(json.dumps(text[last:]))
    return " + ".join(parts)


def expression(value, name=None):
    if isinstance(value, dict):
        members = []
        for member, inner in value.items():
            quoted = f"[{text_expression(member)}]" if TOKEN.search(member) else json.dumps(member)
            members.append(f"{quoted}: {'p.fingerprint' if member == FINGERPRINT else expression(inner)}")
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(expression, value)) + "]"
    return text_expression(value) if isinstance(value, str) else json.dumps(value)


def jsonnet_program(folder):
    """A function of one service's parameters for what a service has, and the rest as it is."""
    folder.mkdir()
    names = ["zqa", "zqb", "zqc"]
    generate(names, folder)
    shared, own = [], []
    for path, item in objects(folder):
        found = set(re.findall("zq[abc]", json.dumps(item), re.IGNORECASE))
        mine = path.endswith("/zqb.yaml") or (not re.search("/zq[ac].yaml", path) and "zqb" in item["metadata"]["name"])
        if mine:
            own.append(expression(item))
        elif not found:
            shared.append(json.dumps(item))
    return ("local own(p) = [\n" + ",\n".join(own) + "\n];\nlocal shared = [\n" + ",\n".join(shared)
            + "\n];\nlocal services = import 'parameters.json';\nshared + std.flatMap(own, services)\n")


def parameters(names, fingerprints):
    count = len(names)
    return [
        {"name": name, "variable": name.upper(), "callee": names[(i + 1) % count],
         "callee_variable": names[(i + 1) % count].upper(), "caller": names[i - 1], "fingerprint": fingerprints[name]}
        for i, name in enumerate(names)
    ]


def fingerprints(made):
    return {
        item["metadata"]["name"]: item["spec"]["template"]["metadata"]["annotations"][FINGERPRINT]
        for item in made.values() if item["kind"] == "Deployment"
    }


def jsonnet(program, names, made, folder):
    (folder / "parameters.json").write_text(json.dumps(parameters(names, fingerprints(made))))
    (folder / "program.jsonnet").write_text(program)
    with (folder / "made.json").open("wb") as output:
        result = measured(["jsonnet", "program.jsonnet"], cwd=folder, stdout=output)
    return result, {key(item): item for item in json.loads((folder / "made.json").read_text())}


# MARK: The table

def row(size, tool, measurement, note=""):
    seconds, processor, megabytes = measurement
    print(f"{size:>7,}  {tool:<18} {seconds:>9.3f} s {processor:>9.3f} s of the processor {megabytes:>7.1f} MB  {note}",
          flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--longest", type=float, default=120, help="seconds that jsonnet or kustomize may be expected to take")
    arguments = options.parse_args()
    failed = []
    expected = {"jsonnet": 0.0, "kubectl kustomize": 0.0}
    last = None
    with tempfile.TemporaryDirectory() as place:
        program = jsonnet_program(Path(place) / "sample")
        for size in arguments.sizes:
            names = [f"s{number:05}" for number in range(size)]
            folder = Path(place) / str(size)
            folder.mkdir()
            ours = generate(names, folder, rounds=3)
            seconds, processor, _ = ours
            again = measured([ORRERY, "generate", folder / "blueprint.yaml", "--output", folder / "out", "--check"],
                                stdout=subprocess.DEVNULL)
            growth = f"{seconds / size * 1e6:.0f} µs a service" + (f", {seconds / last:.1f} times the row above" if last else "")
            row(size, "orrery generate", ours, growth)
            row(size, "  --check", again)
            last = seconds
            if size == 1_000 and seconds > BARS["seconds at 1,000"]:
                failed.append(f"{seconds:.2f} s for 1,000 services")
            if expected["jsonnet"] <= arguments.longest:
                made = {key(item): item for _, item in objects(folder)}
                theirs, items = jsonnet(program, names, made, folder)
                times, expected["jsonnet"] = theirs[0] / seconds, theirs[0] * 12
                if items != made:
                    wrong = [k for k in made.keys() | items.keys() if made.get(k) != items.get(k)]
                    raise SystemExit(f"jsonnet made other objects: {wrong[:5]}")
                row(size, "jsonnet", theirs, f"{len(made):,} equal objects; {times:.1f} times as long, "
                    f"{theirs[1] / processor:.1f} times the processor time")
                if size == 1_000 and times < BARS["times faster than jsonnet at 1,000"]:
                    failed.append(f"only {times:.1f} times faster than jsonnet")
            if expected["kubectl kustomize"] <= arguments.longest:
                theirs = measured(["kubectl", "kustomize", folder / "out/ring/production"], stdout=subprocess.DEVNULL)
                row(size, "kubectl kustomize", theirs, f"{theirs[1] / processor:.0f} times the processor time")
                expected["kubectl kustomize"] = theirs[0] * 12
    for reason in failed:
        print(f"missed: {reason}", file=sys.stderr)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
