"""What a Redis stand-in does with clients that send too much, read too little, or go away; and TLS."""

import contextlib
import os
import re
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest
import redis

from conftest import ROOT

STAND_IN = Path(os.environ.get("ORRERY_REDIS_BIN", ROOT / ".build/release/orrery-redis"))


@pytest.fixture
def stand_in(tmp_path):
    """Its process, and the addresses it printed: `ready` and `tls`."""
    process = subprocess.Popen(
        [STAND_IN, "--port", "0", "--tls-port", "0", "--ca-file", tmp_path / "ca.pem"], stdout=subprocess.PIPE, text=True)
    ports = {}
    while "ready" not in ports:
        word, address = process.stdout.readline().split()
        ports[word] = int(address.rsplit(":", 1)[1])
    process.ports = ports
    process.ca_file = tmp_path / "ca.pem"
    yield process
    process.terminate()
    assert process.wait(timeout=20) == 0


def megabytes(process):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


def test_a_client_that_does_not_read_is_not_read_from_either(stand_in):
    client = redis.Redis(port=stand_in.ports["ready"])
    client.set("big", b"x" * 1_000_000)
    before = megabytes(stand_in)
    with socket.create_connection(("127.0.0.1", stand_in.ports["ready"])) as greedy:
        # 1.5 GB of replies: far more than the server may keep for it.
        greedy.sendall(b"*2\r\n$3\r\nGET\r\n$3\r\nbig\r\n" * 1500)
        time.sleep(1)
        assert client.ping()
        assert megabytes(stand_in) < before + 300
        greedy.settimeout(60)
        wanted = 1500 * len(b"$1000000\r\n" + b"x" * 1_000_000 + b"\r\n")
        while wanted > 0:
            piece = greedy.recv(1 << 20)
            assert piece, f"the connection ended {wanted} bytes too early"
            wanted -= len(piece)


def test_what_was_sent_before_the_client_closed_its_side_is_answered(stand_in):
    with socket.create_connection(("127.0.0.1", stand_in.ports["ready"])) as connection:
        connection.sendall(b"PING\r\nECHO hello\r\n")
        connection.shutdown(socket.SHUT_WR)
        replies = b""
        while piece := connection.recv(4096):
            replies += piece
        assert replies == b"+PONG\r\n$5\r\nhello\r\n"


def test_clients_that_vanish_leave_nothing_behind(stand_in):
    client = redis.Redis(port=stand_in.ports["ready"])
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", stand_in.ports["ready"])) as connection:
            connection.sendall(b"BLPOP nothing 0\r\nSUBSCRIBE a\r\n*3\r\n$3\r\nSET")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    deadline = time.monotonic() + 5
    while client.info("clients")["connected_clients"] > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert client.info("clients")["connected_clients"] == 1
    assert client.rpush("nothing", "x") == 1
    assert client.llen("nothing") == 1


def test_large_requests_come_whole(stand_in):
    client = redis.Redis(port=stand_in.ports["ready"])
    value = os.urandom(30_000_000)
    assert client.set("large", value)
    assert client.get("large") == value
    assert client.mset({f"k{n}": n for n in range(100_000)})
    assert client.dbsize() == 100_001


def test_redis_py_speaks_tls(stand_in):
    client = redis.Redis(port=stand_in.ports["tls"], ssl=True, ssl_ca_certs=str(stand_in.ca_file), ssl_check_hostname=True)
    assert client.set("a", "b")
    assert client.get("a") == b"b"
    assert len(client.pipeline().mset({f"k{n}": "x" * 1000 for n in range(5000)}).keys("k*").execute()[1]) == 5000
    with pytest.raises(redis.ConnectionError):
        redis.Redis(port=stand_in.ports["tls"], ssl=True, retry=None).ping()
    with contextlib.suppress(OSError, ssl.SSLError), \
            socket.create_connection(("127.0.0.1", stand_in.ports["tls"])) as connection:
        connection.sendall(b"PING\r\n" * 1000)
        assert not connection.recv(100).startswith(b"+PONG")
    assert client.ping()


def test_what_was_asked_before_a_script_that_does_not_end_is_answered_while_it_runs(stand_in):
    with contextlib.ExitStack() as stack:
        def connect():
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", stand_in.ports["ready"]), timeout=20))
            replies = stack.enter_context(connection.makefile("rb"))
            # A connection that the server has yet to accept would be read after the others.
            connection.sendall(b"PING\r\n")
            assert replies.readline() == b"+PONG\r\n"
            return connection, replies

        (slow, slow_replies), (other, replies), (endless, endless_replies) = connect(), connect(), connect()
        # While this runs the others' commands come, so that they are looked at together.
        slow.sendall(b'EVAL "for i = 1, 1e8 do end" 0\r\n')
        time.sleep(0.05)
        other.sendall(b"SET kept 1\r\nCONFIG SET busy-reply-threshold 10\r\n")
        time.sleep(0.05)
        endless.sendall(b'EVAL "while true do end" 0\r\n')
        assert slow_replies.readline() == b"$-1\r\n"
        assert replies.readline() == b"+OK\r\n"
        assert replies.readline() == b"+OK\r\n"
        other.sendall(b"PING\r\n")
        assert replies.readline().startswith(b"-BUSY")
        other.sendall(b"SCRIPT KILL\r\n")
        assert replies.readline() == b"+OK\r\n"
        assert endless_replies.readline().startswith(b"-ERR Script killed by user")
        other.sendall(b"GET kept\r\n")
        assert replies.readline() + replies.readline() == b"$1\r\n1\r\n"
