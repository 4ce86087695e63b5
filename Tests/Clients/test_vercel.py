"""The frontends' files are what Vercel documents: `vercel.yaml` has its forms."""

import json
import pathlib

import jsonschema
import pytest
import yaml

import custom_resources
from conftest import ROOT

FORMS = yaml.safe_load((pathlib.Path(__file__).parent / "vercel.yaml").read_text())
FILES = sorted((ROOT / "generated").glob("*/*/vercel/*/*.json"))


def validate(form, document):
    schema = custom_resources.schema(FORMS[form])
    jsonschema.Draft202012Validator(schema, format_checker=custom_resources.CHECKER).validate(document)


def test_there_are_files_of_every_form():
    assert {path.name for path in FILES} == set(FORMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "generated")))
def test_a_file_has_the_form_that_vercel_documents(path):
    validate(path.name, json.loads(path.read_text()))


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "vercel.json"], ids=lambda p: "/".join(p.parts[-5:-1]))
def test_every_rewrite_keeps_the_path_and_leaves_vercels_own_alone(path):
    rewrites = json.loads(path.read_text())["rewrites"]
    assert len(rewrites) <= 1024 and len({r["source"] for r in rewrites}) == len(rewrites)
    for rewrite in rewrites:
        assert not rewrite["source"].startswith(("/.well-known", "/:path*"))
        assert rewrite["destination"].removeprefix("https://").partition("/")[2] == rewrite["source"][1:]


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "project.json"], ids=lambda p: "/".join(p.parts[-5:-1]))
def test_every_variable_is_one_that_the_api_takes(path):
    variables = json.loads(path.read_text())["environmentVariables"]
    assert len({v["key"] for v in variables}) == len(variables)
    for variable in variables:
        # The value of a secret is nobody's to commit; where it is in the vault stands beside it.
        assert ("value" in variable) == (variable["type"] == "plain")
        assert (variable["type"] == "sensitive") == ("comment" in variable)
        # Vercel has no sensitive variables of development.
        assert "development" not in variable["target"]
        # A reference to a secret of the retired kind would be taken for the value itself.
        assert not variable.get("value", "").startswith("@")


@pytest.mark.parametrize("change", [
    {"env": {"KEY": "@key"}}, {"rewrites": [{"source": "/a"}]}, {"framework": "next"}, {"headers": [{"source": "/"}]}])
def test_the_forms_refuse_what_vercel_refuses(change):
    good = json.loads(next(p for p in FILES if p.name == "vercel.json").read_text())
    with pytest.raises(jsonschema.ValidationError):
        validate("vercel.json", {**good, **change})
