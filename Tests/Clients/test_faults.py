"""Faults that somebody asked for: over the command line, on services, vendors and stores, for services and processes."""

import json
import time
from pathlib import Path

import pytest
import redis
import requests
from redis.backoff import NoBackoff
from redis.retry import Retry

from conftest import orrery
from test_exec import environment, probe
from test_swap import real_redis, swap  # noqa: F401


@pytest.fixture
def fault(system):
    """`fault("content", "--status", "503")`, taken back at the end."""
    done = []

    def fault(part, *options, edge=None):
        more = ["--edge", edge] if edge else []
        result = orrery("fault", part, *options, *more, cwd=system.folder)
        assert result.returncode == 0, result.stderr
        done.append((part, *more))
        return result.stdout

    yield fault
    for part, *more in done:
        orrery("fault", part, "--clear", *more, cwd=system.folder)


def test_a_service_answers_an_error_until_the_fault_is_taken_back(system, fault):
    token = system.machine_token()
    assert fault("content", "--status", "500") == "'content': status 500\n"
    answer = system.request("GET", "/content/drafts", token=token)
    assert answer.status_code == 500 and "a fault declared for 'content'" in answer.json()["detail"]
    listed = json.loads(orrery("fault", "--format", "json", cwd=system.folder).stdout)["faults"]
    assert listed == [{"part": "content", "fault": {"status": 500, "share": 1.0}}]
    lines = orrery("journal", "--to", "content", "--format", "json", cwd=system.folder).stdout.splitlines()
    assert "a fault declared for 'content'" in json.loads(lines[-1])["reason"]
    assert orrery("fault", "content", "--clear", cwd=system.folder).returncode == 0
    assert system.request("GET", "/content/drafts", token=token).status_code == 200
    again = orrery("fault", "content", "--clear", cwd=system.folder)
    assert again.returncode == 1 and "'content' has no fault" in again.stderr


def test_a_process_meets_the_faults_of_its_own_edges(system, fault):
    fault("openai", "--status", "503", edge="content")
    fault("cache", "--reset", edge="content")
    [openai, cache] = probe(system, "content", ["http", "OPENAI_URL", "/v1/models"], ["redis", "cache"])
    assert openai == 503 and "onnection" in cache
    assert probe(system, "ads", ["redis", "cache"]) == ["PONG"]


def connection_to_cache(system, workload):
    """As a process in the place of `workload` has it; it is not opened anew behind one's back."""
    given = environment(system, workload)
    secrets = Path(given["ORRERY_FILES"]) / "var/run/secrets/cache"
    return redis.Redis(
        host=given["CACHE_HOST"], port=int(given["CACHE_PORT"]), username=(secrets / "username").read_text(),
        password=(secrets / "password").read_text(), single_connection_client=True, retry=Retry(NoBackoff(), 0))


def test_a_reset_ends_the_connections_that_an_edge_has(system, fault):
    struck, other = (connection_to_cache(system, workload) for workload in ("content", "ads"))
    assert struck.ping() and other.ping()
    fault("cache", "--reset", edge="content")
    with pytest.raises(redis.ConnectionError):
        struck.ping()
    assert other.ping()
    orrery("fault", "cache", "--clear", "--edge", "content", cwd=system.folder)
    assert struck.ping()


def echoes_late(system, fault):
    """A delay strikes what is sent on a connection that stands, and leaves the order of it alone."""
    client = connection_to_cache(system, "content")
    assert client.ping()
    fault("cache", "--delay", "0.4", edge="content")
    for _ in range(2):
        pipeline = client.pipeline(transaction=False)
        for number in range(5000):
            pipeline.echo(number)
        begin = time.monotonic()
        assert pipeline.execute() == [b"%d" % number for number in range(5000)]
        assert time.monotonic() - begin >= 0.4
    orrery("fault", "cache", "--clear", "--edge", "content", cwd=system.folder)
    assert client.ping()


def test_a_delay_strikes_the_commands_on_a_connection(system, fault):
    echoes_late(system, fault)


def test_a_delay_strikes_the_commands_to_a_real_server(system, fault, swap, real_redis):
    swap("cache", real_redis.url)
    echoes_late(system, fault)


def test_a_reset_with_a_share_strikes_single_commands(system, fault):
    client = connection_to_cache(system, "content")
    fault("cache", "--reset", "--share", "0.3", edge="content")
    outcomes = []
    while len(outcomes) < 500 and (True, False) not in zip(outcomes, outcomes[1:]):
        try:
            outcomes.append(client.ping())
        except redis.ConnectionError:
            outcomes.append(False)
    # The connection stood, or the command before would have had no answer.
    assert (True, False) in zip(outcomes, outcomes[1:])
    lines = orrery("journal", "--to", "cache", "--format", "json", cwd=system.folder).stdout.splitlines()
    entries = [json.loads(line) for line in lines]
    assert any(e["summary"] == "command" and e["outcome"] == "reset" and "a fault" in e["reason"] for e in entries)


def test_a_store_that_breaks_off_is_an_error_of_the_service_and_not_its_end(system, fault):
    token = system.machine_token()
    fault("content-db", "--reset")
    assert system.request("GET", "/content/drafts", token=token).status_code == 503
    orrery("fault", "content-db", "--clear", cwd=system.folder)
    assert system.request("GET", "/content/drafts", token=token).status_code == 200


def test_a_delay_is_waited_for(system, fault):
    fault("meta", "--delay", "1", edge="content")
    begin = time.monotonic()
    probe(system, "content", ["get", "https://graph.facebook.com/me"])
    assert time.monotonic() - begin >= 1


@pytest.mark.parametrize("arguments, words", [
    (["cache", "--status", "500"], "a store, which has no HTTP status"), (["nobody", "--reset"], "called 'nobody'"),
    (["content", "--status", "200"], "between 400 and 599"), (["content", "--share", "0.5"], "needs a 'delay'"),
    (["content", "--reset", "--status", "500"], "cannot have both"), (["content"], "say what goes wrong"),
    (["content", "--reset", "--share", "2"], "up to 1"),
])
def test_what_is_no_fault_is_said(system, arguments, words):
    result = orrery("fault", *arguments, cwd=system.folder)
    assert result.returncode != 0 and words in result.stderr


def test_the_control_api_does_the_same(system):
    url = system.ready["control"] + "/v1/faults/content?edge=gateway"
    answer = requests.put(url, json={"delay": 0.01, "status": 502, "share": 0.5}, timeout=5)
    assert answer.json() == {"part": "content", "edge": "gateway", "fault": {"delay": 0.01, "status": 502, "share": 0.5}}
    assert requests.delete(url, timeout=5).status_code == 204
    assert requests.delete(url, timeout=5).status_code == 404
    assert requests.put(url, json={"slow": 1}, timeout=5).status_code == 400
