"""Measures how long `orrery generate` takes for many services, and how much memory.

The system is a ring of services, each with a route, a database and a call to the next one. Beside ours runs jsonnet, with
a program that makes the same objects from the same blueprint: it is derived from our own output for three services,
whose names become parameters, so that it stays the same work whatever the generator emits. That both make equal objects
is checked, not assumed; only the fingerprint of a ConfigMap differs, because jsonnet has another hash. Its task is the
lighter one: it checks nothing, and prints one document of JSON where we write a thousand files of YAML.
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
HASH = "std.md5(std.toString(configuration(p)))"
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
    tag: v1
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


def generate(folder, output="out"):
    """One run, into a new folder."""
    return measured(
        [ORRERY, "generate", folder / "blueprint.yaml", "--output", folder / output], stdout=subprocess.DEVNULL)


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


def expression(value, configuration=None):
    """`configuration` is the one value that is a function of its own, because it is hashed too."""
    if value is configuration and value is not None:
        return "configuration(p)"
    if isinstance(value, dict):
        members = []
        for member, inner in value.items():
            quoted = f"[{text_expression(member)}]" if TOKEN.search(member) else json.dumps(member)
            text = HASH if member == FINGERPRINT else expression(inner, configuration)
            members.append(f"{quoted}: {text}")
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(expression(inner, configuration) for inner in value) + "]"
    return text_expression(value) if isinstance(value, str) else json.dumps(value)


# What is derived from the blueprint before the objects are made. All in variables: jsonnet evaluates a field at each use.
DERIVED = """
local declared = std.parseYaml(importstr 'blueprint.yaml').services;
local names = std.objectFields(declared);
local called(name) = [used for used in std.objectFields(declared[name].uses) if declared[name].uses[used] == 'call'][0];
local callers = { [called(name)]: name for name in names };
local services = [
  local variable = std.asciiUpper(name);
  local callee = called(name);
  local callee_variable = std.asciiUpper(callee);
  local caller = callers[name];
  { name: name, variable: variable, callee: callee, callee_variable: callee_variable, caller: caller }
  for name in names
];
shared + std.flatMap(own, services)
"""


def jsonnet_program(folder):
    """A function of one service's parameters for what a service has, and the rest as it is."""
    folder.mkdir()
    (folder / "blueprint.yaml").write_text(blueprint(["zqa", "zqb", "zqc"]))
    generate(folder)
    shared, own, configuration = [], [], None
    for path, item in objects(folder):
        found = set(re.findall("zq[abc]", json.dumps(item), re.IGNORECASE))
        mine = path.endswith("/zqb.yaml") or (not re.search("/zq[ac].yaml", path) and "zqb" in item["metadata"]["name"])
        if mine:
            own.append(item)
            configuration = item["data"] if item["kind"] == "ConfigMap" else configuration
        elif not found:
            shared.append(json.dumps(item))
    made = ",\n".join(expression(item, configuration) for item in own)
    return (f"local configuration(p) = {expression(configuration)};\nlocal own(p) = [\n{made}\n];\n"
            + "local shared = [\n" + ",\n".join(shared) + "\n];" + DERIVED)


def jsonnet(folder):
    with (folder / "made.json").open("wb") as output:
        return measured(["jsonnet", "program.jsonnet"], cwd=folder, stdout=output)


def without_fingerprint(item):
    if item["kind"] == "Deployment":
        del item["spec"]["template"]["metadata"]["annotations"][FINGERPRINT]
    return item


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
    # In memory where there is such a place: what is measured is no disk.
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
        program = jsonnet_program(Path(place) / "sample")
        for size in arguments.sizes:
            names = [f"s{number:05}" for number in range(size)]
            folder = Path(place) / str(size)
            folder.mkdir()
            (folder / "blueprint.yaml").write_text(blueprint(names))
            (folder / "program.jsonnet").write_text(program)
            beside = expected["jsonnet"] <= arguments.longest
            ours, theirs = [], []
            # In turns, because the machine is shared, and several in one, because the first finds cold caches: of each the
            # shortest counts.
            turns, runs = (3, 3) if size <= 1_000 else (1, 1)
            for turn in range(turns):
                ours += [generate(folder, f"out-{turn}-{run}" if turn + run else "out") for run in range(runs)]
                if beside:
                    theirs += [jsonnet(folder) for _ in range(runs)]
            ours = min(ours)
            seconds, processor, _ = ours
            again = measured([ORRERY, "generate", folder / "blueprint.yaml", "--output", folder / "out", "--check"],
                                stdout=subprocess.DEVNULL)
            growth = f"{seconds / size * 1e6:.0f} µs a service" + (f", {seconds / last:.1f} times the row above" if last else "")
            row(size, "orrery generate", ours, growth)
            row(size, "  --check", again)
            last = seconds
            if size == 1_000 and seconds > BARS["seconds at 1,000"]:
                failed.append(f"{seconds:.2f} s for 1,000 services")
            if beside:
                theirs = min(theirs)
                made = {key(item): without_fingerprint(item) for _, item in objects(folder)}
                items = {key(item): without_fingerprint(item) for item in json.loads((folder / "made.json").read_text())}
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
