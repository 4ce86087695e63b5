"""The system runs from its manifests and from nothing else: a rule that is wrong in them fails here as it would there.

Each test changes one thing in a copy of the generated manifests and sees what that does.
"""

import pytest
import redis

from conftest import ROOT, orrery

CONTENT = "services/content.yaml"
DRAFT = {"topic": "rain jackets", "audience": "cyclists"}


@pytest.fixture
def run(start, manifests):
    """Starts the system from the changed manifests."""
    return lambda: start("--manifests", manifests)


def refusal(manifests):
    """What `orrery up` says about manifests that cannot run."""
    result = orrery(
        "up", ROOT / "blueprints/promptsales", "--isolated", "--ephemeral", "--manifests", manifests)
    assert result.returncode == 1, result.stdout
    return result.stderr


def create_draft(system):
    return system.request("POST", "/content/drafts", token=system.machine_token(), json=DRAFT)


def test_what_is_generated_is_what_runs(run):
    """The other tests begin with manifests that work."""
    system = run()
    assert system.ready["not_ready"] == []
    assert create_draft(system).status_code == 201


def test_a_route_that_is_gone_is_not_found_at_the_gateway(run, manifests):
    for kind in ("HTTPRoute", "SecurityPolicy", "BackendTrafficPolicy"):
        manifests.remove("edge/gateway.yaml", kind, "mcp")
    system = run()
    gone = system.request("GET", "/mcp", token=system.machine_token())
    assert (gone.status_code, gone.headers["server"]) == (404, "envoy")
    assert create_draft(system).status_code == 201


def test_a_policy_about_a_route_that_is_gone_is_refused(manifests):
    manifests.remove("edge/gateway.yaml", "HTTPRoute", "content-read")
    assert "HTTPRoute 'content-read', which is not in its namespace" in refusal(manifests)


def test_the_load_balancer_forwards_only_the_paths_of_its_ingress(run, manifests):
    with manifests.object("edge/load-balancer.yaml", "Ingress", "promptsales") as ingress:
        ingress["spec"]["rules"][0]["http"]["paths"][0]["path"] = "/oauth"
    system = run()
    old = system.request("GET", "/content/drafts")
    assert (old.status_code, old.headers["server"]) == (404, "awselb/2.0")
    assert system.request("GET", "/oauth/jwks").status_code == 200


def test_the_load_balancer_answers_for_the_host_names_of_its_ingress(run, manifests):
    with manifests.object("edge/load-balancer.yaml", "Ingress", "promptsales") as ingress:
        ingress["spec"]["rules"][0]["host"] = "interfaces.dev.promptsales.com"
    system = run()
    assert system.host == "interfaces.dev.promptsales.com"
    old, new = system.request("GET", "/oauth/jwks", host="api.dev.promptsales.com"), system.request("GET", "/oauth/jwks")
    assert (old.status_code, old.headers["server"]) == (404, "awselb/2.0")
    # The gateway's routes still have the old name.
    assert (new.status_code, new.headers["server"]) == (404, "envoy")


def test_an_edge_without_its_network_policy_is_refused_and_says_which(run, manifests):
    manifests.remove(CONTENT, "NetworkPolicy", "content-to-cache")
    response = create_draft(run())
    assert response.status_code == 503
    assert "default-deny" in response.json()["detail"], response.text


def test_a_service_that_does_not_let_the_gateway_in_cannot_be_reached(run, manifests):
    manifests.remove(CONTENT, "NetworkPolicy", "content-from-gateway")
    system = run()
    token = system.machine_token()
    response = system.request("GET", "/content/drafts", token=token)
    assert response.status_code == 503
    assert "content" in response.headers["x-orrery-reason"]
    assert system.request("GET", "/ads/campaigns", token=token).status_code == 200


def test_a_missing_variable_is_named(run, manifests):
    with manifests.object(CONTENT, "ConfigMap", "content") as settings:
        del settings["data"]["OPENAI_URL"]
    response = create_draft(run())
    assert response.status_code == 500
    assert "'OPENAI_URL'" in response.json()["detail"]


def test_a_missing_config_map_keeps_the_container_from_starting(run, manifests):
    manifests.remove(CONTENT, "ConfigMap", "content")
    system = run()
    [content] = system.ready["not_ready"]
    assert content["name"] == "content"
    assert 'configmap "content" not found' in content["reason"]
    assert create_draft(system).status_code == 503


def test_a_missing_secret_mount_is_named(run, manifests):
    with manifests.object(CONTENT, "Deployment", "content") as deployment:
        mounts = deployment["spec"]["template"]["spec"]["containers"][0]["volumeMounts"]
        mounts.remove(next(m for m in mounts if m["name"] == "secret-openai"))
    response = create_draft(run())
    assert response.status_code == 500
    assert "'/var/run/secrets/openai/token'" in response.json()["detail"]


def test_a_pod_whose_readiness_probe_fails_gets_no_traffic(run, manifests):
    with manifests.object(CONTENT, "Deployment", "content") as deployment:
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        container["readinessProbe"]["httpGet"]["path"] = "/redyz"
    system = run()
    assert [pod["name"] for pod in system.ready["not_ready"]] == ["content"]
    assert "GET /redyz answered 404" in system.ready["not_ready"][0]["reason"]
    token = system.machine_token()
    assert system.request("GET", "/content/drafts", token=token).status_code == 503
    assert system.request("GET", "/ads/campaigns", token=token).status_code == 200


def test_a_service_needs_every_label_of_its_selector(run, manifests):
    with manifests.object(CONTENT, "Service", "content") as service:
        service["spec"]["selector"]["tier"] = "front"
    system = run()
    token = system.machine_token()
    assert system.request("GET", "/content/drafts", token=token).status_code == 503
    assert system.request("GET", "/crm/leads", token=token).status_code == 200


def test_a_token_needs_the_scope_that_the_policy_names(run, manifests):
    with manifests.changed("edge/gateway.yaml") as objects:
        for policy in (o for o in objects if o["kind"] == "SecurityPolicy"):
            for rule in policy["spec"].get("authorization", {}).get("rules", []):
                jwt = rule["principal"]["jwt"]
                jwt["scopes"] = ["ads.admin" if scope == "ads.read" else scope for scope in jwt["scopes"]]
    system = run()
    token = system.machine_token()
    assert system.request("GET", "/ads/campaigns", token=token).status_code == 403
    assert system.request("GET", "/content/drafts", token=token).status_code == 200


def test_a_service_port_that_no_container_has_is_refused(run, manifests):
    with manifests.object(CONTENT, "Service", "content") as service:
        service["spec"]["ports"][0]["port"] = 8081
    system = run()
    assert system.request("GET", "/content/drafts", token=system.machine_token()).status_code >= 500


def test_a_vendor_at_another_address_is_not_found(run, manifests):
    with manifests.object(CONTENT, "ConfigMap", "content") as settings:
        settings["data"]["OPENAI_URL"] = "https://api.openai.example"
    response = create_draft(run())
    assert response.status_code == 503
    assert "api.openai.example" in response.json()["detail"]


def test_a_job_in_another_stream_is_never_done(run, manifests):
    with manifests.object("workers/jobs.yaml", "ConfigMap", "jobs") as settings:
        settings["data"]["JOBS_STREAM"] = "promptsales:others"
    system = run()
    token = system.machine_token()
    draft = create_draft(system).json()
    queued = system.request("POST", f"/content/drafts/{draft['id']}/publish", token=token)
    assert queued.json()["status"] == "queued"
    cache = redis.Redis.from_url(system.part("cache")["url"])
    assert cache.xlen("promptsales:jobs") == 1
    assert cache.xinfo_groups("promptsales:jobs") == []


def test_a_frontend_that_is_gone_is_not_served(run, manifests):
    (manifests.folder / "vercel/admin/vercel.json").unlink()
    assert {part["name"] for part in run().ready["parts"] if part["kind"] == "frontend"} == {"portal"}


def test_a_manifest_that_is_not_yaml_is_refused_with_its_place(manifests):
    file = manifests.folder / CONTENT
    lines = file.read_text().splitlines()
    lines[20] = "  PORT: [8080"
    file.write_text("\n".join(lines))
    assert f"{CONTENT}:" in refusal(manifests)


@pytest.mark.parametrize("old, new, line", [
    ("        - name: http\n          containerPort: 8080", "        - name: http\n          containerPort: eighty", "eighty"),
    ("      port: 6379", "      port: [6379]", "[6379]"),
    ("          periodSeconds: 5", "          periodSeconds: often", "often"),
])
def test_a_field_of_the_wrong_type_is_refused_with_its_place(manifests, old, new, line):
    file = manifests.folder / CONTENT
    text = file.read_text()
    assert old in text
    text = text.replace(old, new, 1)
    file.write_text(text)
    position = text.index(line)
    row, column = text.count("\n", 0, position) + 1, position - text.rindex("\n", 0, position)
    assert f"{CONTENT}:{row}:{column}" in refusal(manifests)


def test_a_folder_without_manifests_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    assert "there are no manifests" in refusal(tmp_path / "empty")
    assert "there is no folder" in refusal(tmp_path / "nowhere")
