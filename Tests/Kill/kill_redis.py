"""Kills the Redis stand-in with SIGKILL while clients write, again and again: nothing that was acknowledged may be lost.

Each client counts upwards and writes every number to a key of each type, in transactions, and moves and deletes some; it
remembers the last number of which all was acknowledged. After each kill the server is started again from its files. Then every
key must hold all those numbers, at most what was under way beside them, and of that only a beginning: no write without those
before it. At the end the server is stopped, and Python's sqlite3 finds the same in the tables.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import redis

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = Path(os.environ.get("ORRERY_REDIS_BIN", ROOT / ".build/release/orrery-redis"))


class Server:
    def __init__(self, folder, fsync):
        self.file = Path(folder) / "redis.sqlite"
        self.process = subprocess.Popen(
            [STAND_IN, "--port", "0", "--file", self.file, "--appendfsync", fsync], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("ready "), f"it did not start: {line!r}"
        self.port = int(line.rsplit(":", 1)[1])

    def client(self):
        return redis.Redis(port=self.port, decode_responses=True, retry=None, protocol=2)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=60) == 0


def writes(pipe, who, n):
    """What one number comes to: every type, in one pipeline. Few enough that a kill meets all of them."""
    pipe.set(f"{who}:string", n)
    pipe.incr(f"{who}:counter")
    pipe.rpush(f"{who}:list", n)
    pipe.lpush(f"{who}:queue", n)
    pipe.hset(f"{who}:hash", f"f{n}", n)
    pipe.sadd(f"{who}:set", n)
    pipe.zadd(f"{who}:zset", {f"m{n}": n})
    pipe.xadd(f"{who}:stream", {"n": n}, id=f"{n}-1")
    pipe.setbit(f"{who}:bits", n, 1)
    pipe.set(f"{who}:kept:{n % 50}", n, ex=100_000)
    pipe.execute_command("MULTI")
    pipe.set(f"{who}:first", n)
    pipe.set(f"{who}:second", n)
    pipe.execute_command("EXEC")
    # What goes again: of the queue only the last five stay, and of each ten keys only the last.
    if n > 5:
        pipe.rpop(f"{who}:queue")
    pipe.set(f"{who}:gone:{n}", n)
    if n % 10:
        pipe.delete(f"{who}:gone:{n - 1}")
    pipe.rename(f"{who}:string", f"{who}:renamed")


class Writer(threading.Thread):
    def __init__(self, server, who, first):
        super().__init__()
        self.client = server.client()
        self.who = who
        self.acknowledged = first
        self.start()

    def run(self):
        with contextlib.suppress(redis.RedisError, OSError):
            while True:
                pipe = self.client.pipeline(transaction=False)
                writes(pipe, self.who, self.acknowledged + 1)
                pipe.execute()
                self.acknowledged += 1


def check(client, who, acknowledged):
    """Returns the number up to which it has all; complains when that is too low, or anything is out of order."""
    length = client.llen(f"{who}:list")
    assert acknowledged <= length <= acknowledged + 1, f"{who}: list has {length}, acknowledged were {acknowledged}"
    found = {
        "counter": int(client.get(f"{who}:counter") or 0), "list": length, "hash": client.hlen(f"{who}:hash"),
        "set": client.scard(f"{who}:set"), "zset": client.zcard(f"{who}:zset"), "stream": client.xlen(f"{who}:stream"),
        "bits": client.bitcount(f"{who}:bits"), "first": int(client.get(f"{who}:first") or 0),
        "second": int(client.get(f"{who}:second") or 0),
    }
    # In the order in which they are written: a later one is never ahead of an earlier one.
    order = ["counter", "list", "hash", "set", "zset", "stream", "bits", "first"]
    for name, count in found.items():
        assert acknowledged <= count <= acknowledged + 1, f"{who}: {name} has {count}, acknowledged were {acknowledged}"
    for earlier, later in zip(order, order[1:]):
        assert found[earlier] >= found[later], f"{who}: {later} is ahead of {earlier}: {found}"
    assert found["first"] == found["second"], f"{who}: half a transaction: {found}"
    texts = [str(n) for n in range(1, acknowledged + 1)]
    assert client.lrange(f"{who}:list", 0, -1)[:acknowledged] == texts
    fields = client.hgetall(f"{who}:hash")
    assert all(fields.get(f"f{n}") == n for n in texts)
    assert client.smembers(f"{who}:set") >= set(texts)
    scores = [s for _, s in client.zrange(f"{who}:zset", 0, -1, withscores=True)][:acknowledged]
    assert scores == [float(n) for n in texts]
    if acknowledged:
        assert [e["n"] for _, e in client.xrange(f"{who}:stream", count=acknowledged)] == texts
        renamed = int(client.get(f"{who}:renamed"))
        assert acknowledged <= renamed <= acknowledged + 1
        assert client.ttl(f"{who}:kept:{acknowledged % 50}") > 90_000
    if acknowledged > 6:
        queue = [int(n) for n in client.lrange(f"{who}:queue", 0, -1)]
        assert queue == list(range(queue[0], queue[0] - len(queue), -1)), queue
        assert len(queue) in (5, 6) and acknowledged <= queue[0] <= acknowledged + 1, queue
    return found


def forget(client, who):
    for key in client.scan_iter(f"{who}:*", count=1000):
        client.delete(key)


def tables(file, who):
    """What a person finds with plain SQL, by type."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        def one(sql):
            return database.execute(sql, {"who": who}).fetchone()[0]

        assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
        return {
            "counter": int(one("select value from strings where key = :who || ':counter'")),
            "list": one("select count(*) from lists where key = :who || ':list'"),
            "hash": one("select count(*) from hashes where key = :who || ':hash' and field = 'f' || value"),
            "set": one("select count(distinct member) from sets where key = :who || ':set'"),
            "zset": one("select count(*) from zsets where key = :who || ':zset' and member = 'm' || cast(score as int)"),
            "stream": one("select count(*) from streams where key = :who || ':stream' and name = 'n'"),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--fsync", default="everysec", choices=["always", "everysec", "no"])
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    print(f"kill: {arguments.rounds} rounds, seed {arguments.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="orrery-kill-"))
    total = 0
    try:
        names, counts = [], {}
        for round_number in range(arguments.rounds):
            server = Server(folder, arguments.fsync)
            client = server.client()
            for who in names:
                check(client, who, counts[who])
            # Old ones stay for a few rounds, so that what was folded into the tables is looked at again.
            while len(names) > 3 * arguments.clients:
                forget(client, names.pop(0))
            fresh = [f"r{round_number}w{number}" for number in range(arguments.clients)]
            running = [Writer(server, who, 0) for who in fresh]
            time.sleep(rng.choice((0.02, 0.1, 0.3, 0.7)) * (0.5 + rng.random()))
            server.kill()
            for writer in running:
                writer.join(timeout=20)
                counts[writer.who] = writer.acknowledged
                total += writer.acknowledged
            names += fresh
            if (round_number + 1) % 20 == 0:
                print(f"  {round_number + 1} rounds, {total} times all types were acknowledged, none lost", flush=True)
        server = Server(folder, arguments.fsync)
        found = {who: check(server.client(), who, counts[who]) for who in names}
        server.stop()
        for who in names:
            if counts[who] == 0:
                continue
            stored = tables(server.file, who)
            assert stored == {name: found[who][name] for name in stored}, f"{who}: {stored} in the tables, {found[who]}"
    except BaseException:
        print(f"kill: the files are in {folder}", file=sys.stderr)
        raise
    shutil.rmtree(folder)
    print(f"kill: {arguments.rounds} kills, {total} times all types were acknowledged, nothing was lost")


main()
