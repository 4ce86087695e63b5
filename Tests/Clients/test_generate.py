"""`orrery generate` writes the same bytes every time, and only what is its own."""

import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT, orrery

SURROUNDINGS = [
    {"LC_ALL": "C", "TZ": "UTC"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"LC_ALL": "de_DE.UTF-8", "TZ": "America/St_Johns", "SWIFT_DETERMINISTIC_HASHING": "1"},
    {"SWIFT_DETERMINISTIC_HASHING": "1", "HOME": "/nonexistent"},
]


@pytest.fixture
def project(tmp_path):
    """A folder with a copy of the blueprints."""
    shutil.copytree(ROOT / "blueprints", tmp_path / "blueprints")
    return tmp_path


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def generate(project, *arguments, cwd=None, **options):
    cwd = cwd or project
    blueprint, output = os.path.relpath(project / "blueprints/promptsales", cwd), os.path.relpath(project / "generated", cwd)
    return orrery("generate", blueprint, "--output", output, *arguments, cwd=cwd, **options)


@pytest.mark.parametrize("blueprint", ["promptsales", "shop"])
def test_the_bytes_are_the_same_in_all_surroundings(project, blueprint):
    kept = contents(ROOT / "generated" / blueprint)
    assert kept
    for surroundings in SURROUNDINGS:
        shutil.rmtree(project / "generated", ignore_errors=True)
        result = orrery("generate", f"blueprints/{blueprint}", cwd=project, env=surroundings)
        assert result.returncode == 0, result.stderr
        assert contents(project / "generated" / blueprint) == kept, surroundings


@pytest.mark.parametrize("layout", ["files", "single", "helm", "argocd"])
def test_the_bytes_of_each_layout_are_the_same_in_all_surroundings(project, layout):
    if layout == "argocd":
        with (project / "blueprints/promptsales/blueprint.yaml").open("a") as blueprint:
            blueprint.write("\ndelivery: { layout: argocd, repository: https://git.example.com/d.git, revision: main }\n")
    runs = []
    for surroundings in SURROUNDINGS:
        shutil.rmtree(project / "generated", ignore_errors=True)
        result = generate(project, "--layout", layout, env=surroundings)
        assert result.returncode == 0, result.stderr
        runs.append(contents(project / "generated"))
    assert len(runs[0]) > 3
    assert all(run == runs[0] for run in runs)


@pytest.mark.parametrize("cwd", ["blueprints", "blueprints/promptsales", "/"])
def test_the_bytes_are_the_same_from_every_folder(project, cwd):
    result = generate(project, cwd=project / cwd)
    assert result.returncode == 0, result.stderr
    assert contents(project / "generated/promptsales") == contents(ROOT / "generated/promptsales")


def test_a_second_run_changes_nothing(project):
    assert "0 changed" not in generate(project).stdout
    times = {p: p.stat().st_mtime_ns for p in (project / "generated").rglob("*")}
    assert ", 0 changed" in generate(project).stdout
    assert times == {p: p.stat().st_mtime_ns for p in (project / "generated").rglob("*")}


def test_check_shows_a_diff_that_patch_takes_and_writes_nothing(project):
    generate(project)
    assert generate(project, "--check").returncode == 0
    file = project / "generated/promptsales/dev/services/content.yaml"
    wanted = contents(project / "generated")
    file.write_text(file.read_text().replace('PORT: "8080"', 'PORT: "9090"', 1))
    (project / "generated/promptsales/dev/services/crm.yaml").unlink()
    changed = contents(project / "generated")
    result = generate(project, "--check")
    assert result.returncode == 1
    assert '-  PORT: "9090"\n+  PORT: "8080"\n' in result.stdout
    assert "--- /dev/null\n" in result.stdout
    assert contents(project / "generated") == changed
    subprocess.run(["patch", "-p1"], input=result.stdout, text=True, cwd=project / "generated", check=True,
                   capture_output=True)
    assert contents(project / "generated") == wanted


def test_a_workload_that_is_gone_takes_its_file_along_and_foreign_files_stay(project):
    shutil.copytree(ROOT / "generated", project / "generated")
    blueprint = project / "blueprints/promptsales/blueprint.yaml"
    text = re.sub("      orchestrator: +sha256:[0-9a-f]+\n", "", blueprint.read_text())
    blueprint.write_text(
        text
        .replace("  orchestrator:\n    uses: { analytics-mcp: mcp, content-mcp: mcp, ads-mcp: mcp, crm-mcp: mcp }\n", "")
        .replace("      - { path: /mcp,          to: orchestrator, scopes: mcp }\n", "")
        .replace("uses: { gateway: [http, mcp] }", "uses: { gateway: http }")
        .replace("crm.write, mcp]", "crm.write]"))
    foreign = project / "generated/promptsales/dev/services/notes.txt"
    foreign.write_text("ours")
    handwritten = project / "generated/promptsales/dev/services/extra.yaml"
    handwritten.write_text("kind: ConfigMap\n")
    file = project / "generated/promptsales/dev/services/orchestrator.yaml"
    assert file.exists()
    result = generate(project)
    assert result.returncode == 0, result.stderr
    assert not file.exists()
    assert foreign.read_text() == "ours" and handwritten.exists()
    assert "orchestrator" not in (project / "generated/promptsales/dev/kustomization.yaml").read_text()


def test_a_broken_blueprint_writes_nothing(project):
    blueprint = project / "blueprints/promptsales/blueprint.yaml"
    blueprint.write_text(blueprint.read_text().replace("to: content,", "to: contend,"))
    result = generate(project)
    assert result.returncode == 1
    assert "did you mean 'content'?" in result.stderr
    assert not (project / "generated").exists()


def test_the_version_is_three_numbers():
    result = orrery("--version")
    assert result.returncode == 0 and re.fullmatch(r"\d+\.\d+\.\d+\n", result.stdout)
