"""Real servers in the place of parts, behind the same edges."""

import json
import os
import shutil
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import redis

from conftest import ROOT, eventually, orrery
from test_exec import environment, probe


@pytest.fixture
def swap(system):
    """`swap("cache", url)`, undone at the end."""
    done = []

    def swap(part, url, edge=None):
        more = ["--edge", edge] if edge else []
        result = orrery("swap", part, url, *more, cwd=system.folder)
        assert result.returncode == 0, result.stderr
        done.append((part, *more))

    yield swap
    for part, *more in done:
        orrery("swap", part, "--back", *more, cwd=system.folder)
    system.wait_until_all_ready()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def web():
    """A web server of ours, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["host"]))
            data = json.dumps({"real": self.path, "data": []}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = asked
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def test_a_service_is_swapped_and_put_back(system, swap, web):
    token = system.machine_token()
    swap("content", web.url + "/base")
    answer = system.request("GET", "/content/drafts?x=1", token=token)
    assert answer.json()["real"] == "/base/content/drafts?x=1"
    listed = json.loads(orrery("swap", "--format", "json", cwd=system.folder).stdout)
    assert listed["swaps"] == [{"part": "content", "target": web.url + "/base"}]
    # The gateway still wants its token.
    assert system.request("GET", "/content/drafts").status_code == 401
    lines = orrery("journal", "--to", "content", "--format", "json", cwd=system.folder).stdout.splitlines()
    assert "swapped for " + web.url in json.loads(lines[-1])["reason"]
    assert orrery("swap", "content", "--back", cwd=system.folder).returncode == 0
    assert "real" not in system.request("GET", "/content/drafts", token=token).json()


def test_a_vendor_is_swapped_for_one_edge_alone(system, swap, web):
    swap("meta", web.url, edge="content")
    [content] = probe(system, "content", ["get", "https://graph.facebook.com/me"])
    [ads] = probe(system, "ads", ["get", "https://graph.facebook.com/me"])
    assert content["status"] == 200 and json.loads(content["body"])["real"] == "/me"
    assert "real" not in ads["body"]
    assert web.asked == [("/me", web.url.removeprefix("http://"))]


def test_the_gateway_s_edge_is_swapped_alone(system, swap, web):
    swap("content", web.url, edge="gateway")
    token = system.machine_token()
    assert system.request("GET", "/content/drafts", token=token).json()["real"] == "/content/drafts"
    [jobs] = probe(system, "jobs", ["get", "http://content.services/livez"])
    assert jobs["status"] == 200 and "real" not in jobs["body"]


def test_policies_apply_to_what_is_swapped(system, swap, web):
    swap("hubspot", web.url)
    [answer] = probe(system, "content", ["get", "https://api.hubapi.com/crm"])
    assert "may not reach" in answer["error"]
    assert web.asked == []


def test_a_server_that_is_not_there_is_a_bad_gateway_that_says_so(system, swap):
    swap("content", f"http://127.0.0.1:{free_port()}")
    answer = system.request("GET", "/content/drafts", token=system.machine_token())
    assert answer.status_code == 502
    assert "connection refused" in answer.json()["detail"]


@pytest.fixture(params=["", "requirepass"])
def real_redis(tmp_path, request):
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    port = free_port()
    options = ["--requirepass", "real p@ss"] if request.param else []
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path), *options],
        stdout=subprocess.DEVNULL)
    client = redis.Redis(port=port, password="real p@ss" if request.param else None)
    eventually(lambda: answers(client))
    client.url = f"redis://{':real%20p%40ss@' if request.param else ''}127.0.0.1:{port}"
    yield client
    process.terminate()
    process.wait()


def answers(client):
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def test_a_store_is_swapped_for_a_real_redis(system, swap, real_redis):
    swap("cache", real_redis.url + "/3", edge="content")
    assert probe(system, "content", ["redis", "cache"], ["redis-wrong", "cache"], ["redis-3", "cache"]) == [
        "PONG", "AuthenticationError: invalid username-password pair or user is disabled.", "PONG"]
    real_redis.execute_command("SELECT", 3)
    assert real_redis.get("probe") == b"1"
    # Its other callers keep the stand-in.
    assert probe(system, "ads", ["redis", "cache"]) == ["PONG"]
    assert len(real_redis.keys("probe*")) == 1


@pytest.fixture(params=["scram-sha-256", "md5", "password", "trust"])
def real_postgres(tmp_path, request):
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries or not shutil.which("runuser"):
        pytest.skip("postgresql is not installed")
    binary, port = binaries[-1], free_port()
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "password").write_text("real p@ss\n")
    as_user = []
    if os.getuid() == 0:
        shutil.chown(data, "postgres")
        shutil.chown(tmp_path / "password", "postgres")
        for folder in (tmp_path, *list(tmp_path.parents)[:2]):
            folder.chmod(0o755)
        as_user = ["runuser", "-u", "postgres", "--"]
    # The method of the log-in decides how the password is kept, too.
    subprocess.run(
        [*as_user, f"{binary}/initdb", "-D", str(data), "-U", "owner", "-A", request.param, "--no-sync",
         f"--pwfile={tmp_path}/password"],
        check=True, capture_output=True)
    process = subprocess.Popen(
        [*as_user, f"{binary}/postgres", "-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1",
         "-c", "unix_socket_directories=", "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    import psycopg

    def connect():
        try:
            return psycopg.connect(
                host="127.0.0.1", port=port, user="owner", password="real p@ss", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            return None

    connection = eventually(connect)
    yield connection, f"postgres://owner:real%20p%40ss@127.0.0.1:{port}/postgres"
    connection.close()
    process.terminate()
    process.wait()


def test_a_store_is_swapped_for_a_real_postgres(system, swap, real_postgres):
    connection, url = real_postgres
    swap("ads-db", url, edge="ads")
    good, wrong, version = probe(
        system, "ads", ["postgres", "ads-db"], ["postgres-wrong", "ads-db"], ["postgres-version", "ads-db"])
    assert good == 1
    assert "password authentication failed" in wrong
    assert version == connection.execute("select version()").fetchone()[0]


def test_a_person_at_the_desk_comes_to_the_real_server_too(system, swap, real_redis):
    swap("cache", real_redis.url)
    desk = redis.Redis(port=system.port("cache"), username="orrery", password="orrery")
    desk.set("from-the-desk", "1")
    assert real_redis.get("from-the-desk") == b"1"


def test_a_store_of_another_kind_is_refused(system):
    result = orrery("swap", "cache", "postgres://127.0.0.1/x", cwd=system.folder)
    assert result.returncode == 1 and "'cache' speaks redis" in result.stderr


# The services inside the program


def draft(system, token, topic="boots"):
    answer = system.request(
        "POST", "/content/drafts", token=token, json={"topic": topic, "audience": "hikers", "channels": ["meta"]})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def read(system, token, path):
    answer = system.request("GET", path, token=token)
    assert answer.status_code == 200, answer.text
    return answer.json()


def journal(system, *arguments):
    lines = orrery("journal", *arguments, "--format", "json", cwd=system.folder).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_services_in_this_process_use_a_swapped_redis(system, swap, real_redis):
    token = system.machine_token()
    url = real_redis.url + "/3"
    swap("cache", url)
    made = draft(system, token)
    read(system, token, f"/content/drafts/{made}")
    real_redis.execute_command("SELECT", 3)
    assert real_redis.get(f"content:draft:{made}")
    # The queue is in it too: what is published there, the worker finds there.
    system.request("POST", f"/content/drafts/{made}/publish", token=token)
    eventually(lambda: read(system, token, f"/content/drafts/{made}")["status"] == "published")
    assert any(real_redis.type(key) == b"stream" for key in real_redis.keys())
    last = journal(system, "--from", "content", "--to", "cache")[-1]
    assert last["outcome"] == "connected" and "swapped for redis://" in last["reason"]
    assert "NetworkPolicy" in last["reason"] and last["manifest"]["file"].endswith("content.yaml")
    # Back again, the stand-in has none of it, and the worker is at work there.
    assert orrery("swap", "cache", "--back", cwd=system.folder).returncode == 0
    keys = len(real_redis.keys())
    again = draft(system, token)
    system.request("POST", f"/content/drafts/{again}/publish", token=token)
    eventually(lambda: read(system, token, f"/content/drafts/{again}")["status"] == "published")
    assert len(real_redis.keys()) == keys


def test_one_edge_of_a_store_is_swapped_alone(system, swap, real_redis):
    token = system.machine_token()
    swap("cache", real_redis.url, edge="crm")
    made = draft(system, token)
    read(system, token, f"/content/drafts/{made}")
    assert not real_redis.keys("content:draft:*")


def test_services_in_this_process_use_a_swapped_postgres(system, swap, real_postgres):
    connection, url = real_postgres
    for file in sorted((ROOT / "blueprints/promptsales/data/crm").glob("*.sql")):
        connection.execute(file.read_text())
    token = system.machine_token()
    swap("crm-db", url)
    lead = {"full_name": "Jo Real", "email": "jo.real@example.com"}
    assert system.request("POST", "/crm/leads", token=token, json=lead).status_code == 201
    assert [row["email"] for row in read(system, token, "/crm/leads")["leads"]] == [lead["email"]]
    names = connection.execute("select full_name from leads").fetchall()
    assert names == [(lead["full_name"],)]
    # What the server refuses is refused in its own words, and the system goes on.
    connection.execute("alter table leads rename to gone")
    assert system.request("GET", "/crm/leads", token=token).status_code >= 500
    assert orrery("swap", "crm-db", "--back", cwd=system.folder).returncode == 0
    emails = [row["email"] for row in read(system, token, "/crm/leads")["leads"]]
    assert lead["email"] not in emails


def test_services_in_this_process_use_a_swapped_mongo(system, swap, start):
    """mongod is not in Debian: the store of another system, in another process, is the real server."""
    other = start()
    port = other.port("content-db")
    import pymongo

    there = pymongo.MongoClient(
        "127.0.0.1", port, username="orrery", password="orrery", directConnection=True, serverSelectionTimeoutMS=5000)
    token = system.machine_token()
    # Its edges take TLS.
    edge = environment(other, "content")["CONTENT_DB_PORT"]
    user = f"content:{other.secret('content-db/content/password')}"
    for url in (f"mongodb://orrery:orrery@127.0.0.1:{port}/admin",
                f"mongodb://{user}@localhost:{edge}/admin?tls=true&tlsCAFile={other.certificate_authority}"):
        swap("content-db", url)
        made = draft(system, token, "real boots")
        assert read(system, token, f"/content/drafts/{made}")["topic"] == "real boots"
        found = [
            name for name in there.list_database_names()
            if there[name]["drafts"].find_one({"_id": made}) is not None]
        assert len(found) == 1
    swap("content-db", f"mongodb://orrery:wrong@127.0.0.1:{port}/admin")
    refused = system.request("GET", "/content/drafts", token=token)
    assert refused.status_code == 503 and "uthentication failed" in refused.json()["detail"]
    there.close()


def test_policies_apply_to_services_in_this_process_and_a_swapped_store(start, manifests, real_redis):
    manifests.remove("services/content.yaml", "NetworkPolicy", "content-to-cache")
    system = start("--manifests", manifests)
    assert orrery("swap", "cache", real_redis.url, cwd=system.folder).returncode == 0
    refused = system.request(
        "POST", "/content/drafts", token=system.machine_token(), json={"topic": "a", "audience": "b"})
    assert refused.status_code == 503 and "may not reach" in refused.json()["detail"]
    assert not real_redis.keys("content:*")
    assert "default-deny" in journal(system, "--outcome", "denied", "--to", "cache")[-1]["reason"]


# TLS to the real server


@pytest.fixture
def certificate(tmp_path):
    """A certificate for localhost that is its own authority, and its key."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    return key, certificate


def test_a_redis_with_tls(system, swap, tmp_path, certificate):
    key, authority = certificate
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir",
         str(tmp_path), "--tls-cert-file", str(authority), "--tls-key-file", str(key), "--tls-ca-cert-file",
         str(authority), "--tls-auth-clients", "no"], stdout=subprocess.DEVNULL)
    try:
        real = redis.Redis(port=port, ssl=True, ssl_ca_certs=str(authority), host="localhost")
        eventually(lambda: answers(real))
        token = system.machine_token()
        # Nobody that this machine trusts has signed it.
        swap("cache", f"rediss://localhost:{port}")
        assert "Error" in probe(system, "content", ["redis", "cache"])[0]
        for options in (f"ssl_ca_certs={authority}", "ssl_cert_reqs=none"):
            swap("cache", f"rediss://localhost:{port}?{options}")
            assert probe(system, "content", ["redis", "cache"]) == ["PONG"]
            # Without its cache the service was not ready, which its next probe ends.
            eventually(lambda: system.request("GET", "/content/drafts", token=token).status_code == 200)
            made = draft(system, token)
            read(system, token, f"/content/drafts/{made}")
            assert real.get(f"content:draft:{made}")
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize("real_postgres", ["scram-sha-256"], indirect=True)
def test_a_postgres_with_tls(system, swap, real_postgres, certificate):
    connection, url = real_postgres
    # Without TLS the server says no, and so does the system.
    swap("ads-db", url + "?sslmode=require")
    assert "Error" in str(probe(system, "ads", ["postgres", "ads-db"])[0])
    key, authority = certificate
    data = Path(connection.execute("show data_directory").fetchone()[0])
    for name, file in (("server.key", key), ("server.crt", authority)):
        shutil.copy(file, data / name)
        if os.getuid() == 0:
            shutil.chown(data / name, "postgres")
        (data / name).chmod(0o600)
    connection.execute("alter system set ssl = on")
    connection.execute("select pg_reload_conf()")
    for file in sorted((ROOT / "blueprints/promptsales/data/ads").glob("*.sql")):
        connection.execute(file.read_text())
    eventually(lambda: connection.execute("show ssl").fetchone()[0] == "on")
    by_name = url.replace("127.0.0.1", "localhost")
    encrypted = "select count(*) from pg_stat_ssl join pg_stat_activity using (pid) where ssl"
    for target in (url + "?sslmode=require", by_name + f"?sslmode=verify-full&sslrootcert={authority}"):
        swap("ads-db", target)
        before = connection.execute(encrypted).fetchone()[0]
        assert probe(system, "ads", ["postgres", "ads-db"], ["postgres-version", "ads-db"])[0] == 1
        # Without its database the service was not ready, which its next probe ends.
        token = system.machine_token()
        eventually(lambda: system.request("GET", "/ads/campaigns", token=token).status_code == 200)
        assert before == 0
    wrong = orrery("swap", "ads-db", url + "?sslmode=maybe", cwd=system.folder)
    assert wrong.returncode == 1 and "'maybe' is no sslmode" in wrong.stderr
