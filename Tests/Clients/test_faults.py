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


def test_a_reset_ends_the_connections_that_an_edge_has(system, fault):
    def connection(workload):
        given = environment(system, workload)
        secrets = Path(given["ORRERY_FILES"]) / "var/run/secrets/cache"
        return redis.Redis(
            host=given["CACHE_HOST"], port=int(given["CACHE_PORT"]), username=(secrets / "username").read_text(),
            password=(secrets / "password").read_text(), single_connection_client=True, retry=Retry(NoBackoff(), 0))

    struck, other = connection("content"), connection("ads")
    assert struck.ping() and other.ping()
    fault("cache", "--reset", edge="content")
    with pytest.raises(redis.ConnectionError):
        struck.ping()
    assert other.ping()
    orrery("fault", "cache", "--clear", "--edge", "content", cwd=system.folder)
    assert struck.ping()


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
