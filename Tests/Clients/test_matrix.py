"""Who reaches whom, for every ordered pair of parts of PromptSales, as a real process in the caller's place.

The process asks as a service would: services and vendors by their own names, stores at the addresses it was given. What
a workload was given no address for it asks by name through its proxy. Every pair that the blueprint declares answers;
every other one is refused, with a reason that names a policy.
"""

import json
import re

import pytest
import yaml

from conftest import ROOT, orrery
from test_exec import probe

BLUEPRINT = yaml.safe_load((ROOT / "blueprints/promptsales/blueprint.yaml").read_text())
SERVICES = [*BLUEPRINT["services"], *BLUEPRINT["mcp"]]
WORKLOADS = SERVICES + list(BLUEPRINT["workers"])
STORES = {"cache": "redis", "ads-db": "postgres", "crm-db": "postgres", "content-db": "mongo"}
VENDORS = {name: external["host"] for name, external in BLUEPRINT["externals"].items()}
HOSTS = {name: store["host"] for name, store in BLUEPRINT["environments"]["dev"]["data"].items()}
# YAML 1.1 takes the key `on` for a truth value.
ON = True
PORTS = {"redis": 6379, "postgres": 5432, "mongo": 27017}


def declared(workload):
    for group in ("services", "mcp", "workers"):
        if workload in BLUEPRINT[group]:
            spec = BLUEPRINT[group][workload] or {}
            uses = set(spec.get("uses", {}))
            queues = {q for q in BLUEPRINT["queues"] if q in uses or spec.get("consumes") == q}
            return (uses - queues) | {BLUEPRINT["queues"][q][ON] for q in queues}
    raise KeyError(workload)


def questions(caller):
    """For each other part, how it is asked."""
    wanted = declared(caller)
    for name in SERVICES:
        if name != caller:
            yield name, ["get", f"http://{name}.services.svc.cluster.local/livez"]
    for name, host in VENDORS.items():
        yield name, ["get", f"https://{host}/"]
    for name, kind in STORES.items():
        if name in wanted:
            yield name, [kind, name]
        else:
            yield name, ["get", f"https://{HOSTS[name]}:{PORTS[kind]}/"]


@pytest.mark.parametrize("caller", WORKLOADS)
def test_declared_edges_answer_and_all_others_are_refused_with_a_reason(system, caller):
    asked = list(questions(caller))
    answers = probe(system, caller, *[question for _, question in asked])
    reached = set()
    for (callee, _), answer in zip(asked, answers):
        if isinstance(answer, dict):
            reason = answer.get("reason", "") + answer.get("error", "")
            if answer.get("status") == 403 or "error" in answer:
                # A vendor's own 403 carries no reason of ours.
                if "may not reach" in reason:
                    assert re.search(r"Policy '[\w/-]+'", reason), (callee, answer)
                    continue
            assert "error" not in answer, (callee, answer)
            reached.add(callee)
        else:
            assert answer in ("PONG", 1, 1.0), (callee, answer)
            reached.add(callee)
    assert reached == declared(caller)


@pytest.mark.parametrize("caller", WORKLOADS)
def test_what_is_explained_is_what_happens(caller):
    """`orrery explain edge`, from the manifests alone, says the same of each pair."""
    others = [n for n in [*SERVICES, *STORES, *VENDORS] if n != caller]
    allowed = set()
    for callee in others:
        result = orrery(
            "explain", "edge", caller, callee, "--format", "json", "--blueprint", ROOT / "blueprints/promptsales",
            "--environment", "dev")
        edge = json.loads(result.stdout)
        assert edge["manifest"]["line"] > 0 and "olicy '" in edge["reason"], edge
        if edge["allowed"]:
            allowed.add(callee)
    assert allowed == declared(caller)
