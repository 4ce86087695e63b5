"""The control API, asked with requests, and the verbs that go through it."""

import json
import re

import pytest
import requests

from conftest import ROOT, eventually, orrery


@pytest.fixture
def control(system):
    """`control("GET", "/v1/parts")`: an operation of the control API of the system that runs."""

    def call(method, path, **options):
        return requests.request(method, system.ready["control"] + path, timeout=10, **options)

    return call


def running(system, *arguments, **options):
    return orrery(*arguments, cwd=system.folder, **options)


def test_every_operation_is_listed_and_documented(control, system):
    answer = control("GET", "/v1").json()
    assert answer["system"] == "promptsales"
    document = (ROOT / "docs/control-api.md").read_text()
    for operation in answer["operations"]:
        assert f"`{operation['method']} {operation['path']}`" in document


def test_the_parts_are_those_of_the_ready_file(control, system):
    assert control("GET", "/v1/parts").json()["parts"] == system.ready["parts"]


def test_the_workloads_are_ready_and_played_by_images(control):
    workloads = control("GET", "/v1/workloads").json()["workloads"]
    assert {w["name"] for w in workloads} >= {"content", "ads", "crm", "auth", "jobs"}
    assert all(w["ready"] and w["played_by"] == "image" for w in workloads)


@pytest.mark.parametrize(
    "method, path, body, status, words",
    [
        ("GET", "/v1/nothing", None, 404, "nothing answers"),
        ("DELETE", "/v1/parts", None, 405, "does not take"),
        ("GET", "/v1/workloads/contend/environment", None, 404, "there is no workload 'contend'"),
        ("POST", "/v1/workloads/content/process", {"port": 70000}, 400, "no port"),
        ("PUT", "/v1/swaps/cache", {"url": "ftp://x"}, 400, "scheme"),
        ("PUT", "/v1/swaps/cache", {"url": "postgres://x/y"}, 400, "'cache' speaks redis"),
        ("PUT", "/v1/swaps/cache", {}, 400, "needs a 'url'"),
        ("DELETE", "/v1/swaps/cache", None, 404, "is not swapped"),
        ("POST", "/v1/clock", {"advance": "soon"}, 400, "number of seconds"),
        ("GET", "/v1/edges/content/nobody", None, 404, "nothing in the manifests"),
        ("GET", "/v1/explain?url=x", None, 400, "no absolute URL"),
    ],
)
def test_a_mistake_is_answered_with_a_problem(control, method, path, body, status, words):
    answer = control(method, path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_pages_of_other_sites_are_turned_away(control):
    assert control("GET", "/v1", headers={"Origin": "https://evil.example"}).status_code == 403
    assert control("GET", "/v1", headers={"Host": "evil.example"}).status_code == 403
    assert control("GET", "/v1", headers={"Origin": "http://localhost:3000"}).status_code == 200


def test_the_journal_names_the_manifest_of_every_hop(system):
    token = system.machine_token()
    assert system.request("GET", "/content/drafts", token=token).status_code == 200
    lines = running(system, "journal", "--format", "json").stdout.splitlines()
    entries = [json.loads(line) for line in lines]
    # No policy stands between a front end and the load balancer: what decides there is the load balancer's own entry.
    hops = [e for e in entries if "/content/drafts" in e["summary"] and e["outcome"] == "200" and e["caller"] not in ("portal", "admin")]
    assert {(e["caller"], e["callee"]) for e in hops} >= {("alb", "gateway"), ("gateway", "content")}
    assert all("manifest" in e and e["reason"] for e in hops), hops


def test_the_journal_is_filtered(system):
    system.request("GET", "/oauth/jwks")
    result = running(system, "journal", "--from", "gateway", "--to", "auth", "--format", "json")
    entries = [json.loads(line) for line in result.stdout.splitlines()]
    assert entries and all((e["caller"], e["callee"]) == ("gateway", "auth") for e in entries)


def test_what_is_not_found_names_the_line_that_decided(system):
    """404 at the load balancer, 404 at the gateway."""
    token = system.machine_token()
    assert system.request("GET", "/", host="nobody.example").status_code == 404
    assert system.request("GET", "/nowhere", token=token).status_code == 404
    lines = running(system, "journal", "--outcome", "404", "--format", "json").stdout.splitlines()
    entries = [json.loads(line) for line in lines]
    assert entries
    for entry in entries:
        assert re.search(r"\.yaml$", entry["manifest"]["file"]) and entry["manifest"]["line"] > 0, entry


def test_without_a_running_system_the_commands_say_how_to_start_one(tmp_path):
    for command in (["env", "content"], ["exec", "content", "--", "true"], ["journal"], ["swap"]):
        result = orrery(*command, cwd=tmp_path, env={"ORRERY_CONTROL": ""})
        assert result.returncode != 0
        assert "no system runs in this folder" in result.stderr
        assert "orrery up" in result.stderr


def test_the_clock_is_moved(start):
    system = start("--ephemeral")
    url = system.ready["control"] + "/v1/clock"
    before = requests.get(url, timeout=5).json()["now"]
    after = requests.post(url, json={"advance": 86400}, timeout=5).json()["now"]
    assert before[:10] < after[:10]


def test_a_system_that_ends_is_not_found_any_more(start):
    system = start("--ephemeral")
    assert "control-" in " ".join(p.name for p in (system.folder / ".orrery/promptsales").iterdir())
    assert orrery("journal", cwd=system.folder).returncode == 0
    system.stop()
    eventually(lambda: not (system.folder / ".orrery").exists())
    assert "no system runs" in orrery("journal", cwd=system.folder).stderr
