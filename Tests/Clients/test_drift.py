"""`orrery up --manifests` on files that differ from what the blueprint makes says so, and where."""

import json

from conftest import ROOT


def test_manifests_as_the_blueprint_makes_them_say_nothing(start, manifests):
    system = start("--manifests", manifests)
    assert "drift" not in system.log.read_text()


def test_each_difference_is_named_with_its_line(start, manifests):
    path = "services/content.yaml"
    with manifests.object(path, "Deployment", "content") as deployment:
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        container["image"] = "elsewhere/promptsales/content:9"
        container["env"] = [{"name": "EXTRA", "value": "x"}]
        del container["lifecycle"]
    manifests.remove("services/ads.yaml", "PodDisruptionBudget", "ads")
    system = start("--manifests", manifests, "--format", "json")
    lines = [line for line in system.log.read_text().splitlines() if line.startswith(("[", "{", " "))]
    log = system.log.read_text()
    assert "for 'dev' in 4 places" in log
    assert "spec.template.spec.containers[0].image" in log and "elsewhere/promptsales/content:9" in log
    assert "does not make 'spec.template.spec.containers[0].env' of Deployment 'services/content'" in log
    assert "'spec.template.spec.containers[0].lifecycle', which is missing in Deployment" in log
    assert "PodDisruptionBudget 'services/ads', which the blueprint makes, is in none" in log
    number = next(
        n for n, line in enumerate((manifests.folder / path).read_text().splitlines(), 1) if "image: elsewhere" in line)
    assert f'"line": {number}' in log or f'"line":{number}' in log, lines
