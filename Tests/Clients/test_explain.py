"""`orrery explain` of requests and edges: from the manifests alone, each hop with the line that decides it."""

import json

import yaml

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


# Status


def ask(*words):
    result = orrery("explain", *words, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_route_a_gateway_and_an_ingress_have_their_status_and_events():
    text = ask("HTTPRoute/services/content-read", "--environment", "dev")
    assert "status, at observedGeneration 1" in text
    assert "parent services/gateway, by gateway.envoyproxy.io/gatewayclass-controller" in text
    assert "Accepted         True    Accepted" in text and "ResolvedRefs     True    ResolvedRefs" in text
    gateway = json.loads(ask("Gateway/services/gateway", "--environment", "dev", "--format", "json"))["status"]
    own, listener = gateway["sections"]
    assert {c["type"]: c["status"] for c in own["conditions"]} == {"Accepted": "True", "Programmed": "True"}
    assert listener["subject"] == "listener http" and listener["attached_routes"] > 5
    assert all(c["manifest"]["file"].endswith("edge/gateway.yaml") for c in listener["conditions"])
    ingresses = [o for o in objects() if o.startswith("Ingress/")]
    assert ingresses
    for name in ingresses:
        assert "SuccessfullyReconciled" in ask(name, "--environment", "dev")


def objects():
    found = []
    for file in sorted((ROOT / "generated/promptsales/dev").rglob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text()):
            if document and "metadata" in document:
                metadata = document["metadata"]
                found.append("/".join(filter(None, [document["kind"], metadata.get("namespace"), metadata["name"]])))
    return found


def test_what_a_controller_would_complain_about_is_shown_for_a_folder_of_manifests(manifests):
    with manifests.object("edge/gateway.yaml", "HTTPRoute", "content-read") as route:
        route["spec"]["rules"][0]["backendRefs"][0]["name"] = "gone"
    name = "HTTPRoute/services/content-read"
    status = json.loads(ask(name, "--manifests", manifests, "--format", "json"))["status"]
    [condition] = [c for c in status["sections"][0]["conditions"] if c["type"] == "ResolvedRefs"]
    assert (condition["status"], condition["reason"]) == ("False", "BackendNotFound")
    assert condition["observed_generation"] == 1
    lines = (manifests.folder / "edge/gateway.yaml").read_text().splitlines()
    assert "backendRefs" in "\n".join(lines[condition["manifest"]["line"] - 4:condition["manifest"]["line"]])
    assert "BackendNotFound: rules[0]: there is no Service 'services/gone'" in ask(name, "--manifests", manifests)
    nothing = orrery("explain", "Deployment/services/content", "--manifests", manifests, cwd=ROOT)
    assert nothing.returncode == 1 and "nothing is known of a status" in nothing.stderr


def test_an_edge_that_is_closed_names_every_policy_and_the_nearest_rule(manifests):
    manifests.remove("services/content.yaml", "NetworkPolicy", "content-to-cache")
    edge = json.loads(ask("edge", "content", "cache", "--manifests", manifests, "--format", "json"))
    assert not edge["allowed"]
    names = [p["name"] for p in edge["policies"]]
    assert "default-deny" in names and len(names) > 3
    for policy in edge["policies"]:
        place = policy["manifest"]
        assert f"{policy['kind']} 'services/{policy['name']}' ({place['file']}:{place['line']})" in edge["reason"]
    assert edge["nearest"]["mismatch"] and edge["nearest"]["rule"]["manifest"]["line"] > 1
