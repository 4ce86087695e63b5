"""`extra`, the way to fields that the blueprint has no word for: from its line to the file, to what runs, and back."""

import json
import shutil

import pytest
import yaml

from conftest import ROOT, orrery

EXTRA = """
extra:
  Deployment/services/catalog:
    metadata: { annotations: { example.com/team: storefront } }
    spec:
      template:
        spec:
          hostUsers: false
          containers:
            - name: catalog
              env:
                - { name: GREETING, value: hello }
"""


@pytest.fixture
def shop(tmp_path):
    """A copy of the shop, to which a test adds."""
    folder = tmp_path / "blueprints/shop"
    shutil.copytree(ROOT / "blueprints/shop", folder)
    return folder


def add(shop, text):
    """Adds to the blueprint; returns the number of the line on which a text stands in it."""
    file = shop / "blueprint.yaml"
    file.write_text(file.read_text() + text)
    lines = file.read_text().splitlines()
    return lambda part: next(number for number, line in enumerate(lines, 1) if part in line)


def findings(shop):
    return json.loads(orrery("check", shop, "--format", "json").stdout)


def test_an_extra_is_generated_in_its_place(shop):
    add(shop, EXTRA)
    result = orrery("generate", "blueprints/shop", cwd=shop.parents[1])
    assert result.returncode == 0, result.stderr
    for environment in ("dev", "production"):
        file = shop.parents[1] / f"generated/shop/{environment}/services/catalog.yaml"
        [deployment] = [d for d in yaml.safe_load_all(file.read_text()) if d["kind"] == "Deployment"]
        assert deployment["metadata"]["annotations"]["example.com/team"] == "storefront"
        pod = deployment["spec"]["template"]["spec"]
        assert pod["hostUsers"] is False
        [container] = pod["containers"]
        assert container["env"] == [{"name": "GREETING", "value": "hello"}]
        # What the generator says of the same container is still there.
        assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_the_emulator_runs_with_it_and_says_what_has_no_effect(shop, start):
    add(shop, EXTRA)
    system = start(blueprint=str(shop))
    result = orrery("env", "catalog", "--format", "json", cwd=system.folder)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["GREETING"] == "hello"
    log = system.log.read_text()
    assert "hostUsers" in log and "no effect here" in log


def test_a_line_of_the_file_leads_back_to_the_line_of_the_extra(shop):
    line = add(shop, EXTRA)
    orrery("generate", "blueprints/shop", cwd=shop.parents[1])
    file = "generated/shop/dev/services/catalog.yaml"
    lines = (shop.parents[1] / file).read_text().splitlines()
    for part, cause in [("value: hello", "GREETING"), ("hostUsers: false", "hostUsers"), ("example.com/team: ", "team")]:
        number = next(n for n, text in enumerate(lines, 1) if part in text)
        result = orrery("explain", f"{file}:{number}", "--format", "json", cwd=shop.parents[1])
        assert result.returncode == 0, result.stderr
        answer = json.loads(result.stdout)
        assert line(cause) in [c["line"] for c in answer["causes"] if c["kind"] == "value"], answer


def test_a_line_of_the_extra_leads_to_what_it_makes(shop):
    line = add(shop, EXTRA)
    place = f"blueprints/shop/blueprint.yaml:{line('hostUsers')}"
    answer = json.loads(orrery("explain", place, "--format", "json", cwd=shop.parents[1]).stdout)
    assert {effect["object"] for effect in answer["effects"]} == {"Deployment/services/catalog"}
    assert "spec.template.spec.hostUsers" in {f for effect in answer["effects"] for f in effect["fields"]}


MISTAKES = [
    ("hostUsers: false", "hostUsers: false\n          dnsConfig: none", "dnsConfig: none", "extra-type"),
    ("Deployment/services/catalog", "Deployment/services/catalogue", "Deployment/services/catalogue", "unknown-object"),
    ("    spec:\n", "    spec:\n      replicas: 3\n", "replicas: 3", "owned-field"),
    ("hostUsers: false", "terminationGracePeriodSeconds: 5", "terminationGracePeriodSeconds: 5", "short-grace-period"),
    ("name: catalog\n", "name: catalog\n              image: catalog:latest\n", "image: catalog:latest", "image-without-tag"),
    ("name: catalog\n", "name: catalog\n              readinessProbe: { httpGet: { port: 81 } }\n", "port: 81",
     "probe-port"),
]


@pytest.mark.parametrize("old, new, part, name", MISTAKES, ids=[mistake[3] for mistake in MISTAKES])
def test_a_mistake_in_an_extra_is_reported_where_it_stands(shop, old, new, part, name):
    text = EXTRA.replace(old, new, 1)
    assert text != EXTRA
    line = add(shop, text)
    [finding] = findings(shop)
    assert (finding["id"], finding["line"]) == (name, line(part)), finding
    # The caret is under the key, or under its value.
    source = (shop / "blueprint.yaml").read_text().splitlines()[finding["line"] - 1]
    caret = source[finding["column"] - 1:][:finding["length"]]
    assert caret in part.split(": "), finding
