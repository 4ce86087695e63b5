"""Real processes in the place of emulated ones: the environment, the edges, the proxy, the life of the process."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
import yaml

from conftest import ORRERY, ROOT, eventually, orrery

PROBE = Path(__file__).parent / "processes/probe.py"
SERVER = Path(__file__).parent / "processes/server.py"


def run_as(system, workload, *command, **options):
    """Runs a Python program in the place of a workload to its end."""
    return subprocess.run(
        [str(ORRERY), "exec", workload, "--quiet", "--", sys.executable, *map(str, command)], cwd=system.folder,
        capture_output=True, text=True, timeout=60, **options)


def probe(system, workload, *questions):
    """What a real process finds in the place of `workload`: the answers of `processes/probe.py`, in order."""
    result = run_as(system, workload, PROBE, input=json.dumps(questions))
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def environment(system, workload, *arguments):
    result = orrery("env", workload, "--format", "json", *arguments, cwd=system.folder)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def manifest(path, kind, name):
    objects = yaml.safe_load_all((ROOT / "generated/promptsales/dev" / path).read_text())
    return next(o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name)


# The environment


def test_the_environment_is_that_of_the_deployment_but_for_addresses(system):
    declared = manifest("services/content.yaml", "ConfigMap", "content")["data"]
    given = environment(system, "content", "--only-deployment")
    assert set(given) == set(declared) | {"HOSTNAME"}
    changed = {name for name in declared if given[name] != declared[name]}
    assert changed == {
        "CACHE_HOST", "CACHE_PORT", "CONTENT_DB_HOST", "CONTENT_DB_PORT", "OPENAI_URL", "META_URL", "TIKTOK_URL",
        "ADS_MCP_URL", "CRM_MCP_URL",
    }
    assert given["CACHE_HOST"] == "127.0.0.1"
    assert given["ADS_MCP_URL"].startswith("http://127.0.0.1:") and given["ADS_MCP_URL"].endswith("/mcp")


def test_every_edge_has_an_address_of_its_own(system):
    content, ads = environment(system, "content"), environment(system, "ads")
    assert content["CACHE_PORT"] != ads["CACHE_PORT"] != str(system.port("cache"))
    assert content["META_URL"] != ads["META_URL"]
    assert environment(system, "content") == content


def test_mounted_files_are_written_for_their_owner_alone(system):
    folder = Path(environment(system, "content")["ORRERY_FILES"])
    password = folder / "var/run/secrets/cache/password"
    assert password.read_text() == system.secret("cache/content/password")
    assert password.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_the_environment_can_be_read_by_a_shell_and_as_dotenv(system):
    wanted = environment(system, "auth")
    shell = orrery("env", "auth", "--format", "shell", cwd=system.folder).stdout
    script = shell + "\nexec " + sys.executable + " -c 'import json, os; print(json.dumps(dict(os.environ)))'"
    seen = json.loads(subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout)
    assert {name: seen[name] for name in wanted} == wanted
    dotenv = orrery("env", "auth", cwd=system.folder).stdout
    pairs = dict(line.split("=", 1) for line in dotenv.splitlines() if line and not line.startswith("#"))
    assert set(pairs) == set(wanted)
    clients = pairs["OAUTH_CLIENTS"]
    assert clients[0] == clients[-1] == "'" and json.loads(clients[1:-1]) == json.loads(wanted["OAUTH_CLIENTS"])


def test_addresses_are_rewritten_in_every_form_and_paths_of_files_too(start, manifests):
    with manifests.object("services/content.yaml", "ConfigMap", "content") as settings:
        host = settings["data"]["CACHE_HOST"]
        settings["data"] |= {
            "CACHE_URL": f"rediss://user:p%40ss@{host}:6379/0", "CACHE_ADDRESS": f"{host}:6379",
            "ADS_MCP_HOST": "ads-mcp", "ADS_MCP_PORT": "80", "PASSWORD_FILE": "/var/run/secrets/cache/password",
            "OTHER_FILE": "/var/run/secrets/cached", "DEPENDENT": "x",
        }
    with manifests.object("services/content.yaml", "Deployment", "content") as deployment:
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        container["env"] = [
            {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": "GREETING", "value": "$(POD_NAME) at $(CACHE_PORT), $$(POD_NAME), $(NOBODY)"},
            {"name": "DEPENDENT", "value": "wins"},
        ]
    system = start("--manifests", manifests)
    given = environment(system, "content")
    address = f"127.0.0.1:{given['CACHE_PORT']}"
    assert given["CACHE_URL"] == f"rediss://user:p%40ss@{address}/0"
    assert given["CACHE_ADDRESS"] == address
    by_name = f"http://{given['ADS_MCP_HOST']}:{given['ADS_MCP_PORT']}/livez"
    assert requests.get(by_name, timeout=5).status_code == 200
    assert Path(given["PASSWORD_FILE"]).read_text() == system.secret("cache/content/password")
    assert given["OTHER_FILE"] == "/var/run/secrets/cached"
    assert given["GREETING"] == "content-0 at 6379, $(POD_NAME), $(NOBODY)"
    assert given["DEPENDENT"] == "wins"


def test_nothing_but_the_deployment_and_what_a_shell_needs_is_passed_on(system):
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    mine = {**os.environ, "CACHE_URL": "redis://mine", "CACHE_HOST": "mine", "SECRET_OF_MINE": "x"}
    seen = json.loads(run_as(system, "content", "-c", code, env=mine).stdout)
    assert "CACHE_URL" not in seen and "SECRET_OF_MINE" not in seen
    given = environment(system, "content")
    assert {n: seen[n] for n in given if n != "PORT"} == {n: v for n, v in given.items() if n != "PORT"}
    assert seen["PATH"] == os.environ["PATH"]


# The edges, with real drivers


def test_a_real_process_reaches_its_dependencies_with_real_drivers(system):
    answers = probe(
        system, "content", ["redis", "cache"], ["redis-tls", "cache"], ["mongo", "content-db"], ["mongo-tls", "content-db"],
        ["http", "OPENAI_URL", "/v1/models"])
    assert answers == ["PONG", "PONG", 1.0, 1.0, 200], answers
    answers = probe(system, "ads", ["redis", "cache"], ["postgres", "ads-db"], ["postgres-tls", "ads-db"])
    assert answers == ["PONG", 1, 1], answers


def test_the_journal_knows_who_called(system):
    probe(system, "crm", ["redis", "cache"], ["postgres", "crm-db"])
    lines = orrery("journal", "--from", "crm", "--format", "json", cwd=system.folder).stdout.splitlines()
    entries = [json.loads(line) for line in lines]
    for callee, kind in (("cache", "redis"), ("crm-db", "postgres")):
        found = [e for e in entries if (e["callee"], e["kind"], e["outcome"]) == (callee, kind, "connected")]
        assert found and found[-1]["manifest"]["file"].endswith("crm.yaml"), entries


def test_an_edge_whose_policy_is_gone_is_refused_to_a_real_process_and_the_journal_says_why(start, manifests):
    manifests.remove("services/content.yaml", "NetworkPolicy", "content-to-cache")
    manifests.remove("services/content.yaml", "ApplicationNetworkPolicy", "content-to-openai")
    system = start("--manifests", manifests)
    refused, mongo, openai = probe(
        system, "content", ["redis", "cache"], ["mongo", "content-db"], ["http", "OPENAI_URL", "/v1/models"])
    assert "onnection" in refused and mongo == 1.0 and openai == 403
    lines = orrery("journal", "--outcome", "denied", "--format", "json", cwd=system.folder).stdout.splitlines()
    entries = {e["callee"]: e for e in map(json.loads, lines) if e["caller"] == "content"}
    for callee in ("cache", "openai"):
        assert "default-deny" in entries[callee]["reason"]
        assert entries[callee]["manifest"]["file"].endswith(".yaml")


# The outside by its own names


def test_vendors_and_services_are_reached_by_their_own_names(system):
    answers = probe(
        system, "content", ["get", "https://api.openai.com/v1/models"],
        ["get", "http://ads-mcp.services.svc.cluster.local/livez"], ["get", "http://ads-mcp.services/livez"],
        ["get", "http://ads-mcp/livez"], ["get", "http://ads-mcp.services.svc/livez"])
    assert [a["status"] for a in answers] == [200] * 5, answers


def test_the_vendors_own_sdk_needs_no_address(system):
    code = (
        "import openai, os; token = open(os.environ['ORRERY_FILES'] + '/var/run/secrets/openai/token').read();"
        "print(openai.OpenAI(api_key=token).models.list().data[0].object)")
    result = run_as(system, "content", "-c", code)
    assert result.stdout.strip() == "model", result.stderr


def test_a_host_that_nobody_declares_is_refused_and_said_so(system):
    tunnel, plain = probe(
        system, "content", ["get", "https://example.com/"], ["get", "http://example.com/"])
    assert "403" in tunnel["error"] and "no such host: 'example.com'" in tunnel["error"]
    assert plain["status"] == 403 and "no such host: 'example.com'" in plain["body"]
    lines = orrery("journal", "--from", "content", "--to", "example.com", "--format", "json", cwd=system.folder)
    entries = [json.loads(line) for line in lines.stdout.splitlines()]
    assert {e["outcome"] for e in entries} == {"refused", "no such host"}
    assert all(e["manifest"]["file"].endswith("content.yaml") for e in entries)


def test_names_of_the_cluster_resolve_only_inside(system):
    """The gateway's proxy knows them; this machine's resolver does not."""
    with pytest.raises(requests.ConnectionError):
        requests.get("http://content.services.svc.cluster.local/livez", timeout=5)


# The life of the process


def test_the_exit_code_is_passed_through(system):
    assert run_as(system, "content", "-c", "raise SystemExit(7)").returncode == 7
    missing = orrery("exec", "content", "--quiet", "--", "no-such-program", cwd=system.folder)
    assert missing.returncode == 127 and "cannot run 'no-such-program'" in missing.stderr


def test_input_and_output_are_the_process_s_own(system):
    result = run_as(system, "content", "-c", "import sys; print(sys.stdin.read()[::-1]); print('e', file=sys.stderr)", input="abc")
    assert result.stdout == "cba\n" and result.stderr == "e\n"


@pytest.fixture
def server(system):
    """Starts `processes/server.py` in the place of a workload, and ends what is left."""
    started = []

    def start(workload, *arguments, folder=None, options=()):
        process = subprocess.Popen(
            [str(ORRERY), "exec", workload, "--quiet", *options, "--", sys.executable, str(SERVER), *arguments],
            cwd=folder or system.folder, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    system.wait_until_all_ready()


def test_a_real_process_takes_the_place_behind_the_same_routes_and_gives_it_back(system, server):
    token = system.machine_token()
    process = server("content")
    eventually(lambda: system.workloads["content"]["ready"] and system.workloads["content"]["played_by"] == "process")
    answer = system.request("GET", "/content/drafts?x=1", token=token)
    assert answer.status_code == 200 and answer.json()["process"] == process.pid
    assert answer.json()["target"] == "/content/drafts?x=1"
    # The developer's own address leads there too.
    assert requests.get(system.part("content")["url"] + "/x", timeout=5).json()["process"] == process.pid
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 42
    eventually(lambda: system.workloads["content"]["ready"] and system.workloads["content"]["played_by"] == "image")
    back = system.request("GET", "/content/drafts", token=token)
    assert back.status_code == 200 and "process" not in back.text


def test_a_process_that_is_killed_gives_its_place_back(system, server):
    process = server("ads")
    eventually(lambda: system.workloads["ads"]["played_by"] == "process")
    process.kill()
    eventually(lambda: system.workloads["ads"]["played_by"] == "image", seconds=5)


def test_probes_decide_when_a_real_process_gets_traffic(system, server):
    token = system.machine_token()
    process = server("crm", "--not-ready")
    eventually(lambda: "GET /readyz answered 503" in system.workloads["crm"].get("reason", ""))
    assert system.request("GET", "/crm/contacts", token=token).status_code == 503
    process.send_signal(signal.SIGUSR1)
    eventually(lambda: system.workloads["crm"]["ready"])
    assert system.request("GET", "/crm/contacts", token=token).json()["process"] == process.pid


def test_a_process_whose_liveness_probe_fails_is_started_again(start, server):
    """With the probe's own numbers, on the instance's clock, as the kubelet does it."""
    system = start()
    token = system.machine_token()
    supervisor = server("content", options=["--restart"], folder=system.folder)

    def process():
        answer = system.request("GET", "/content/drafts", token=token)
        return answer.json().get("process") if answer.status_code == 200 else None

    def advance():
        requests.post(system.ready["control"] + "/v1/clock", json={"advance": 10}, timeout=5)
        return True

    first = eventually(process)
    assert first != supervisor.pid
    os.kill(first, signal.SIGUSR2)
    second = eventually(lambda: advance() and process() not in (None, first) and process())
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    # One that ends by itself is started again too, and the supervisor's own end is the end of both.
    os.kill(second, signal.SIGKILL)
    third = eventually(lambda: process() not in (None, second) and process())
    assert system.workloads["content"]["played_by"] == "process"
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(timeout=10) == 42
    with pytest.raises(ProcessLookupError):
        os.kill(third, 0)
    eventually(lambda: system.workloads["content"]["played_by"] == "image")


def test_a_supervisor_that_is_killed_takes_its_process_with_it(system, server):
    token = system.machine_token()
    supervisor = server("crm", options=["--restart"])

    def process():
        answer = system.request("GET", "/crm/contacts", token=token)
        return answer.json().get("process") if answer.status_code == 200 else None

    child = eventually(process)
    assert child != supervisor.pid
    supervisor.kill()
    supervisor.wait(timeout=10)
    eventually(lambda: not Path(f"/proc/{child}").exists() or "zombie" in Path(f"/proc/{child}/status").read_text())
    eventually(lambda: system.workloads["crm"]["played_by"] == "image")


def test_only_one_process_plays_a_workload(system, server):
    server("orchestrator")
    eventually(lambda: system.workloads["orchestrator"]["played_by"] == "process")
    second = orrery("exec", "orchestrator", "--", "true", cwd=system.folder)
    assert second.returncode == 1 and "another process plays 'orchestrator' already" in second.stderr


def test_answers_come_piece_by_piece(system, server):
    server("content")
    eventually(lambda: system.workloads["content"]["ready"] and system.workloads["content"]["played_by"] == "process")
    url = system.part("content")["url"]
    # For a moment the container that went counts as ready.
    eventually(lambda: requests.get(url + "/x", timeout=5).status_code == 200)
    start = time.monotonic()
    with requests.get(url + "/stream", stream=True, timeout=10) as answer:
        lines = answer.iter_lines()
        assert next(lines) == b"0"
        assert time.monotonic() - start < 1.5
        assert list(lines) == [b"1", b"2"]


def test_a_worker_is_replaced_too(system, server):
    """The emulated worker stops taking jobs while a process has its place."""
    token = system.machine_token()
    process = server("jobs")
    eventually(lambda: system.workloads["jobs"]["played_by"] == "process")
    draft = system.request(
        "POST", "/content/drafts", token=token, json={"topic": "boots", "audience": "hikers"}).json()["id"]
    system.request("POST", f"/content/drafts/{draft}/publish", token=token)
    time.sleep(1)
    path = f"/content/drafts/{draft}"
    assert system.request("GET", path, token=token).json()["status"] != "published"
    process.kill()
    eventually(lambda: system.request("GET", path, token=token).json()["status"] == "published")


def test_a_denied_connection_takes_as_long_as_dropped_packets(start, manifests):
    """With --no-fast-deny nothing is answered, until the instance's clock says that the kernel would give up."""
    manifests.remove("services/content.yaml", "NetworkPolicy", "content-to-cache")
    system = start("--no-fast-deny", "--manifests", manifests)
    begin = time.monotonic()
    [answer] = probe(system, "content", ["redis", "cache"])
    assert "imeout" in answer and time.monotonic() - begin >= 5
    # The process gave up; the connection it made is denied when its time has come.
    requests.post(system.ready["control"] + "/v1/clock", json={"advance": 127}, timeout=5)
    eventually(lambda: orrery("journal", "--outcome", "denied", "--from", "content", cwd=system.folder).stdout)
