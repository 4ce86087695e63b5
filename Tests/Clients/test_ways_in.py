"""The system runs from every choice of the objects that its ways in are made of, for a client on the internet."""

import shutil

import pytest
import requests

from conftest import ROOT, Running, eventually, orrery

CHOICES = [
    (alb, gateway, mode)
    for alb in ("ingress", "gateway-api")
    for gateway, mode in (("gateway-api", "standard"), ("gateway-api", "auto"), ("ingress", "standard"))
]


def promptsales(folder, alb, gateway, mode):
    """A copy of PromptSales whose `dev` has other ways in."""
    copy = shutil.copytree(ROOT / "blueprints/promptsales", folder / "promptsales")
    path = copy / "blueprint.yaml"
    lines = path.read_text().splitlines()
    start, end = lines.index("  dev:") + 1, lines.index("  staging:")
    ingress_class = ", class: traefik" if gateway == "ingress" else ""
    choice = [
        f"    cluster: {{ mode: {mode} }}", f"    edge: {{ alb: {alb}, gateway: {gateway}{ingress_class} }}"]
    others = [line for line in lines[start:end] if not line.startswith(("    cluster:", "    edge:"))]
    path.write_text("\n".join(lines[:start] + choice + others + lines[end:]) + "\n")
    return copy


@pytest.fixture
def run(tmp_path):
    started = []

    def start(*arguments, **options):
        started.append(Running(tmp_path, *arguments, **options))
        return started[-1]

    yield start
    for system in started:
        system.kill()


@pytest.mark.parametrize("alb, gateway, mode", CHOICES)
def test_promptsales_runs_from_every_choice(run, tmp_path, alb, gateway, mode):
    system = run("--environment", "dev", blueprint=str(promptsales(tmp_path, alb, gateway, mode)))
    assert system.ready["not_ready"] == []
    assert system.request("GET", "/content/drafts").status_code == 401
    token = system.machine_token()
    draft = system.request("POST", "/content/drafts", token=token, json={"topic": "rain", "audience": "cyclists"})
    assert draft.status_code == 201, draft.text
    path = f"/content/drafts/{draft.json()['id']}"
    assert system.request("POST", path + "/publish", token=token).status_code < 300
    eventually(lambda: system.request("GET", path, token=token).json()["status"] == "published")
    reader = system.machine_token("content.read")
    assert system.request("GET", path, token=reader).status_code == 200
    assert system.request("POST", "/content/drafts", token=reader, json={"topic": "x"}).status_code in (401, 403)
    # A path that a proxy would put in order leads past no check.
    assert system.request("GET", "/oauth/%2e%2e/content/drafts").status_code in (401, 404)
    portal = requests.get(system.part("portal")["url"] + "/", allow_redirects=False, timeout=10)
    assert portal.headers["Location"] == "/login"


@pytest.mark.parametrize("blueprint, environment, path", [
    ("promptsales", "staging", "/oauth/jwks"), ("promptsales", "production", "/oauth/jwks"),
    ("shop", "production", "/products"),
])
def test_the_environments_that_ship_run(run, blueprint, environment, path):
    system = run("--environment", environment, blueprint=blueprint)
    assert system.ready["not_ready"] == []
    assert system.request("GET", path).status_code == 200
    assert system.request("GET", path, host="other.example.net").status_code == 404


def test_a_route_that_nothing_would_guard_is_refused(tmp_path):
    copy = promptsales(tmp_path, "ingress", "ingress", "auto")
    checked = orrery("check", copy)
    assert checked.returncode != 0
    assert "unguarded-route" in checked.stdout + checked.stderr
    assert "help:" in checked.stdout + checked.stderr
