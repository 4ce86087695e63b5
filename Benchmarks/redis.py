"""Measures the Redis stand-in beside redis-server, and beside fakeredis, which is what people use where they cannot have one.

redis-benchmark drives both servers with 50 clients, one after the other, in rounds that take turns, on the same cores: what
disturbs one of them disturbs the other. Each figure is the median over the rounds of requests per second divided by those of
redis-server --appendonly yes; and the same of the processor time that the thread which serves a request takes for it, which
is what remains comparable while the machine does other things. Then a million keys: how long a start takes, how much memory they need, and how large the
files are.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAND_IN = Path(os.environ.get("ORRERY_REDIS_BIN", ROOT / ".build/release/orrery-redis"))
CLIENTS = 50
KEYSPACE = 100_000

# What redis-benchmark calls it, the command that differs from its own tests, how much slower than SET it is, about, and
# whether the bar is that it is at least as fast as the real server when pipelined.
TESTS = {
    "PING": ("ping_mbulk", None, 1), "SET": ("set", None, 1), "GET": ("get", None, 1), "INCR": ("incr", None, 1),
    "LPUSH": ("lpush", None, 1), "RPOP": ("rpop", None, 1), "SADD": ("sadd", None, 1), "HSET": ("hset", None, 1),
    "ZADD": ("zadd", None, 1), "XADD": (None, ["XADD", "mystream", "*", "field", "__rand_int__"], 1),
    "MSET": ("mset", None, 8), "LRANGE_100": ("lrange_100", None, 8),
}
EVEN = {"SET", "GET", "INCR"}
REQUESTS = {1: 60_000, 16: 320_000}


def bar(name, pipeline):
    return 0.8 if pipeline == 1 else 1.0 if name in EVEN else 0.7


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_it_answers(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"*1\r\n$4\r\nPING\r\n")
            if connection.recv(100).startswith(b"+PONG"):
                return
        time.sleep(0.001)
    raise SystemExit(f"nothing answers on port {port}")


class Server:
    """A server on a free port; ended with SIGTERM."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.start()

    def start(self):
        self.port = free_port()
        begin = time.monotonic()
        self.process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until_it_answers(self.port)
        self.milliseconds = (time.monotonic() - begin) * 1000

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=120)

    def megabytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def nanoseconds(self):
        """The processor time of the thread that took most: the one that serves requests."""
        times = []
        for statistics_file in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                times.append(int(statistics_file.read_text().split()[0]))
        return max(times)

    def file_megabytes(self):
        return sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file()) / 1e6


class StandIn(Server):
    def __init__(self, folder, fsync="everysec"):
        self.fsync = fsync
        super().__init__(folder)

    def command(self):
        return [STAND_IN, "--port", str(self.port), "--file", self.folder / "redis.sqlite", "--appendfsync", self.fsync]


class Redis(Server):
    def __init__(self, folder, fsync="everysec"):
        self.fsync = fsync
        super().__init__(folder)

    def command(self):
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--appendonly", "yes",
                "--appendfsync", self.fsync, "--save", ""]


class FakeRedis(Server):
    def command(self):
        return [sys.executable, "-c",
                f"from fakeredis import TcpFakeServer; TcpFakeServer(('127.0.0.1', {self.port})).serve_forever()"]


def measured(server, name, pipeline, requests):
    """Requests per second, and the processor time of one in microseconds."""
    test, words, cost = TESTS[name]
    count = max(2000, requests // cost)
    command = ["redis-benchmark", "-p", str(server.port), "-c", str(CLIENTS), "-P", str(pipeline), "-n", str(count), "-r",
               str(KEYSPACE), "-q"]
    command += words if words else ["-t", test]
    before = server.nanoseconds()
    output = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    # The last line is the test's own: LRANGE pushes first. Without a figure the server did not keep up at all.
    figures = re.findall(r"([\d.]+) requests per second", output)
    microseconds = (server.nanoseconds() - before) / 1000 / count
    return float(figures[-1]) if figures else 0.0, microseconds


def ask(port, *words):
    """One command by hand."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        request = b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in map(str.encode, words))
        connection.sendall(request)
        return connection.recv(65536)


def compare(ours, theirs, names, pipelines, rounds, scale=1.0):
    """{(name, pipeline): (ours, theirs, ratio, ratio of processor time)}, medians over the rounds."""
    found = {(name, pipeline): [] for pipeline in pipelines for name in names}
    for round_number in range(rounds):
        for pipeline in pipelines:
            for name in names:
                pair = [ours, theirs] if round_number % 2 == 0 else [theirs, ours]
                speed, time = {}, {}
                for server in pair:
                    speed[server], time[server] = measured(server, name, pipeline, int(REQUESTS[pipeline] * scale))
                found[name, pipeline].append(
                    (speed[ours], speed[theirs], speed[ours] / max(speed[theirs], 1), time[ours] / time[theirs]))
        for server in (ours, theirs):
            ask(server.port, "FLUSHALL")
        print(f"  round {round_number + 1} of {rounds} is done", file=sys.stderr, flush=True)
    return {key: tuple(statistics.median(column) for column in zip(*values)) for key, values in found.items()}


def thousands(value):
    return f"{value / 1000:.0f}k" if value >= 10_000 else f"{value / 1000:.1f}k"


def speed_table(found, names, pipelines):
    print("| command | " + " | ".join(f"-P {p}: stand-in | redis-server | ratio | time" for p in pipelines) + " |")
    print("|---|" + "---|" * (4 * len(pipelines)))
    missed = []
    for name in names:
        cells = []
        for pipeline in pipelines:
            ours, theirs, ratio, time = found[name, pipeline]
            cells += [thousands(ours), thousands(theirs), f"{ratio:.2f}", f"{time:.2f}"]
            if ratio < bar(name, pipeline):
                missed.append(f"{name} -P {pipeline}: {ratio:.2f}, the bar is {bar(name, pipeline)}")
        print(f"| `{name}` | " + " | ".join(cells) + " |")
    return missed


def million_keys(folder):
    """A million strings of 64 bytes under keys of 16: what a start from the files takes, in time, memory and space."""
    server = StandIn(folder)
    data = 0
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        replies = connection.makefile("rb")
        for start in range(0, 1_000_000, 1000):
            request = bytearray()
            for number in range(start, start + 1000):
                # Not in the order of the keys, as from an application.
                key = b"key:%012d" % (number * 7_919 % 1_000_003)
                value = b"%064d" % number
                data += len(key) + len(value)
                request += b"*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n" % (len(key), key, len(value), value)
            connection.sendall(request)
            for _ in range(1000):
                assert replies.readline() == b"+OK\r\n"
    server.stop()
    starts = []
    for _ in range(3):
        server.start()
        starts.append(server.milliseconds)
        memory = server.megabytes()
        assert ask(server.port, "DBSIZE") == b":1000000\r\n"
        server.stop()
    return statistics.median(starts), memory, server.file_megabytes(), data / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="commands, for example SET,GET")
    parser.add_argument("--pipelines", default="1,16")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many requests")
    parser.add_argument("--fsync", default="everysec", choices=["always", "everysec", "no"])
    parser.add_argument("--skip-keys", action="store_true", help="leave the million keys out")
    parser.add_argument("--skip-fakeredis", action="store_true")
    arguments = parser.parse_args()
    names = arguments.only.upper().split(",") if arguments.only else list(TESTS)
    pipelines = [int(p) for p in arguments.pipelines.split(",")]
    folder = Path(tempfile.mkdtemp(prefix="orrery-bench-"))
    servers = []
    try:
        servers = [StandIn(folder / "ours", arguments.fsync), Redis(folder / "theirs", arguments.fsync)]
        found = compare(*servers, names, pipelines, arguments.rounds, arguments.scale)
        print(f"\nRequests per second with {CLIENTS} clients on {os.cpu_count()} cores, appendfsync {arguments.fsync}; medians of"
              f" {arguments.rounds} rounds. Time is the processor time of a request, ours divided by theirs.\n")
        missed = speed_table(found, names, pipelines)
        if not arguments.skip_fakeredis:
            servers.append(FakeRedis(folder / "fake"))
            fake = compare(servers[0], servers[2], names, pipelines, 1, 0.05)
            for pipeline in pipelines:
                print(f"\nTimes as fast as fakeredis' TcpFakeServer at -P {pipeline}:",
                      ", ".join(f"{name} {fake[name, pipeline][2]:.0f}" for name in names))
        if not arguments.skip_keys:
            start, memory, files, data = million_keys(folder / "keys")
            print(f"\nA million keys: start {start:.0f} ms (bar 1000), memory {memory:.0f} MB (bar 400), files {files:.0f} MB for"
                  f" {data:.0f} MB of keys and values (bar {2 * data:.0f})")
        print("\n" + ("\n".join(["Below the bar:", *missed]) if missed else "Every command is above its bar."))
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
