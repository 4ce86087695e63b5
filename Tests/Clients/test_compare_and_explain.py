"""`generate --diff` and `explain` say what the files themselves say."""

import json
import re

import pytest
import yaml

from conftest import ROOT, orrery

BLUEPRINT = "blueprints/promptsales/blueprint.yaml"


def ask(*arguments):
    result = orrery(*arguments, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return result.stdout


def objects(environment):
    found = {}
    for path in (ROOT / "generated/promptsales" / environment).rglob("*.yaml"):
        for item in yaml.safe_load_all(path.read_text()):
            if "metadata" in item:
                metadata = item["metadata"]
                parts = [item["kind"], metadata.get("namespace"), metadata["name"]]
                found["/".join(part for part in parts if part)] = item
    return found


def at(item, path):
    """The value at `spec.rules[0].host`."""
    for key, index, quoted in re.findall(r'\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]', path):
        item = item[int(index)] if index else item[quoted.replace('\\"', '"') if quoted else key]
    return item


def fields(value, path=()):
    if isinstance(value, dict) and value:
        return {p: v for key, inner in value.items() for p, v in fields(inner, (*path, key)).items()}
    if isinstance(value, list) and value:
        return {p: v for key, inner in enumerate(value) for p, v in fields(inner, (*path, key)).items()}
    return {path: json.dumps(value)}


@pytest.mark.parametrize("pair", [("dev", "staging"), ("staging", "production"), ("production", "dev")])
def test_the_difference_of_two_environments_is_what_their_files_differ_in(pair):
    first, second = (objects(name) for name in pair)
    answer = json.loads(ask("generate", "blueprints/promptsales", "--diff", *pair, "--format", "json"))
    shown = {entry["object"]: entry for entry in answer["differences"] if not entry["object"].startswith("Vercel/")}
    assert {name for name, entry in shown.items() if entry.get("only_in") == pair[0]} == first.keys() - second.keys()
    assert {name for name, entry in shown.items() if entry.get("only_in") == pair[1]} == second.keys() - first.keys()
    both = first.keys() & second.keys()
    assert {name for name, entry in shown.items() if "fields" in entry} == {n for n in both if first[n] != second[n]}
    for name in both:
        for field in shown.get(name, {}).get("fields", []):
            for environment, item in ((pair[0], first[name]), (pair[1], second[name])):
                if environment in field:
                    assert at(item, field["path"]) == field[environment], (name, field)
        differing = set(fields(first[name]).items()) ^ set(fields(second[name]).items())
        assert bool(differing) == (name in shown)


def test_an_environment_does_not_differ_from_itself():
    answer = json.loads(ask("generate", "blueprints/promptsales", "--diff", "dev", "dev", "--format", "json"))
    assert answer["differences"] == []


def test_a_person_reads_the_difference_in_a_minute():
    text = ask("generate", "--diff", "staging", "production", "blueprints/promptsales")
    assert "- api.staging.promptsales.com\n+ api.promptsales.com\n" in text
    assert "only in production\n" in text
    assert len(text.splitlines()) < 200
    # Each image has a digest of its own in production; one stands for all.
    assert text.count("@sha256:") == 1 and "  and 9 more at the same places, each by another; '--verbose' shows them\n" in text
    assert "    10 of ApplicationNetworkPolicy: services/content-to-openai, " in text


def test_the_difference_in_full_names_every_value_and_object():
    text = ask("generate", "--diff", "staging", "production", "blueprints/promptsales", "--verbose")
    assert text.count("@sha256:") == 10 and not re.search(r"and \d+ more", text)
    assert "    ApplicationNetworkPolicy/services/crm-to-tiktok\n" in text


def test_an_unknown_environment_is_named():
    result = orrery("generate", "blueprints/promptsales", "--diff", "staging", "prod", cwd=ROOT)
    assert result.returncode != 0 and "'production'" in result.stderr


def causes(*question):
    answer = json.loads(ask("explain", *question, "--format", "json"))
    return answer, {cause["path"] for cause in answer["causes"]}


def test_the_image_of_a_deployment_comes_from_four_places_and_a_default():
    answer, paths = causes(
        "Deployment/services/content", "spec.template.spec.containers[0].image", "--blueprint", "blueprints/promptsales")
    assert paths == {
        "system", "services.content", "environments.dev.registry", "environments.dev.tag", "services.content.image"}
    kinds = {cause["path"]: cause["kind"] for cause in answer["causes"]}
    assert kinds["services.content.image"] == "default" and kinds["services.content"] == "name"
    line = (ROOT / BLUEPRINT).read_text().splitlines()[
        next(c["line"] for c in answer["causes"] if c["path"] == "environments.dev.tag") - 1]
    assert "tag: 0.1.0" in line


def test_a_line_of_a_manifest_leads_to_the_lines_of_the_blueprint():
    file = "generated/promptsales/staging/services/content.yaml"
    lines = (ROOT / file).read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "maxReplicas:" in text)
    answer, paths = causes(f"{file}:{line}")
    assert answer["environment"] == "staging" and answer["field"] == "spec.maxReplicas"
    assert answer["line"] == line
    assert "environments.staging.scale.max" in paths


def test_a_line_of_the_blueprint_leads_to_what_it_makes():
    lines = (ROOT / BLUEPRINT).read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.strip() == "openai:     call")
    answer = json.loads(ask("explain", f"{BLUEPRINT}:{line}", "--format", "json"))
    made = {effect["object"] for effect in answer["effects"] if effect["makes"] == "object"}
    assert "ExternalSecret/services/content-openai" in made
    fields = {
        field for effect in answer["effects"] if effect["object"] == "ConfigMap/services/content"
        for field in effect["fields"]}
    assert fields == {"data.OPENAI_URL"}


def test_what_no_key_changes_is_said():
    text = ask("explain", "Deployment/services/content", "spec.template.spec.enableServiceLinks", "--blueprint",
               "blueprints/promptsales")
    assert "no key of the blueprint changes it" in text


def test_questions_that_lead_nowhere_get_a_way_out():
    for question, hint in [
        (["Deployment/services/contend", "--blueprint", "blueprints/promptsales"], "did you mean 'Deployment/services/content'?"),
        (["Deployment/services/content", "spec.replica", "--blueprint", "blueprints/promptsales"], "has no field"),
        (["unknown-naem"], "did you mean 'unknown-name'?"),
        (["no/such/file.yaml:3"], "there is no file"),
    ]:
        result = orrery("explain", *question, cwd=ROOT)
        assert result.returncode != 0
        assert hint in result.stderr
