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


def redis_source():
    """Redis' own tests: Debian's source package of the redis-server that is installed, with Debian's changes."""
    target = CACHE / "redis"
    found = sorted(target.glob("redis-*/tests/test_helper.tcl"))
    if found:
        return found[-1].parents[1]
    target.mkdir(parents=True, exist_ok=True)
    sources = target / "sources.list"
    lines = ["deb-src http://deb.debian.org/debian {0} main", "deb-src http://deb.debian.org/debian-security {0}-security main"]
    release = re.search(r"VERSION_CODENAME=(\w+)", pathlib.Path("/etc/os-release").read_text())
    if not release:
        raise SystemExit("conformance: this system is no Debian: Redis' own tests cannot be had")
    sources.write_text("".join(line.format(release[1]) + "\n" for line in lines))
    lists = target / "lists"
    lists.mkdir(exist_ok=True)
    options = ["-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-",
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
