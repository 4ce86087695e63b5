"""Schemas of custom resources, of our own making, for the fields that we emit: `crds/*.yaml`, one file for each operator.

A key that ends in `*` is required, and a key that is not there is refused. A value is a map, a list with the form of its
elements, words with ` | ` between them for a choice, a regular expression after `~`, or the name of one of `FORMS`.
What the real definitions say in CEL stands in `RULES`.
"""

import ipaddress
import pathlib
import re

import jsonschema
import yaml

LABEL = "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$"
HOST = r"^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
STRINGS = {"type": "object", "additionalProperties": {"type": "string"}}
FORMS = {
    "any": {},
    "boolean": {"type": "boolean"},
    "cidr": {"type": "string", "format": "cidr"},
    "duration": {"type": "string", "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"},
    "host": {"type": "string", "pattern": HOST, "maxLength": 253},
    "int-or-string": {"type": ["integer", "string"]},
    "label": {"type": "string", "pattern": LABEL, "maxLength": 253},
    "selector": {
        "type": "object",
        "properties": {
            "matchLabels": STRINGS,
            "matchExpressions": {
                "type": "array",
                "items": {
                    "type": "object", "required": ["key", "operator"], "additionalProperties": False,
                    "properties": {
                        "key": {"type": "string"}, "operator": {"enum": ["In", "NotIn", "Exists", "DoesNotExist"]},
                        "values": {"type": "array", "items": {"type": "string"}}}}}},
        "additionalProperties": False,
    },
    "string": {"type": "string"},
    "strings": STRINGS,
}

CHECKER = jsonschema.FormatChecker(formats=[])


@CHECKER.checks("cidr", raises=ValueError)
def is_cidr(text):
    """Without bits behind the prefix, which Kubernetes refuses."""
    return not isinstance(text, str) or ipaddress.ip_network(text, strict=True) is not None


def schema(form):
    if isinstance(form, dict):
        keys = {key.removesuffix("*"): schema(value) for key, value in form.items()}
        required = [key[:-1] for key in form if key.endswith("*")]
        return {"type": "object", "properties": keys, "required": required, "additionalProperties": False}
    if isinstance(form, list):
        [item] = form
        return {"type": "array", "items": schema(item), "minItems": 1}
    if form in FORMS:
        return FORMS[form]
    if form.startswith("~"):
        return {"type": "string", "pattern": f"^({form[1:]})$"}
    number = re.fullmatch(r"(integer|number) ([0-9]+)\.\.([0-9]+)?", form)
    if number:
        kind, least, most = number.groups()
        return {"type": kind, "minimum": int(least), **({"maximum": int(most)} if most else {})}
    return {"enum": form.split(" | ")}


def read():
    schemas = {}
    for file in sorted((pathlib.Path(__file__).parent / "crds").glob("*.yaml")):
        for name, form in yaml.safe_load(file.read_text()).items():
            api, kind = name.split(" ")
            schemas[(api, kind)] = schema(form)
    return schemas


SCHEMAS = read()


# MARK: what the definitions say in CEL


def one_kind_of_peer(spec):
    for rule in spec.get("egress", []):
        for peer in rule.get("to", []):
            assert not ("domainNames" in peer and len(peer) > 1), "domainNames with another kind of peer"


def bounds_in_order(spec):
    assert spec["minReplicaCount"] <= spec["maxReplicaCount"]


def exactly_one_project(spec):
    assert ("projectRef" in spec) != ("externalProjectRef" in spec)


def no_backends_beside_a_redirect(spec):
    for rule in spec["rules"]:
        kinds = [f["type"] for f in rule.get("filters", [])]
        assert not ("RequestRedirect" in kinds and rule.get("backendRefs"))
        assert len(kinds) == len(set(kinds)), "the same filter twice"
        assert len(rule.get("matches", [])) <= 64
        for match in rule.get("matches", []):
            path = match.get("path", {}).get("value", "/")
            for wrong in ("//", "/./", "/../", "%2f", "%2F", "#"):
                assert wrong not in path, path
            assert not path.endswith(("/..", "/."))
    assert len(spec["rules"]) <= 16
    assert len(spec.get("hostnames", [])) <= 16


def listeners_are_distinct(spec):
    names = [listener["name"] for listener in spec["listeners"]]
    ways = [(listener["port"], listener["protocol"], listener.get("hostname")) for listener in spec["listeners"]]
    assert len(names) == len(set(names)) and len(ways) == len(set(ways))


def names_or_pods_in_one_rule(spec):
    for rule in spec.get("egress", []):
        assert not ("toFQDNs" in rule and ("toEndpoints" in rule or "toCIDR" in rule))


def capacity_in_halves(spec):
    capacity = spec.get("serverlessV2ScalingConfiguration")
    if capacity:
        least, most = capacity["minCapacity"], capacity["maxCapacity"]
        assert least <= most and least * 2 == int(least * 2) and most * 2 == int(most * 2)


def one_action_of_each_kind(spec):
    actions = spec["actions"]
    configurations = {"jwt-validation": "jwtValidationConfig", "fixed-response": "fixedResponseConfig"}
    assert len(actions) <= 2 and len({action["type"] for action in actions}) == len(actions)
    for action in actions:
        assert action.keys() == {"type", configurations[action["type"]]}, "the configuration of another type"
        assert not 300 <= action.get("fixedResponseConfig", {}).get("statusCode", 200) <= 399
        for claim in action.get("jwtValidationConfig", {}).get("additionalClaims", []):
            assert len(claim["values"]) <= 10
            assert claim["format"] != "space-separated-values" or not any(" " in value for value in claim["values"])


RULES = {
    "ApplicationNetworkPolicy": one_kind_of_peer,
    "AtlasDatabaseUser": exactly_one_project,
    "AtlasDeployment": exactly_one_project,
    "AtlasPrivateEndpoint": exactly_one_project,
    "CiliumNetworkPolicy": names_or_pods_in_one_rule,
    "DBCluster": capacity_in_halves,
    "Gateway": listeners_are_distinct,
    "HTTPRoute": no_backends_beside_a_redirect,
    "ListenerRuleConfiguration": one_action_of_each_kind,
    "ScaledObject": bounds_in_order,
}


def validate(item):
    """Judges everything of a custom resource but its metadata, which is like that of every object."""
    body = {name: value for name, value in item.items() if name not in ("apiVersion", "kind", "metadata")}
    jsonschema.Draft202012Validator(
        SCHEMAS[(item["apiVersion"], item["kind"])], format_checker=CHECKER).validate(body)
    rule = RULES.get(item["kind"])
    if rule:
        rule(item["spec"])
