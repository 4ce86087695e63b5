"""Every layout deploys the same objects: judged by kubectl's kustomize and by Helm's own library."""

import subprocess

import helm_python as helm
import pytest
import yaml

from conftest import ROOT, orrery

SYSTEMS = ["promptsales", "shop"]
ARGO = "\ndelivery: { layout: argocd, repository: https://git.example.com/deployment.git, revision: main }\n"

each_system = pytest.mark.parametrize("name", SYSTEMS)


@pytest.fixture
def laid_out(tmp_path):
    """Generates a system in one layout; returns its folder."""

    def laid_out(name, layout, blueprint=None):
        output = tmp_path / layout
        source = blueprint or ROOT / "blueprints" / name
        result = orrery("generate", source, "--layout", layout, "--output", output)
        assert result.returncode == 0, result.stderr
        return output / name

    return laid_out


def documents(text):
    return [document for document in yaml.safe_load_all(text) if document]


def by_name(objects):
    found = {}
    for item in objects:
        metadata = item["metadata"]
        key = (item["kind"], metadata.get("namespace", ""), metadata["name"])
        assert key not in found, key
        found[key] = item
    return found


def plain(name, environment):
    """What the committed files say."""
    folder = ROOT / "generated" / name / environment
    files = [path for path in folder.rglob("*.yaml") if path.name != "kustomization.yaml"]
    return by_name(item for path in files for item in documents(path.read_text()))


def environments(name):
    return sorted(path.name for path in (ROOT / "generated" / name).iterdir() if path.is_dir())


def without_annotations(item, *names):
    for metadata in (item["metadata"], item.get("spec", {}).get("template", {}).get("metadata", {})):
        annotations = metadata.get("annotations", {})
        for name in names:
            annotations.pop(name, None)
        if not annotations:
            metadata.pop("annotations", None)
    return item


@each_system
def test_one_file_has_every_object_of_its_environment(laid_out, name):
    folder = laid_out(name, "single")
    for environment in environments(name):
        objects = documents((folder / f"{environment}.yaml").read_text())
        assert by_name(objects) == plain(name, environment)
        assert objects[0]["kind"] == "Namespace"


@each_system
def test_helm_makes_of_the_chart_what_the_plain_files_say(laid_out, name):
    folder = laid_out(name, "helm") / "chart"
    with helm.Chart.load(str(folder)) as chart:
        assert chart.name == name
        for environment in environments(name):
            values = yaml.safe_load((folder / f"values-{environment}.yaml").read_text())
            rendered = chart.render(values, name=name, namespace="default")
            made = by_name(item for text in rendered.values() for item in documents(text))
            wanted = plain(name, environment)
            # The chart's fingerprint follows its values, so that it changes with what a person sets.
            for objects in (made, wanted):
                for item in objects.values():
                    without_annotations(item, "orrery.dev/configuration")
            assert made == wanted, environment


@each_system
def test_helm_finds_nothing_wrong_with_the_chart(laid_out, name):
    folder = laid_out(name, "helm") / "chart"
    report = helm.lint(str(folder))
    assert report["errors"] == []
    assert [message for message in report["messages"] if message["severity"] >= 2] == []


def test_a_value_of_the_chart_takes_effect_wherever_it_stands(laid_out):
    folder = laid_out("promptsales", "helm") / "chart"
    # Where an image is not named by digest; a digest decides, whatever the tag says.
    values = yaml.safe_load((folder / "values-dev.yaml").read_text())
    values["image"] = {"registry": "registry.example", "tag": "9.9.9"}
    values["domain"] = "other.example"
    with helm.Chart.load(str(folder)) as chart:
        rendered = chart.render(values, name="promptsales", namespace="default")
        before = chart.render(yaml.safe_load((folder / "values-dev.yaml").read_text()), name="promptsales")
    objects = [item for text in rendered.values() for item in documents(text)]
    images = [c["image"] for item in objects if item["kind"] == "Deployment"
              for c in item["spec"]["template"]["spec"]["containers"]]
    assert images and all(image.startswith("registry.example/") and image.endswith(":9.9.9") for image in images)
    [ingress] = [item for item in objects if item["kind"] == "Ingress"]
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == ["api.other.example"]
    text = "".join(rendered.values())
    assert "https://api.dev.promptsales.com" not in text
    assert "api.dev.promptsales.com" in "".join(before.values())


def test_braces_in_a_setting_are_no_action_of_the_template(tmp_path, laid_out):
    source = tmp_path / "shop"
    source.mkdir()
    text = (ROOT / "blueprints/shop/blueprint.yaml").read_text()
    setting = "a {{ .Values.x }} {{{{ }} `b` \\\"c\\\" {{/* d */}} \\ue000 %s"
    text = text.replace("  catalog:\n", f'  catalog:\n    environment: {{ TEMPLATE: "{setting}" }}\n')
    (source / "blueprint.yaml").write_text(text)
    for folder in ("contracts", "data"):
        (source / folder).symlink_to(ROOT / "blueprints/shop" / folder)
    folder = laid_out("shop", "helm", source) / "chart"
    with helm.Chart.load(str(folder)) as chart:
        rendered = chart.render({}, name="shop")
    objects = by_name(item for made in rendered.values() for item in documents(made))
    config = objects[("ConfigMap", "services", "catalog")]["data"]
    assert config["TEMPLATE"] == 'a {{ .Values.x }} {{{{ }} `b` "c" {{/* d */}} \ue000 %s'


@each_system
def test_kustomize_builds_the_layout_of_argo_cd_and_the_waves_are_in_order(tmp_path, laid_out, name):
    source = tmp_path / name
    source.mkdir()
    for path in (ROOT / "blueprints" / name).iterdir():
        if path.name != "blueprint.yaml":
            (source / path.name).symlink_to(path)
    (source / "blueprint.yaml").write_text((ROOT / "blueprints" / name / "blueprint.yaml").read_text() + ARGO)
    folder = laid_out(name, "argocd", source)
    applications = {item["metadata"]["name"]: item for item in documents((folder / "argocd.yaml").read_text())}
    assert sorted(applications) == [f"{name}-{environment}" for environment in environments(name)]
    waves = {}
    for environment in environments(name):
        assert applications[f"{name}-{environment}"]["spec"]["source"] == {
            "repoURL": "https://git.example.com/deployment.git", "targetRevision": "main",
            "path": f"generated/{name}/{environment}"}
        built = subprocess.run(["kubectl", "kustomize", str(folder / environment)], capture_output=True, text=True,
                               check=True)
        objects = by_name(documents(built.stdout))
        for (kind, namespace, _), item in objects.items():
            annotations = item["metadata"]["annotations"]
            waves.setdefault(kind, set()).add(int(annotations["argocd.argoproj.io/sync-wave"]))
            if namespace == "data" and kind == "Service":
                assert annotations["argocd.argoproj.io/sync-options"] == "Prune=false"
            without_annotations(item, "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/sync-options")
        wanted = plain(name, environment)
        for item in wanted.values():  # What stands for data may say so in every layout.
            without_annotations(item, "argocd.argoproj.io/sync-options")
        assert objects == wanted
    assert waves["Namespace"] == {-2} and waves["Deployment"] == {0} and waves["HTTPRoute"] == {1}
    assert waves["NetworkPolicy"] == {-1}


def test_a_layout_takes_the_place_of_another_and_foreign_files_stay(tmp_path):
    def generate(*arguments):
        result = orrery("generate", ROOT / "blueprints/promptsales", "--output", tmp_path / "out", *arguments)
        assert result.returncode == 0, result.stderr + result.stdout
        return {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file()}

    files = generate()
    mine = tmp_path / "out/promptsales/dev/services/mine.yaml"
    mine.write_text("kind: ConfigMap\n")
    single = generate("--layout", "single")
    assert {path for path in single if path.endswith(".yaml")} == {
        "promptsales/dev.yaml", "promptsales/staging.yaml", "promptsales/production.yaml",
        "promptsales/dev/services/mine.yaml"}
    chart = generate("--layout", "helm")
    assert "promptsales/chart/Chart.yaml" in chart and "promptsales/dev.yaml" not in chart
    mine.unlink()
    assert generate() == files
    for layout in ("files", "single", "helm"):
        generate("--layout", layout)
        check = orrery("generate", ROOT / "blueprints/promptsales", "--output", tmp_path / "out", "--layout", layout,
                       "--check")
        assert check.returncode == 0, check.stdout


def test_a_layout_that_lacks_something_says_what(tmp_path):
    result = orrery("generate", ROOT / "blueprints/shop", "--layout", "argocd", "--output", tmp_path)
    assert result.returncode != 0 and "repository" in result.stderr and not list(tmp_path.iterdir())
    result = orrery("generate", ROOT / "blueprints/shop", "--layout", "helm", "--environment", "dev", "--output", tmp_path)
    assert result.returncode != 0 and "--environment" in result.stderr
