"""Throws mutated conversations at every listening port of a running system, and watches that it stays up.

usage: fuzz.py [SECONDS] [SEED]      (60 seconds; the seed is printed, and the same one sends the same bytes)
"""

import random
import socket
import struct
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Clients"))
from conftest import Running  # noqa: E402


def resp(*words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


def postgres(tag, body):
    return tag + struct.pack("!i", len(body) + 4) + body


def bson(*elements):
    body = b"".join(elements) + b"\0"
    return struct.pack("<i", len(body) + 4) + body


def op_msg(*elements):
    body = struct.pack("<I", 0) + b"\0" + bson(*elements, b"\x02$db\0" + struct.pack("<i", 5) + b"test\0")
    return struct.pack("<iiii", len(body) + 16, 1, 0, 2013) + body


def text(name, value):
    return b"\x02" + name + b"\0" + struct.pack("<i", len(value) + 1) + value + b"\0"


STARTUP = struct.pack("!ii", 49, 196608) + b"user\0orrery\0database\0ads\0options\0-c x=1\0\0"

CONVERSATIONS = {
    "redis": [
        resp(b"HELLO", b"3"), resp(b"AUTH", b"orrery", b"orrery"), resp(b"SET", b"a", b"1", b"EX", b"10"),
        resp(b"XADD", b"s", b"*", b"f", b"v"), resp(b"XREADGROUP", b"GROUP", b"g", b"c", b"STREAMS", b"s", b">"),
        resp(b"ZADD", b"z", b"1.5", b"m"), resp(b"MULTI") + resp(b"INCR", b"n") + resp(b"EXEC"), b"PING\r\n",
        resp(b"SCAN", b"0", b"MATCH", b"*[a-z]?", b"COUNT", b"10"), resp(b"SETRANGE", b"a", b"5", b"x"),
        resp(b"BITCOUNT", b"a", b"0", b"-1"), resp(b"LRANGE", b"l", b"0", b"-1"), resp(b"GETRANGE", b"a", b"-9", b"9"),
    ],
    "postgres": [
        STARTUP, STARTUP + postgres(b"Q", b"select 1 + $$a$$::int, now()\0"),
        STARTUP + postgres(b"P", b"s\0select $1::int4\0\0\1\0\0\0\x17") + postgres(b"B", b"\0s\0\0\0\0\1\0\0\0\1" + b"7\0\0")
        + postgres(b"E", b"\0\0\0\0\0") + postgres(b"S", b""),
        STARTUP + postgres(b"Q", b"create table t (a numeric(9,2), b jsonb, c text[])\0"), struct.pack("!ii", 8, 80877103),
        STARTUP + postgres(b"p", b"SCRAM-SHA-256\0\0\0\0\x20n,,n=,r=abcdefghijklmnopqrstuvwx"),
    ],
    "mongo": [
        op_msg(b"\x10hello\0\1\0\0\0"), op_msg(b"\x10ping\0\1\0\0\0"),
        op_msg(text(b"find", b"c"), b"\x03filter\0" + bson(b"\x10a\0\1\0\0\0")),
        op_msg(text(b"insert", b"c"), b"\x04documents\0" + bson(b"\x030\0" + bson(text(b"x", b"y")))),
        op_msg(text(b"aggregate", b"c"), b"\x04pipeline\0" + bson(), b"\x03cursor\0" + bson()),
    ],
    "http": [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /content/drafts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n0\r\n\r\n",
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\n{\"model\":\"m\",\"messages\":[[[[]]]",
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(range(64)),
    ],
}


def mutated(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice((0, 1, 1, 2, 4, 16))):
        if not data:
            break
        at = rng.randrange(len(data))
        change = rng.randrange(6)
        if change == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif change == 1:
            data[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, ord("\r"), ord("\n"), ord("-"), ord("9")))
        elif change == 2:
            del data[at : at + rng.randrange(1, 9)]
        elif change == 3:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
        elif change == 4:
            data[at:at] = rng.choice((b"-1", b"9223372036854775807", b"-9223372036854775808", b"\xff\xff\xff\x7f", b"nan"))
        else:
            data[at : at + 4] = struct.pack("<i", rng.choice((-1, 0, 2**31 - 1, -(2**31), 5)))
    return bytes(data)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    rng = random.Random(seed)
    print(f"fuzz: {seconds:g} seconds, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        system = Running(Path(folder), "--ephemeral")
        parts = [p for p in system.ready["parts"] if "address" in p]
        sent = 0
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                part = rng.choice(parts)
                conversation = CONVERSATIONS.get(part["kind"], CONVERSATIONS["http"])
                host, port = part["address"].rsplit(":", 1)
                data = b"".join(mutated(rng.choice(conversation), rng) for _ in range(rng.randrange(1, 6)))
                try:
                    with socket.create_connection((host, int(port)), timeout=0.05) as connection:
                        connection.sendall(data)
                        connection.recv(65536)
                except OSError:
                    pass
                sent += 1
                if system.process.poll() is not None:
                    print(f"fuzz: it died of {part['name']}, which had been sent {data!r}\n{system.log.read_text()[-4000:]}")
                    sys.exit(1)
            assert system.stop() == 0
        finally:
            system.kill()
        print(f"fuzz: {sent} conversations, and it is still up")


main()
