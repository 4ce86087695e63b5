"""PromptSales runs from the manifests of each of its environments, whatever cluster they are made for."""

import shutil

import pytest

from conftest import ROOT, eventually


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_the_system_runs_without_a_complaint(start, environment):
    system = start("--environment", environment)
    assert "warning[" not in system.log.read_text() and "error[" not in system.log.read_text()
    token = system.machine_token()
    body = {"topic": "trail shoes", "audience": "weekend hikers"}
    draft = system.request("POST", "/content/drafts", token=token, json=body)
    assert draft.status_code == 201, draft.text
    path = f"/content/drafts/{draft.json()['id']}"
    assert system.request("POST", f"{path}/publish", token=token).status_code == 202
    assert eventually(lambda: system.request("GET", path, token=token).json()["status"] == "published")


def test_cilium_keeps_a_vendor_away_whose_policy_is_gone(start, manifests, tmp_path):
    """The other vendors' policies name their own hosts and open nothing else."""
    folder = ROOT / "generated/promptsales/staging"
    staging = type(manifests)(tmp_path / "staging")
    shutil.copytree(folder, staging.folder)
    staging.remove("services/content.yaml", "CiliumNetworkPolicy", "content-to-openai")
    system = start("--manifests", staging)
    response = system.request(
        "POST", "/content/drafts", token=system.machine_token(), json={"topic": "a", "audience": "b"})
    assert response.status_code >= 500
    assert "may not reach 'api.openai.com' on TCP 443" in response.text
    # And `up` has said so before anything ran.
    log = system.log.read_text()
    assert "error[unreachable-edge]: Deployment 'services/content' is told to call 'https://api.openai.com'" in log
