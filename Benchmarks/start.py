"""Measures how long a whole system takes until everything answers, and how much memory it then has.

Orrery runs PromptSales: load balancer, gateway, five services, four MCP servers, a worker, two front ends, four stores
and six vendors' mocks, in one process. Beside it run three of the real servers that it stands in for, started at the
same moment: redis-server, PostgreSQL and nginx.
"""

import argparse
import contextlib
import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORRERY = Path(os.environ.get("ORRERY_BIN", ROOT / ".build/release/orrery"))
BARS = {"start": 300, "memory": 120}
REQUESTS = 300


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(check, pause=0.0005):
    """Asks again and again; returns the first true value."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if value := check():
            return value
        time.sleep(pause)
    raise SystemExit("it did not become ready")


def resident_megabytes(pid):
    """Of a process and those below it. What several share is counted once, which is kind to PostgreSQL."""
    processes = [pid, *descendants(pid)]
    wanted = "Rss:" if len(processes) == 1 else "Pss:"
    total = 0
    for process in processes:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # It has ended since it was listed.
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith(wanted):
                    total += int(line.split()[1])
    return total / 1024


def descendants(pid):
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


class Orrery:
    """`orrery up`, with the state that is in the folder."""

    def __init__(self, folder):
        ready = folder / f"ready-{time.monotonic_ns()}.json"
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [ORRERY, "up", ROOT / "blueprints/promptsales", "--isolated", "--state", folder / "state",
             "--ready-file", ready], cwd=folder, stdout=subprocess.DEVNULL)
        until(ready.exists)
        self.milliseconds = (time.monotonic() - begin) * 1000
        self.parts = {part["name"]: part for part in json.loads(ready.read_text())["parts"]}
        assert json.loads(ready.read_text())["not_ready"] == []

    def memory(self):
        return resident_megabytes(self.process.pid)

    def load(self):
        """Drafts are written and read: each goes through MongoDB, Redis and OpenAI's mock."""
        connection = http.client.HTTPConnection(self.parts["content"]["address"])
        for number in range(REQUESTS // 2):
            body = json.dumps({"topic": f"topic {number}", "audience": "all"})
            connection.request("POST", "/content/drafts", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            assert response.status == 201
            connection.request("GET", response.headers["Location"])
            assert json.loads(connection.getresponse().read())["topic"] == f"topic {number}"

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=10)


class RealServers:
    """redis-server, PostgreSQL and nginx, started at once."""

    def __init__(self, folder):
        folder.chmod(0o755)
        self.redis_port, self.postgres_port, self.nginx_port = free_port(), free_port(), free_port()
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        (folder / "redis").mkdir(exist_ok=True)
        (folder / "nginx").mkdir(exist_ok=True)
        begin = time.monotonic()
        self.processes = [self.start_redis(folder / "redis"), self.start_nginx(folder / "nginx"),
                          self.start_postgres(folder / "postgres")]
        until(lambda: self.ask(self.redis_port, b"PING\r\n").startswith(b"+PONG"))
        until(lambda: self.ask(self.nginx_port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200"))
        # A start-up message for a user that there is not: any answer but "the database system is starting up".
        start = b"\x00\x03\x00\x00user\x00nobody\x00\x00"
        message = (len(start) + 4).to_bytes(4, "big") + start
        until(lambda: (reply := self.ask(self.postgres_port, message)) and b"57P03" not in reply)
        self.milliseconds = (time.monotonic() - begin) * 1000

    @staticmethod
    def ask(port, message):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(message)
                return connection.recv(4096)
        except OSError:
            return b""

    def start_redis(self, folder):
        return subprocess.Popen(
            ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes"],
            stdout=subprocess.DEVNULL)

    def start_nginx(self, folder):
        (folder / "nginx.conf").write_text(f"""
            daemon off; pid {folder}/pid; error_log {folder}/error.log;
            events {{}}
            http {{ access_log off; server {{ listen 127.0.0.1:{self.nginx_port}; location / {{ return 200 "ok"; }} }} }}
            """)
        return subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log"])

    def start_postgres(self, folder):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if self.user:
                os.chown(folder, pwd.getpwnam(self.user).pw_uid, -1)
            subprocess.run(
                [self.bin / "initdb", "-D", folder, "-A", "trust", "-U", "postgres"], check=True, user=self.user, cwd="/",
                stdout=subprocess.DEVNULL)
        return subprocess.Popen(
            [self.bin / "postgres", "-D", folder, "-p", str(self.postgres_port), "-h", "127.0.0.1", "-k", ""], user=self.user,
            cwd="/", stderr=subprocess.DEVNULL)

    def memory(self):
        return sum(resident_megabytes(process.pid) for process in self.processes)

    def load(self):
        """As many writes and reads as orrery's load makes in its stores."""
        with socket.create_connection(("127.0.0.1", self.redis_port)) as connection:
            for number in range(REQUESTS // 2):
                connection.sendall(f"SET k{number} {'x' * 300}\r\nGET k{number}\r\n".encode())
                connection.recv(4096)
        sql = "create table if not exists drafts (id serial, body text);" + "".join(
            f"insert into drafts (body) values ('{'x' * 300}'); select * from drafts where id = {n};"
            for n in range(REQUESTS // 2))
        subprocess.run(
            ["psql", "-q", "-h", "127.0.0.1", "-p", str(self.postgres_port), "-U", "postgres"], input=sql, text=True,
            check=True, stdout=subprocess.DEVNULL)
        for _ in range(REQUESTS):
            self.ask(self.nginx_port, b"GET / HTTP/1.0\r\n\r\n")

    def close(self):
        for process in self.processes:
            process.send_signal(signal.SIGINT)
        for process in self.processes:
            process.wait(timeout=20)


def measure(kind, runs):
    """Medians of `runs` runs: milliseconds fresh, milliseconds again, megabytes at ready, megabytes after a load."""
    rows = []
    for _ in range(runs):
        folder = Path(tempfile.mkdtemp(prefix="orrery-bench-"))
        with contextlib.closing(kind(folder)) as fresh:
            pass
        with contextlib.closing(kind(folder)) as again:
            at_ready = again.memory()
            again.load()
            rows.append((fresh.milliseconds, again.milliseconds, at_ready, again.memory()))
        shutil.rmtree(folder)
    return [statistics.median(column) for column in zip(*rows)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    runs = arguments.parse_args().runs
    ours, real = measure(Orrery, runs), measure(RealServers, runs)
    print(f"medians of {runs} runs on {os.cpu_count()} cores; the real servers are redis-server + PostgreSQL + nginx\n")
    print(f"{'':46}{'orrery':>10}{'real':>10}{'ratio':>8}{'bar':>8}")
    names = [
        ("start to ready, nothing there yet (initdb)", "ms", "start"), ("start to ready, state is there", "ms", "start"),
        ("memory when ready", "MB", "memory"), (f"memory after {REQUESTS} requests", "MB", "memory"),
    ]
    for (name, unit, bar), mine, theirs in zip(names, ours, real):
        verdict = "" if mine <= BARS[bar] else "  over"
        print(f"{name:46}{mine:7.0f} {unit}{theirs:7.0f} {unit}{mine / theirs:8.2f}{BARS[bar]:5} {unit}{verdict}")


main()
