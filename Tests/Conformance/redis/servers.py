"""Starts the real redis-server and the stand-in, one at a time, on a free port."""

import contextlib
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).parents[3]


def real_version():
    """The version of the redis-server that is installed."""
    text = subprocess.run(["redis-server", "--version"], check=True, capture_output=True, text=True).stdout
    return re.search(r"v=(\S+)", text).group(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def base_port():
    """Where Redis' own suite looks for ports: it wants 32 in a row, and with each the one 10,000 above it."""
    while True:
        port = random.randrange(12000, 22000)
        if all(is_free(port + offset + above) for offset in range(-32, 0) for above in (0, 10000)):
            return port


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            if connection.recv(16):
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")


@contextlib.contextmanager
def server(kind):
    """A fresh server of `kind`, real or ours; gives its port."""
    port = free_port()
    folder = tempfile.mkdtemp()
    if kind == "real":
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "",
                   "--enable-debug-command", "yes", "--enable-protected-configs", "yes", "--enable-module-command", "yes"]
    else:
        binary = os.environ.get("ORRERY_REDIS_BIN", ROOT / ".build" / "release" / "orrery-redis")
        command = [str(binary), "--port", str(port), "--set", "enable-debug-command=yes",
                   "--set", "enable-protected-configs=yes", "--set", "save="]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
