"""A real redis-server that replicates from a Redis stand-in: what is written here is there."""

import contextlib
import os
import socket
import subprocess
import time

import pytest
import redis

from conftest import ROOT

STAND_IN = os.environ.get("ORRERY_REDIS_BIN", ROOT / ".build/release/orrery-redis")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(*command, port):
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with redis.Redis(port=port) as client:
            for _ in range(100):
                with contextlib.suppress(redis.ConnectionError):
                    client.ping()
                    break
                time.sleep(0.05)
            yield client
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def pair(tmp_path):
    """The stand-in, and a redis-server that replicates from it."""
    here, there = free_port(), free_port()
    with server(STAND_IN, "--port", here, port=here) as master:
        master.set("before", "it came")
        master.xadd("stream before", {"f": "v"}, id="1-1")
        with server("redis-server", "--port", there, "--bind", "127.0.0.1", "--dir", tmp_path, "--save", "",
                    "--replicaof", "127.0.0.1", here, port=there) as replica:
            for _ in range(200):
                if replica.info("replication")["master_link_status"] == "up":
                    break
                time.sleep(0.05)
            yield master, replica


def write_all_kinds(master):
    master.set("s", "some", ex=1000)
    master.append("s", " more")
    master.incrbyfloat("f", 1.5)
    master.hset("h", mapping={"a": 1, "b": 2, "c": 3})
    master.hincrbyfloat("h", "a", 0.25)
    master.rpush("l", *range(10))
    master.lmpop(1, "l", direction="RIGHT", count=2)
    master.blpop("l", 1)
    master.sadd("m", *"abcdefgh")
    master.spop("m", 3)
    master.zadd("z", {"a": 1, "b": 2, "c": 3})
    master.zmpop(1, ["z"], max=True)
    master.xadd("x", {"f": "v"})
    for number in range(5):
        master.xadd("x", {"n": number}, maxlen=4, approximate=False)
    master.xgroup_create("x", "g", 0)
    master.xreadgroup("g", "ida", {"x": ">"}, count=3)
    master.pfadd("p", *range(100))
    master.geoadd("geo", (13.361389, 38.115556, "Palermo"))
    master.getex("s", px=500000)
    master.getdel("before")
    master.rename("h", "renamed")
    master.eval("for i = 1, 5 do redis.call('incr', KEYS[1]) end redis.call('expire', KEYS[1], 100)", 1, "n")
    with master.pipeline(transaction=True) as transaction:
        transaction.set("t1", 1).set("t2", 2).lpush("tl", "x")
        transaction.execute()


def contents(client):
    """What every key holds, and until when."""
    read = {
        b"string": client.get, b"list": lambda key: client.lrange(key, 0, -1), b"hash": client.hgetall,
        b"set": client.smembers, b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
        b"stream": lambda key: client.xrange(key),
    }
    return {key: (read[client.type(key)](key), client.pexpiretime(key)) for key in client.keys()}


def test_a_replica_has_what_was_written_before_and_after_it_came(pair):
    master, replica = pair
    write_all_kinds(master)
    assert master.wait(1, 5000) == 1
    assert master.info("replication")["connected_slaves"] == 1
    assert contents(replica) == contents(master)
    assert replica.xpending("x", "g") == master.xpending("x", "g")


def test_keys_expire_on_the_replica_when_they_do_here(pair):
    master, replica = pair
    master.set("soon gone", 1, px=50)
    master.wait(1, 5000)
    deadline = time.time() + 5
    while replica.dbsize() > 2 and time.time() < deadline:
        time.sleep(0.05)
    assert sorted(replica.keys()) == [b"before", b"stream before"]


def test_wait_gives_up_without_a_replica():
    port = free_port()
    with server(STAND_IN, "--port", port, port=port) as master:
        start = time.time()
        assert master.wait(1, 200) == 0
        assert 0.15 < time.time() - start < 5
