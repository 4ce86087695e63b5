"""Brings the suites of others that the Redis stand-in is measured with, from package registries, below .build."""

import pathlib
import re
import subprocess
import sys
import tarfile
import venv

ROOT = pathlib.Path(__file__).parents[3]
CACHE = ROOT / ".build" / "conformance"
REDIS_PY = "8.1.0"


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
        return found[-1].parents[1]
    target.mkdir(parents=True, exist_ok=True)
    lists = target / "lists"
    lists.mkdir(exist_ok=True)
    options = ["-o", "Dir::Etc::sourcelist=/dev/null", "-o", f"Dir::Etc::sourceparts={source_entries(target / 'sources')}",
               "-o", f"Dir::State::lists={lists}", "-o", "APT::Sandbox::User=root"]
    run("apt-get", *options, "update", "-q", stdout=subprocess.DEVNULL)
    run("apt-get", *options, "source", "-q", "redis", cwd=target, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sorted(target.glob("redis-*/tests/test_helper.tcl"))[-1].parents[1]


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
