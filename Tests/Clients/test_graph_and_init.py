"""Drawings that other programs can read, and blueprints from drawings."""

import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from conftest import ROOT, orrery

FIXTURE = ROOT / "Tests/GraphTests/Fixtures/architecture.md"
KINDS = ["layers", "infrastructure", "mcp"]
SVG = "{http://www.w3.org/2000/svg}"

each_diagram = pytest.mark.parametrize("name,kind", [(n, k) for n in ("promptsales", "shop") for k in KINDS if (n, k) != ("shop", "mcp")])


def draw(name, kind, form):
    result = orrery("graph", ROOT / "blueprints" / name, "--diagram", kind, "--as", form)
    assert result.returncode == 0, result.stderr
    return result.stdout


@each_diagram
def test_graphviz_takes_the_dot_and_finds_every_edge(name, kind):
    dot = draw(name, kind, "dot")
    plain = subprocess.run(["dot", "-Tplain"], input=dot, capture_output=True, text=True, check=True)
    assert plain.stderr == ""
    edges = [line for line in plain.stdout.splitlines() if line.startswith("edge ")]
    assert len(edges) == dot.count(" -> ")
    assert edges or name == "shop"


@each_diagram
def test_the_svg_is_xml_without_script_and_librsvg_draws_it(name, kind, tmp_path):
    svg = draw(name, kind, "svg")
    root = ElementTree.fromstring(svg)
    allowed = {"svg", "title", "defs", "marker", "path", "rect", "text", "polygon", "circle"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    width, height = float(root.get("width")), float(root.get("height"))
    for rect in root.iter(SVG + "rect"):
        x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
        assert x >= 0 and y >= 0
        assert x + float(rect.get("width")) <= width + 0.2 and y + float(rect.get("height")) <= height + 0.2
    (tmp_path / "a.svg").write_text(svg)
    subprocess.run(["rsvg-convert", "-o", tmp_path / "a.png", tmp_path / "a.svg"], check=True)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_page_of_promptsales_is_as_its_blueprint_draws_it():
    result = orrery("graph", "blueprints/promptsales", "--as", "markdown", "--output", "docs/promptsales.md", "--check",
                    cwd=ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("document", [FIXTURE, ROOT / "docs/promptsales.md"])
def test_a_document_s_drawings_become_a_blueprint_that_checks_generates_and_draws(tmp_path, document):
    result = orrery("init", "again", "--from", document, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    check = orrery("check", "again", cwd=tmp_path)
    assert check.returncode == 0 and check.stderr == "", check.stderr
    assert orrery("generate", "again", cwd=tmp_path).returncode == 0
    built = subprocess.run(["kubectl", "kustomize", tmp_path / "generated/again/dev"], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    text = (tmp_path / "again/blueprint.yaml").read_text()
    for name in ("content", "ads", "crm", "content-mcp", "ads-mcp", "crm-mcp", "analytics-mcp", "content-db", "ads-db"):
        assert re.search(rf"^  {name}:", text, re.MULTILINE), name
    assert "placeholder" in text


def test_the_starter_checks_generates_and_runs(tmp_path, start):
    assert orrery("init", "myshop", cwd=tmp_path).returncode == 0
    assert orrery("check", "myshop", cwd=tmp_path).returncode == 0
    running = start("--ephemeral", blueprint=tmp_path / "myshop")
    response = running.request("GET", "/hello")
    assert response.status_code == 200 and response.json()["message"] == "Hello from myshop"


def test_nothing_is_replaced(tmp_path):
    assert orrery("init", "myshop", cwd=tmp_path).returncode == 0
    blueprint = tmp_path / "myshop/blueprint.yaml"
    blueprint.write_text("mine")
    result = orrery("init", "myshop", cwd=tmp_path)
    assert result.returncode != 0 and "exists" in result.stderr
    assert blueprint.read_text() == "mine"


@pytest.mark.parametrize("name", ["My Shop", "-x", "a/b", "..", "1st"])
def test_a_name_that_is_none_is_refused(tmp_path, name):
    result = orrery("init", "--", name, cwd=tmp_path)
    assert result.returncode != 0 and not list(tmp_path.iterdir())
