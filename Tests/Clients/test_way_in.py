"""The way in: load balancer, gateway, tokens, as a client on the internet meets them."""

import subprocess

import jwt
import pytest
import requests

from conftest import Running


def test_http_redirects_to_https(system):
    response = requests.get(
        f"http://127.0.0.1:{system.port('alb-http')}/content/drafts", headers={"Host": system.host},
        allow_redirects=False, timeout=10)
    assert response.status_code == 301
    assert response.headers["Location"] == f"https://{system.host}:{system.port('alb')}/content/drafts"


def test_curl_follows_the_redirect_with_the_printed_authority(system):
    http, https = system.port("alb-http"), system.port("alb")
    result = subprocess.run(
        ["curl", "-sS", "-L", "--cacert", system.certificate_authority,
         "--resolve", f"{system.host}:{http}:127.0.0.1", "--resolve", f"{system.host}:{https}:127.0.0.1",
         "-o", "/dev/null", "-w", "%{http_code}", f"http://{system.host}:{http}/content/drafts"],
        capture_output=True, text=True, check=True)
    assert result.stdout == "401"


def test_a_route_without_a_token_answers_with_a_challenge(system):
    response = system.request("GET", "/content/drafts")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_of_somebody_else_is_refused(system):
    forged = jwt.encode({"iss": f"https://{system.host}", "sub": "me"}, "x" * 32, algorithm="HS256")
    assert system.request("GET", "/content/drafts", token=forged).status_code == 401


@pytest.mark.parametrize("path, body", [
    ("/content/drafts", {"topic": "rain jackets", "audience": "cyclists"}),
    ("/ads/campaigns", {"name": "Spring", "audience": "cyclists", "budget_micros": 5_000_000}),
    ("/crm/leads", {"email": "kim@example.com", "full_name": "Kim Roe"}),
])
def test_a_machine_token_creates_and_reads(system, path, body):
    token = system.machine_token()
    created = system.request("POST", path, token=token, json=body)
    assert created.status_code == 201, created.text
    read = system.request("GET", created.headers["Location"], token=token)
    assert read.status_code == 200
    assert read.json()["id"] == created.json()["id"]


def test_a_token_without_the_scope_is_refused(system):
    token = system.machine_token("content.read")
    assert system.request("GET", "/content/drafts", token=token).status_code == 200
    assert system.request("POST", "/content/drafts", token=token, json={"topic": "x"}).status_code == 403
    assert system.request("GET", "/ads/campaigns", token=token).status_code == 403


def test_the_keys_are_published_and_verify_the_tokens(system):
    token = system.machine_token()
    metadata = system.request("GET", "/.well-known/oauth-authorization-server").json()
    assert metadata["issuer"] == f"https://{system.host}"
    keys = jwt.PyJWKSet.from_dict(system.request("GET", "/oauth/jwks").json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256", "ES256"], audience=f"https://{system.host}")
    assert claims["client_id"] == "ci"
    assert jwt.get_unverified_header(token)["typ"] == "at+jwt"


def test_what_no_route_names_is_not_found(system):
    assert system.request("GET", "/internal/publications/1").status_code == 404


def test_the_portal_sends_strangers_to_the_login(system):
    response = requests.get(system.part("portal")["url"] + "/", allow_redirects=False, timeout=10)
    assert response.status_code == 303
    assert response.headers["Location"] == "/login"


def test_a_wrong_password_does_not_open_the_portal(system):
    from conftest import Portal

    portal = Portal(system)
    portal.user = {**portal.user, "password": "wrong"}
    with pytest.raises(AssertionError):
        portal.log_in()


def test_an_instance_that_keeps_nothing_still_says_whom_to_trust(tmp_path):
    running = Running(tmp_path, "--ephemeral")
    try:
        assert running.request("GET", "/content/drafts").status_code == 401
        # Only where its control API is, for as long as it runs.
        kept = [path.name for path in (tmp_path / ".orrery").rglob("*") if path.is_file()]
        assert len(kept) == 1 and kept[0].startswith("control-"), kept
    finally:
        assert running.stop() == 0
    assert not (tmp_path / ".orrery").exists()
