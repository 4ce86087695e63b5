"""Brings the suites of others that the Redis stand-in is measured with, from package registries, below .build."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import venv

ROOT = pathlib.Path(__file__).parents[3]
CACHE = ROOT / ".build" / "conformance"
REDIS_PY = "8.1.0"
# Names a folder with the RESP compatibility suite, which no package registry has.
COMPATIBILITY = "ORRERY_RESP_COMPATIBILITY"


def run(*command, **options):
    subprocess.run([str(word) for word in command], check=True, **options)


def source_entries(folder):
    """A folder with the machine's own package sources, each asked for sources in place of binaries."""
    folder.mkdir(exist_ok=True)
    apt = pathlib.Path("/etc/apt")
    for file in [apt / "sources.list", *apt.glob("sources.list.d/*.list"), *apt.glob("sources.list.d/*.sources")]:
        if not file.exists():
            continue
        pattern = r"^Types:.*$" if file.suffix == ".sources" else r"^deb(?=\s)"
        kind = "Types: deb-src" if file.suffix == ".sources" else "deb-src"
        (folder / file.name).write_text(re.sub(pattern, kind, file.read_text(), flags=re.M))
    return folder


def redis_source():
    """Redis' own tests: Debian's source package of the redis-server that is installed, with Debian's changes."""
    target = CACHE / "redis"
    found = sorted(target.glob("redis-*/tests/test_helper.tcl"))
    if found:
        return with_programs(found[-1].parents[1])
    target.mkdir(parents=True, exist_ok=True)
    lists = target / "lists"
    lists.mkdir(exist_ok=True)
    options = ["-o", "Dir::Etc::sourcelist=/dev/null", "-o", f"Dir::Etc::sourceparts={source_entries(target / 'sources')}",
               "-o", f"Dir::State::lists={lists}", "-o", "APT::Sandbox::User=root"]
    run("apt-get", *options, "update", "-q", stdout=subprocess.DEVNULL)
    run("apt-get", *options, "source", "-q", "redis", cwd=target, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return with_programs(sorted(target.glob("redis-*/tests/test_helper.tcl"))[-1].parents[1])


def with_programs(folder):
    """The tests run redis-cli and redis-benchmark from where they are built: the installed ones stand there."""
    for name in ["redis-cli", "redis-benchmark"]:
        program, place = shutil.which(name), folder / "src" / name
        if program and not place.exists():
            place.symlink_to(program)
    return folder


def python_client():
    """redis-py's own tests and an environment to run them in: (folder of the sources, its python)."""
    target = CACHE / "redis-py"
    python = target / "venv" / "bin" / "python"
    folder = target / f"redis-{REDIS_PY}"
    if not (folder / "tests").exists():
        target.mkdir(parents=True, exist_ok=True)
        run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", target,
            f"redis=={REDIS_PY}")
        with tarfile.open(target / f"redis-{REDIS_PY}.tar.gz") as archive:
            archive.extractall(target, filter="data")
    if not python.exists():
        venv.create(target / "venv", with_pip=True)
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", f"redis=={REDIS_PY}", "pytest",
            "pytest-asyncio", "pytest-cov", "pytest-timeout", "numpy", "pybreaker", "aiohttp", "xxhash", "PyJWT",
            "requests", "redis-entraid", "opentelemetry-api", "opentelemetry-sdk")
    return folder, python


def compatibility_folder():
    """The RESP compatibility suite, where somebody has it; None otherwise."""
    folder = os.environ.get(COMPATIBILITY)
    if not folder:
        return None
    if not (pathlib.Path(folder) / "cts.json").exists():
        raise SystemExit(f"{COMPATIBILITY}: there is no cts.json in '{folder}'")
    return pathlib.Path(folder).resolve()


def compatibility_python():
    """Its client must speak RESP2 by default, as redis-py did up to version 5."""
    python = CACHE / "compatibility" / "bin" / "python"
    if not python.exists():
        venv.create(CACHE / "compatibility", with_pip=True)
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "redis==5.2.1", "pyyaml")
    return python
