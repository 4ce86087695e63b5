"""`orrery schema` is a JSON Schema that other tools take, and that agrees with the reader about blueprints."""

import copy
import json
import subprocess

import pytest
import yaml
from jsonschema import Draft202012Validator

from conftest import ORRERY, ROOT

BLUEPRINTS = sorted(ROOT.glob("blueprints/*/blueprint.yaml"))


class KeysAsText(yaml.SafeLoader):
    """A loader for which the key `on` is a text, as it is for editors and for Orrery."""


def map_with_text_keys(loader, node):
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


KeysAsText.add_constructor("tag:yaml.org,2002:map", map_with_text_keys)


@pytest.fixture(scope="module")
def schema():
    output = subprocess.run([ORRERY, "schema"], check=True, capture_output=True, timeout=60).stdout
    return json.loads(output)


def read(path):
    return yaml.load(path.read_text(), Loader=KeysAsText)


def test_the_schema_is_valid(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.parent.name)
def test_a_shipped_blueprint_is_valid(schema, path):
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(read(path))]
    assert errors == []


@pytest.mark.parametrize(
    "place, value",
    [
        (["fronteds"], {}),
        (["system"], "Prompt Sales"),
        (["services", "content", "prot"], 80),
        (["services", "content", "port"], 70000),
        (["services", "content", "scale", "cpu"], "70"),
        (["services", "content", "uses", "cache"], ["read", "delete"]),
        (["edge", "gateway", "routes", 0, "path"], "oauth"),
        (["data", "cache", "kind"], "memcached"),
        (["environments", "dev", "tag"], 1.1),
        (["environments", "dev", "acm", "api"], "certificate/1"),
    ],
    ids=lambda argument: ".".join(map(str, argument)) if isinstance(argument, list) else None,
)
def test_a_mistake_is_found(schema, place, value):
    blueprint = copy.deepcopy(read(ROOT / "blueprints" / "promptsales" / "blueprint.yaml"))
    holder = blueprint
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    assert not Draft202012Validator(schema).is_valid(blueprint)
