"""Bad bytes, too many bytes and too many connections on every port: the system stays up, and stays small."""

import os
import resource
import socket
import ssl
import subprocess

import psycopg
import pymongo
import pytest
import redis

from conftest import ORRERY, Running, eventually

MEGABYTE = 1024 * 1024
# A run from the release build has some 60 MB; a debug build twice that.
MOST_RESIDENT = 400 * MEGABYTE
GARBAGE = {
    "zeros": bytes(4096),
    "noise": bytes((i * 7919 + i // 251) % 256 for i in range(65536)),
    "high bytes": b"\xff" * 4096,
    "a line without an end": b"A" * 200_000,
    "half a request": b"POST /content/drafts HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
    "a request with two lengths": b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 900\r\n\r\nx",
    "a length that overflows": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "a negative chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    "half a TLS hello": bytes.fromhex("16030102000100 01fc0303".replace(" ", "")) + bytes(40),
    "a redis array that never comes": b"*1048576\r\n",
    "a redis bulk that overflows": b"*1\r\n$9223372036854775808\r\n",
    "a postgres start of two gigabytes": b"\x7f\xff\xff\xff\x00\x03\x00\x00",
    "a postgres start of no length": bytes(8),
    "a mongo message of two gigabytes": b"\xff\xff\xff\x7f" + bytes(12),
    "a mongo message of negative length": b"\xff\xff\xff\xff" + bytes(8) + b"\xdd\x07\x00\x00",
    "a mongo document of negative length":
        (16 + 9).to_bytes(4, "little") + bytes(8) + b"\xdd\x07\x00\x00" + bytes(4) + b"\x00\xfb\xff\xff\xff",
}


@pytest.fixture(scope="module")
def victim(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("victim"))
    yield running
    running.kill()


def answers(system):
    """Everything still does its work."""
    assert system.process.poll() is None, system.log.read_text()[-2000:]
    token = system.machine_token()
    assert system.request("GET", "/content/drafts", token=token).status_code == 200
    assert redis.Redis.from_url(system.part("cache")["url"]).ping()
    for store in ("ads-db", "crm-db"):
        with psycopg.connect(system.part(store)["url"], connect_timeout=10) as database:
            assert database.execute("select 1").fetchone() == (1,)
    with pymongo.MongoClient(system.part("content-db")["url"]) as client:
        assert client.admin.command("ping")["ok"] == 1
    assert system.resident_bytes < MOST_RESIDENT


def closed(connection):
    """Whether the other side has closed, once everything it said has been read."""
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.parametrize("data", GARBAGE.values(), ids=GARBAGE)
def test_garbage_on_every_port_ends_that_connection_at_most(victim, data):
    for name, port in victim.ports.items():
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                continue  # It was closed before all of it was sent.
            assert closed(connection), f"{name} kept a connection open whose client had finished"
    answers(victim)


def test_a_connection_that_is_reset_harms_nobody(victim):
    for port in victim.ports.values():
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(b"\x00")
        # Lingering for no time makes the close a reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        connection.close()
    answers(victim)


def send_a_gigabyte(connection, head):
    """Sends `head` and up to a gigabyte after it; returns how much was taken, and the beginning of the answer."""
    block, taken, answer = bytes(MEGABYTE), 0, b""
    connection.settimeout(10)
    try:
        connection.sendall(head)
        while taken < 1024 * MEGABYTE:
            connection.sendall(block)
            taken += len(block)
    except OSError:
        pass  # It has had enough.
    try:
        answer = connection.recv(4096)
    except OSError:
        pass
    return taken, answer


def chunked_request(host):
    # One chunk that announces a gigabyte.
    return (f"POST /content/drafts HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n40000000\r\n").encode()


def test_a_body_of_a_gigabyte_is_refused_without_being_held(victim):
    context = ssl.create_default_context(cafile=victim.certificate_authority)
    with socket.create_connection(("127.0.0.1", victim.port("alb"))) as plain:
        with context.wrap_socket(plain, server_hostname=victim.host) as connection:
            taken, answer = send_a_gigabyte(connection, chunked_request(victim.host))
    assert taken < 64 * MEGABYTE
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")
    answers(victim)


@pytest.mark.parametrize("name, head", [
    ("portal", None), ("content", None), ("content-mcp", None), ("openai", None),
    ("cache", b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1073741824\r\n"),
    ("ads-db", (1024 * MEGABYTE).to_bytes(4, "big") + b"\x00\x03\x00\x00"),
    ("content-db", (1024 * MEGABYTE).to_bytes(4, "little") + bytes(8) + b"\xdd\x07\x00\x00"),
])
def test_a_message_of_a_gigabyte_is_refused_by_each_kind_of_server(victim, name, head):
    with socket.create_connection(("127.0.0.1", victim.port(name))) as connection:
        taken, answer = send_a_gigabyte(connection, head or chunked_request("x"))
    assert taken < 64 * MEGABYTE
    if head is None:
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")
    answers(victim)


def test_an_announced_body_that_is_too_long_is_refused_before_it_comes(victim):
    with socket.create_connection(("127.0.0.1", victim.port("content")), timeout=10) as connection:
        connection.sendall(b"POST /content/drafts HTTP/1.1\r\nHost: x\r\nContent-Length: 1099511627776\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_ten_thousand_idle_connections_leave_room_for_others(victim):
    wanted = 10_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted + 1000:
        pytest.skip(f"the limit of open files is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    connections = []
    try:
        ports = list(victim.ports.values())
        for number in range(wanted):
            connections.append(socket.create_connection(("127.0.0.1", ports[number % len(ports)]), timeout=30))
        eventually(lambda: len(os.listdir(f"/proc/{victim.process.pid}/fd")) > wanted)
        answers(victim)
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    eventually(lambda: len(os.listdir(f"/proc/{victim.process.pid}/fd")) < 1000)
    answers(victim)


BLUEPRINTS = {
    "empty": b"",
    "blank": b"\n \n",
    "a comment": b"# nothing\n",
    "binary": bytes(range(256)) * 16,
    "zeros": bytes(1000),
    "not utf-8": "blueprint: orrery/v1\nsystem: caf\u00e9\n".encode("latin-1"),
    "utf-16": "blueprint: orrery/v1\n".encode("utf-16"),
    "half a map": b"blueprint: orrery/v1\nsystem: {",
    "tabs": b"blueprint:\torrery/v1\n\tsystem: x\n",
    "a list": b"- a\n- b\n",
    "a text": b"just words",
    "many documents": b"--- {}\n" * 1000,
    "nested lists": b"[" * 100_000,
    "nested maps": b"system: " + b"{a: " * 50_000,
    "nested blocks": b"".join(b" " * i + b"a:\n" for i in range(2000)),
    "an alias to itself": b"a: &a [*a]\n",
    "aliases that grow": b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n".encode() for i in range(9)),
    "a long line": b"system: " + b"x" * 500_000,
    "a huge number": b"blueprint: orrery/v1\nsystem: x\nservices: { a: { port: 99999999999999999999999999 } }\n",
}


@pytest.mark.parametrize("data", BLUEPRINTS.values(), ids=BLUEPRINTS)
def test_a_blueprint_that_is_none_is_refused_with_a_reason(tmp_path, data):
    (tmp_path / "blueprint.yaml").write_bytes(data)
    result = subprocess.run(
        [str(ORRERY), "check", str(tmp_path)], capture_output=True, timeout=20,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)))
    assert result.returncode == 1, (result.returncode, result.stderr[-500:])
    assert b"rror" in result.stderr and b"blueprint.yaml" in result.stderr
    assert len(result.stderr) < 2 * MEGABYTE


def test_a_blueprint_that_cannot_be_read_is_refused_with_a_reason(tmp_path):
    for path in (tmp_path / "nowhere", "/dev/null", tmp_path):
        result = subprocess.run([str(ORRERY), "check", str(path)], capture_output=True, text=True, timeout=20)
        assert result.returncode == 1
        assert "rror" in result.stderr
