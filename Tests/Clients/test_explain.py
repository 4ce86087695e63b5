"""`orrery explain` of requests and edges: from the manifests alone, each hop with the line that decides it."""

import json

from conftest import ROOT, orrery


def explain(*words):
    result = orrery("explain", *words, "--format", "json", cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def line(place):
    return (ROOT / place["file"]).read_text().splitlines()[place["line"] - 1]


def test_each_hop_of_a_request_names_the_line_that_decides_it():
    answer = explain("GET", "https://api.dev.promptsales.com/content/drafts")
    assert answer["environment"] == "promptsales dev"
    hops = [(hop["kind"], hop["at"]) for hop in answer["hops"]]
    assert hops == [
        ("load-balancer", "alb"), ("service", "gateway"), ("policy", "gateway"), ("token", "gateway"),
        ("gateway", "gateway"), ("service", "content"), ("policy", "content"), ("pod", "content")]
    assert all("manifest" in hop for hop in answer["hops"]), answer
    token = answer["hops"][3]
    assert "content.read" in token["decision"] and "SecurityPolicy 'services/content-read'" in token["decision"]


def test_the_environment_is_found_by_the_host():
    answer = explain("GET", "https://api.promptsales.com/content/drafts")
    assert answer["environment"] == "promptsales production"
    assert answer["hops"][0]["manifest"]["file"].startswith("generated/promptsales/production/")


def test_a_request_that_nothing_takes_ends_where_it_is_refused():
    last = explain("GET", "https://api.dev.promptsales.com/nowhere")["hops"][-1]
    assert last["at"] == "gateway" and "404" in last["decision"] and not last["goes_on"]
    first = explain("GET", "http://api.dev.promptsales.com/content")["hops"]
    assert len(first) == 1 and "redirects to https://" in first[0]["decision"]


def test_a_request_within_the_cluster_is_explained():
    answer = explain("GET", "http://content/livez", "--from", "ads", "--environment", "dev")
    assert answer["hops"][-1]["kind"] == "policy" and "may not reach" in answer["hops"][-1]["decision"]
    answer = explain("GET", "http://content.services/livez", "--from", "jobs", "--environment", "dev")
    assert answer["hops"][-1]["kind"] == "pod"


def test_an_edge_names_the_rule_that_allows_it_or_the_nearest():
    edge = explain("edge", "content", "redis", "--environment", "dev")
    assert edge["callee"] == "cache" and edge["allowed"] and "content-to-cache" in edge["reason"]
    edge = explain("edge", "content", "ads-db", "--environment", "dev")
    assert not edge["allowed"] and "the nearest rule" in edge["reason"]


def test_unknown_names_are_pointed_out():
    result = orrery("explain", "edge", "contend", "cache", cwd=ROOT)
    assert result.returncode == 1 and "did you mean 'content'?" in result.stderr
    result = orrery("explain", "one", "two", "three", cwd=ROOT)
    assert "is no question" in result.stderr
