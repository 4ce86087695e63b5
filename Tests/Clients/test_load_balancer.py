"""The load balancer on the wire, with clients that we did not write: HTTP/2, WebSocket, TLS, and what an ALB answers when
something is wrong."""

import json
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import requests
from websockets.sync.client import connect

from conftest import ORRERY, eventually, orrery

BEHAVIOUR = Path(__file__).parent / "processes/behaviour.py"
EDGE = "edge/load-balancer.yaml"
OTHER_HOST = "shop.example.com"


@pytest.fixture
def play():
    """`play(system, "content")`: `processes/behaviour.py` in the place of a workload."""
    started = []

    def play(system, workload):
        process = subprocess.Popen(
            [str(ORRERY), "exec", workload, "--quiet", "--", sys.executable, str(BEHAVIOUR)], cwd=system.folder)
        started.append(process)
        eventually(lambda: system.workloads[workload]["played_by"] == "process" and system.workloads[workload]["ready"])
        return process

    yield play
    for process in started:
        process.kill()
        process.wait()


def lead_to_content(manifests, idle="60", **annotations):
    """Lets the load balancer lead `/direct` of the host, and everything of another host, to content without a gateway."""
    with manifests.changed(EDGE) as objects:
        [params] = [o for o in objects if o["kind"] == "IngressClassParams"]
        for attribute in params["spec"]["loadBalancerAttributes"]:
            if attribute["key"] == "idle_timeout.timeout_seconds":
                attribute["value"] = idle
        [ingress] = [o for o in objects if o["kind"] == "Ingress"]
        backend = {"service": {"name": "content", "port": {"number": 80}}}
        direct = json.loads(json.dumps(ingress))
        direct["metadata"]["name"] = "direct"
        prefix = "alb.ingress.kubernetes.io/"
        direct["metadata"]["annotations"] |= {prefix + "group.order": "-1", prefix + "healthcheck-path": "/livez"}
        direct["metadata"]["annotations"] |= {prefix + name.replace("_", "-"): value for name, value in annotations.items()}
        host = ingress["spec"]["rules"][0]["host"]
        direct["spec"]["rules"] = [
            {"host": host, "http": {"paths": [{"path": "/direct", "pathType": "Prefix", "backend": backend}]}},
            {"host": OTHER_HOST, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}},
        ]
        [policy] = [o for o in objects if o["kind"] == "NetworkPolicy"]
        allowed = json.loads(json.dumps(policy))
        allowed["metadata"]["name"] = "content-from-load-balancer"
        allowed["spec"]["podSelector"] = {"matchLabels": {"app.kubernetes.io/name": "content"}}
        objects += [direct, allowed]


@pytest.fixture
def direct(start, manifests, play):
    """A system whose load balancer leads to a real process, with an idle time of 2 seconds."""
    lead_to_content(manifests, idle="2")
    system = start("--manifests", manifests)
    play(system, "content")
    return system


def journal(system, *arguments):
    lines = orrery("journal", "--format", "json", *arguments, cwd=system.folder).stdout.splitlines()
    return [json.loads(line) for line in lines]


def tls(system, host=None, protocols=None):
    """A connection over TLS, with the name and the protocols that are said."""
    context = ssl.create_default_context(cafile=system.certificate_authority)
    context.check_hostname = False
    if protocols:
        context.set_alpn_protocols(protocols)
    plain = socket.create_connection(("127.0.0.1", system.port("alb")), timeout=10)
    return context.wrap_socket(plain, server_hostname=host)


def conversation(connection, data):
    """Everything that comes back for `data`, until the other side closes."""
    connection.sendall(data)
    answer = b""
    while True:
        try:
            part = connection.recv(65536)
        except (ConnectionResetError, TimeoutError, ssl.SSLError):
            return answer
        if not part:
            return answer
        answer += part


# TLS


def test_each_host_has_a_certificate_of_its_own(start, manifests):
    lead_to_content(manifests)
    system = start("--manifests", manifests)
    names = {}
    for asked in (system.host, OTHER_HOST, "unknown.example.com", None):
        with tls(system, asked) as connection:
            names[asked] = [value for kind, value in connection.getpeercert()["subjectAltName"]]
    assert names[system.host] == [system.host]
    assert names[OTHER_HOST] == [OTHER_HOST]
    # The default certificate: the first host's, with this machine's names.
    assert names["unknown.example.com"] == names[None] == [system.host, "localhost", "127.0.0.1"]


# HTTP/2


def test_the_protocol_is_agreed_on_by_alpn(system):
    for offered, agreed in ((["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), (None, None)):
        with tls(system, system.host, offered) as connection:
            assert connection.selected_alpn_protocol() == agreed


def test_curl_speaks_http_2(system):
    port = system.port("alb")
    result = subprocess.run(
        ["curl", "-sS", "--http2", "--cacert", system.certificate_authority, "--resolve", f"{system.host}:{port}:127.0.0.1",
         "-D", "-", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", f"https://{system.host}:{port}/oauth/jwks"],
        capture_output=True, text=True, check=True)
    assert result.stdout.endswith("2 200"), result.stdout
    # Names in lower case, and nothing about the connection.
    names = [line.split(":")[0] for line in result.stdout.splitlines()[1:] if ": " in line]
    assert names and all(name == name.lower() for name in names)
    assert "connection" not in names and "transfer-encoding" not in names


def test_many_requests_share_an_http_2_connection(system):
    token = system.machine_token()
    context = ssl.create_default_context(cafile=system.certificate_authority)
    headers = {"Host": system.host, "Authorization": f"Bearer {token}"}
    url = f"https://localhost:{system.port('alb')}"
    with httpx.Client(http2=True, verify=context, headers=headers, timeout=30) as client:
        created = client.post(url + "/content/drafts", json={"topic": "rain", "audience": "cyclists", "notes": "x" * 200_000})
        assert created.http_version == "HTTP/2" and created.status_code in (201, 422), created.text
        answers = [client.get(url + "/content/drafts") for _ in range(50)]
    assert {(a.http_version, a.status_code) for a in answers} == {("HTTP/2", 200)}


def test_http_2_can_be_switched_off(start, manifests):
    with manifests.object(EDGE, "IngressClassParams", "alb") as params:
        params["spec"]["loadBalancerAttributes"].append({"key": "routing.http2.enabled", "value": "false"})
    system = start("--manifests", manifests)
    with tls(system, system.host, ["h2", "http/1.1"]) as connection:
        assert connection.selected_alpn_protocol() == "http/1.1"


# WebSocket


def websocket(system, path, host=None, **options):
    context = ssl.create_default_context(cafile=system.certificate_authority)
    host = host or system.host
    plain = socket.create_connection(("127.0.0.1", system.port("alb")), timeout=10)
    return connect(f"wss://{host}{path}", sock=plain, ssl=context, server_hostname=host, open_timeout=10, **options)


def test_a_websocket_goes_through_load_balancer_and_gateway_to_a_real_process(start, play):
    system = start()
    play(system, "content")
    token = system.machine_token()
    with websocket(system, "/content/live?x=1", additional_headers={"Authorization": f"Bearer {token}"}) as connection:
        assert connection.recv(timeout=10) == "path /content/live?x=1"
        for message in ("hello", b"\x00\xff" * 50_000, "ü" * 1000):
            connection.send(message)
            assert connection.recv(timeout=10) == message
        connection.send("bye")
        assert connection.recv(timeout=10) == "bye"
        with pytest.raises(Exception, match="1000|closed"):
            connection.recv(timeout=10)
    # Without its token the gateway does not let it through.
    with pytest.raises(Exception, match="401"):
        websocket(system, "/content/live")
    hops = [entry for entry in journal(system, "--to", "content") if entry["summary"].startswith("GET /content/live")]
    assert [hop["outcome"] for hop in hops] == ["101"]


def test_a_websocket_that_says_nothing_is_closed_after_the_idle_time(direct):
    with websocket(direct, "/direct/live") as connection:
        connection.recv(timeout=10)
        begin = time.monotonic()
        with pytest.raises(Exception):
            connection.recv(timeout=10)
        assert 1.5 < time.monotonic() - begin < 6


# What an ALB answers


def test_a_connection_that_says_nothing_is_closed_after_the_idle_time(direct):
    with tls(direct, direct.host) as connection:
        begin = time.monotonic()
        assert conversation(connection, b"") == b""
        assert 1.5 < time.monotonic() - begin < 6


def test_a_request_that_is_half_sent_times_out(direct):
    with tls(direct, direct.host) as connection:
        head = f"POST /direct/x HTTP/1.1\r\nHost: {direct.host}\r\nContent-Length: 10\r\n\r\nhalf"
        answer = conversation(connection, head.encode())
    assert answer.startswith(b"HTTP/1.1 408 ") and b"awselb/2.0" in answer


def test_a_target_that_is_late_is_a_gateway_timeout(direct):
    answer = direct.request("GET", "/direct/slow")
    assert (answer.status_code, answer.headers["server"]) == (504, "awselb/2.0")
    assert "504 Gateway Time-out" in answer.text
    [entry] = journal(direct, "--to", "alb", "--outcome", "504")
    assert "within 2 s" in entry["reason"] and entry["manifest"]["file"].endswith("load-balancer.yaml")


@pytest.mark.parametrize("path", ["/direct/close", "/direct/garbage"])
def test_a_target_that_breaks_off_is_a_bad_gateway(direct, path):
    answer = direct.request("GET", path)
    assert (answer.status_code, answer.headers["server"]) == (502, "awselb/2.0")
    [entry] = journal(direct, "--to", "alb", "--outcome", "502")
    assert entry["manifest"]["file"].endswith("load-balancer.yaml")


def test_a_client_that_does_not_wait_is_a_460(direct):
    with pytest.raises(requests.exceptions.Timeout):
        requests.get(
            f"https://127.0.0.1:{direct.port('alb')}/direct/slow", headers={"Host": direct.host}, verify=False, timeout=0.5)
    [entry] = eventually(lambda: journal(direct, "--to", "alb", "--outcome", "460"))
    assert "client closed the connection" in entry["reason"]
    assert entry["microseconds"] < 2_000_000


def test_a_target_group_without_targets_is_unavailable(start, manifests):
    lead_to_content(manifests)
    with manifests.object("services/content.yaml", "Service", "content") as service:
        service["spec"]["selector"]["tier"] = "front"
    system = start("--manifests", manifests)
    answer = system.request("GET", "/direct/x")
    assert (answer.status_code, answer.headers["server"]) == (503, "awselb/2.0")
    entry = journal(system, "--to", "alb", "--outcome", "503")[-1]
    assert "content" in entry["reason"] and entry["manifest"]["file"].endswith("load-balancer.yaml")


def test_targets_that_are_all_unhealthy_get_requests_all_the_same(start, manifests):
    """An ALB fails open."""
    lead_to_content(manifests, healthcheck_path="/nowhere")
    system = start("--manifests", manifests)
    assert system.request("GET", "/direct/x").status_code == 404
    reasons = [entry["reason"] for entry in journal(system, "--to", "alb")]
    assert any("no target" in reason and "healthy" in reason for reason in reasons), reasons


@pytest.mark.parametrize("request_line, fields, status", [
    ("GET /{} HTTP/1.1".format("a" * 17_000), [], 414),
    ("GET / HTTP/1.1", ["x: " + "a" * 17_000], 400),
    ("GET / HTTP/1.1", [f"x{n}: " + "a" * 8_000 for n in range(9)], 400),
    ("TRACE / HTTP/1.1", [], 405),
    ("POST / HTTP/1.1", ["transfer-encoding: gzip, chunked"], 501),
    ("GET / HTTP/1.1", ["x-forwarded-for: " + ", ".join(["10.0.0.1"] * 31)], 463),
    ("GET / HTTP/3.0", [], 505),
    ("hello", [], 400),
])
def test_what_an_alb_does_not_take(system, request_line, fields, status):
    with tls(system, system.host) as connection:
        head = "\r\n".join([request_line, f"Host: {system.host}", *fields, "Connection: close", "", ""])
        body = b"0\r\n\r\n" if "chunked" in head else b""
        answer = conversation(connection, head.encode() + body)
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:200]
    assert b"awselb/2.0" in answer


def test_a_request_without_a_host_is_refused(system):
    with tls(system, system.host) as connection:
        answer = conversation(connection, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")


# Rules that do more than forward


def test_a_target_sees_what_an_alb_writes(start, manifests, play):
    transform = [{"type": "url-rewrite", "urlRewriteConfig": {"rewrites": [{"regex": "^/direct/(.*)$", "replace": "/v2/$1"}]}}]
    lead_to_content(manifests, **{"transforms.content": json.dumps(transform)})
    system = start("--manifests", manifests)
    play(system, "content")
    answer = system.request("GET", "/direct/a?b=c", headers={"X-Forwarded-For": "192.0.2.1", "bad_name": "1"}).json()
    assert answer["path"] == "/v2/a?b=c"
    headers = answer["headers"]
    assert headers["x-forwarded-for"] == "192.0.2.1, 127.0.0.1"
    assert (headers["x-forwarded-proto"], headers["x-forwarded-port"]) == ("https", "443")
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", headers["x-amzn-trace-id"])
    assert headers["host"] == system.host and "bad_name" not in headers


class IdentityProvider(BaseHTTPRequestHandler):
    """The token and user info endpoints of a provider; what it was sent is kept by the server."""

    def answer(self, document, status=200):
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        self.server.asked.append((self.headers["authorization"], form))
        if form["code"] == ["bad"]:
            return self.answer({"error": "invalid_grant"}, 400)
        self.answer({"access_token": "at", "id_token": "it", "token_type": "Bearer"})

    def do_GET(self):
        assert self.headers["authorization"] == "Bearer at"
        self.answer({"sub": "kim", "email": "kim@example.com"})

    def log_message(self, *arguments):
        pass


def test_a_rule_makes_users_known_at_their_provider(start, manifests, play):
    provider = {"issuer": "https://idp.example.com", "authorizationEndpoint": "https://idp.example.com/authorize",
                "tokenEndpoint": "https://idp.example.com/token", "userInfoEndpoint": "https://idp.example.com/user",
                "secretName": "login"}
    lead_to_content(manifests, auth_type="oidc", auth_idp_oidc=json.dumps(provider), auth_scope="openid email")
    with manifests.changed("services/content.yaml") as objects:
        secret = json.loads(json.dumps(next(o for o in objects if o["kind"] == "ExternalSecret")))
        secret["metadata"]["name"] = secret["spec"]["target"]["name"] = "login"
        secret["spec"]["data"] = [
            {"secretKey": name, "remoteRef": {"key": f"promptsales/dev/login/{name}"}} for name in ("clientID", "clientSecret")]
        objects.append(secret)
    system = start("--manifests", manifests)
    play(system, "content")
    server = ThreadingHTTPServer(("127.0.0.1", 0), IdentityProvider)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    swapped = orrery("swap", "idp.example.com", f"http://127.0.0.1:{server.server_port}", cwd=system.folder)
    assert swapped.returncode == 0, swapped.stderr

    login = system.request("GET", "/direct/a?b=c", headers={"x-amzn-oidc-identity": "forged"})
    assert login.status_code == 302
    sent = urlsplit(login.headers["location"])
    query = parse_qs(sent.query)
    assert f"{sent.scheme}://{sent.netloc}{sent.path}" == provider["authorizationEndpoint"]
    assert query["redirect_uri"] == [f"https://{system.host}/oauth2/idpresponse"]
    assert query["response_type"] == ["code"] and query["scope"] == ["openid email"]
    state = query["state"][0]

    back = system.request("GET", f"/oauth2/idpresponse?code=good&state={state}")
    assert back.status_code == 302
    assert back.headers["location"] == f"https://{system.host}:{system.port('alb')}/direct/a?b=c"
    authorization, form = server.asked[0]
    assert authorization.startswith("Basic ") and form["grant_type"] == ["authorization_code"]
    cookie = back.headers["set-cookie"].split(";")[0]
    assert cookie.startswith("AWSELBAuthSessionCookie-0=")
    seen = system.request("GET", "/direct/a", headers={"Cookie": cookie}).json()["headers"]
    assert seen["x-amzn-oidc-identity"] == "kim" and seen["x-amzn-oidc-accesstoken"] == "at"
    assert len(seen["x-amzn-oidc-data"].split(".")) == 3

    # A log-in counts once, and one that the provider refuses is a 561.
    assert system.request("GET", f"/oauth2/idpresponse?code=good&state={state}").status_code == 401
    again = parse_qs(urlsplit(system.request("GET", "/direct/a").headers["location"]).query)["state"][0]
    assert system.request("GET", f"/oauth2/idpresponse?code=bad&state={again}").status_code == 561
    server.shutdown()
    # The session ends on the system's clock.
    requests.post(system.ready["control"] + "/v1/clock", json={"advance": 604_801}, timeout=5)
    assert system.request("GET", "/direct/a", headers={"Cookie": cookie}).status_code == 302
