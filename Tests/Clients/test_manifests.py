"""The manifests under generated/, judged by tools and rules that share no code with the generator."""

import copy
import functools
import json
import pathlib
import subprocess
import sys

import custom_resources
import jsonschema
import kubernetes_validate
import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENTS = sorted(path.parent for path in (ROOT / "generated").glob("*/*/kustomization.yaml"))
# The Kubernetes versions that the manifests are meant for.
VERSIONS = ["1.33", "1.34", "1.35", "1.36", "1.37"]
# A setting may be a JSON document, which stands on one line whatever its length.
YAMLLINT = "{extends: default, rules: {line-length: disable, indentation: {indent-sequences: consistent}}}"

each_environment = pytest.mark.parametrize("folder", ENVIRONMENTS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")


def tool(name):
    """The script that pip put beside this Python."""
    return str(pathlib.Path(sys.executable).parent / name)


# How managed stores refer to each other.
REFERENCES = {
    "cacheSubnetGroupRef": "CacheSubnetGroup", "userGroupRefs": "UserGroup", "userRefs": "User",
    "dbSubnetGroupRef": "DBSubnetGroup", "projectRef": "AtlasProject",
}


def listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


@functools.cache
def objects(folder):
    return [
        document
        for path in sorted(folder.rglob("*.yaml"))
        for document in yaml.load_all(path.read_bytes(), yaml.CSafeLoader)
    ]


def key(kind, namespace, name):
    return (kind, namespace or "", name)


def index(folder):
    return {
        key(item["kind"], item["metadata"].get("namespace"), item["metadata"]["name"]): item
        for item in objects(folder)
        if "metadata" in item
    }


def of_kind(folder, kind):
    return [item for item in objects(folder) if item["kind"] == kind]


def test_there_is_something_to_judge():
    assert ENVIRONMENTS


@each_environment
@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_of_kubernetes_fits_its_schema_strictly(folder, version):
    validated = 0
    for item in objects(folder):
        if (item["apiVersion"], item["kind"]) in custom_resources.SCHEMAS:
            continue
        kubernetes_validate.validate(item, version, strict=True)
        validated += 1
    assert validated > 0


@each_environment
def test_every_custom_resource_fits_its_definition(folder):
    validated = [custom_resources.validate(item) for item in objects(folder)
                 if (item["apiVersion"], item["kind"]) in custom_resources.SCHEMAS]
    assert validated


@pytest.mark.parametrize("kind, change", [
    (("keda.sh/v1alpha1", "ScaledObject"), lambda spec: spec.update(minReplicaCount=99)),
    (("keda.sh/v1alpha1", "ScaledObject"), lambda spec: spec.update(triggers=[])),
    (("external-secrets.io/v1", "ExternalSecret"), lambda spec: spec.update(refreshIntervals="1h")),
    (("external-secrets.io/v1", "SecretStore"), lambda spec: spec["provider"]["aws"].update(service="Vault")),
    (("networking.k8s.aws/v1alpha1", "ApplicationNetworkPolicy"),
     lambda spec: spec["egress"][0]["to"][0].update(podSelector={})),
    (("cilium.io/v2", "CiliumNetworkPolicy"), lambda spec: spec["egress"][0].update(toCIDR=["10.0.0.5/16"])),
    (("gateway.networking.k8s.io/v1", "HTTPRoute"),
     lambda spec: spec["rules"][0]["matches"][0]["path"].update(value="/a//b")),
    (("rds.services.k8s.aws/v1alpha1", "DBCluster"),
     lambda spec: spec["serverlessV2ScalingConfiguration"].update(minCapacity=0.3)),
    (("elasticache.services.k8s.aws/v1alpha1", "ReplicationGroup"), lambda spec: spec.pop("description")),
    (("atlas.mongodb.com/v1", "AtlasDeployment"), lambda spec: spec.pop("projectRef")),
])
def test_the_definitions_refuse_what_is_wrong(kind, change):
    item = copy.deepcopy(
        next(i for folder in ENVIRONMENTS for i in objects(folder) if (i["apiVersion"], i["kind"]) == kind))
    custom_resources.validate(item)
    change(item["spec"])
    with pytest.raises((AssertionError, jsonschema.ValidationError)):
        custom_resources.validate(item)


@each_environment
def test_kustomize_builds_every_object_of_the_folder(folder):
    built = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=True)
    assert built.stderr == ""
    names = {
        key(item["kind"], item["metadata"].get("namespace"), item["metadata"]["name"])
        for item in yaml.safe_load_all(built.stdout)
    }
    assert names == set(index(folder))


def test_yamllint_has_nothing_to_say():
    found = subprocess.run([tool("yamllint"), "--strict", "-d", YAMLLINT, str(ROOT / "generated")],
                           capture_output=True, text=True)
    assert (found.stdout, found.returncode) == ("", 0)


@each_environment
def test_checkov_finds_nothing_and_skips_only_what_the_blueprint_gives_a_reason_for(folder):
    scan = subprocess.run(
        [tool("checkov"), "-d", str(folder), "--framework", "kubernetes", "-o", "json", "--compact",
         "--skip-download"], capture_output=True, text=True)
    report = json.loads(scan.stdout)
    assert [(check["check_id"], check["resource"]) for check in report["results"]["failed_checks"]] == []
    assert report["summary"]["passed"] > 0
    assert report["summary"]["parsing_errors"] == 0
    blueprint = yaml.safe_load((ROOT / "blueprints" / folder.parent.name / "blueprint.yaml").read_text())
    allowed = blueprint["environments"][folder.name].get("skips", {})
    skipped = {(check["check_id"], check["check_result"]["suppress_comment"])
               for check in report["results"]["skipped_checks"]}
    assert skipped == set(allowed.items())
    digests = blueprint["environments"][folder.name].get("digests", {})
    for item in of_kind(folder, "Deployment"):
        image = item["spec"]["template"]["spec"]["containers"][0]["image"]
        assert image.endswith("@" + digests[item["metadata"]["name"]]) if digests else "@" not in image


@each_environment
def test_every_name_that_a_pod_mentions_exists(folder):
    known = index(folder)
    made_secrets = {
        (item["metadata"]["namespace"], item["spec"]["target"]["name"]) for item in of_kind(folder, "ExternalSecret")
    }
    for deployment in of_kind(folder, "Deployment"):
        namespace = deployment["metadata"]["namespace"]
        pod = deployment["spec"]["template"]["spec"]
        assert key("Namespace", "", namespace) in known
        assert key("ServiceAccount", namespace, pod["serviceAccountName"]) in known
        assert key("PriorityClass", "", pod["priorityClassName"]) in known
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        for volume in volumes.values():
            if "secret" in volume:
                assert (namespace, volume["secret"]["secretName"]) in made_secrets
        for container in pod["containers"]:
            for source in container["envFrom"]:
                assert key("ConfigMap", namespace, source["configMapRef"]["name"]) in known
            mounts = [mount["name"] for mount in container["volumeMounts"]]
            assert sorted(mounts) == sorted(volumes)
            ports = {port["name"] for port in container["ports"]}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                assert container[probe]["httpGet"]["port"] in ports
    for user in of_kind(folder, "User"):
        for password in user["spec"]["passwords"]:
            assert (password["namespace"], password["name"]) in made_secrets
    for user in of_kind(folder, "AtlasDatabaseUser"):
        assert (user["metadata"]["namespace"], user["spec"]["passwordSecretRef"]["name"]) in made_secrets
    for item in objects(folder):
        for field, kind in REFERENCES.items():
            for reference in listed(item.get("spec", {}).get(field)):
                name = reference.get("from", reference)["name"]
                assert key(kind, item["metadata"]["namespace"], name) in known, (field, name)
    for secret in of_kind(folder, "ExternalSecret"):
        store = secret["spec"]["secretStoreRef"]
        assert key(store["kind"], secret["metadata"]["namespace"], store["name"]) in known


@each_environment
def test_every_selector_chooses_pods_and_every_target_exists(folder):
    known = index(folder)
    pods = [
        (item["metadata"]["namespace"], item["spec"]["template"]["metadata"]["labels"])
        for item in of_kind(folder, "Deployment")
    ]
    # The gateway's proxies are made by its controller, beside the Gateway.
    pods += [
        (item["metadata"]["namespace"], {"gateway.envoyproxy.io/owning-gateway-name": item["metadata"]["name"]})
        for item in of_kind(folder, "Gateway")
    ]

    def chosen(namespace, labels):
        return any(where == namespace and labels.items() <= has.items() for where, has in pods)

    for service in of_kind(folder, "Service"):
        # The pods of an Ingress controller are the cluster owner's.
        ours = "orrery.dev/ingress-class" not in service["metadata"].get("annotations", {})
        if service["spec"]["type"] == "ClusterIP" and ours:
            assert chosen(service["metadata"]["namespace"], service["spec"]["selector"]), service["metadata"]["name"]
    for kind in ("NetworkPolicy", "ApplicationNetworkPolicy", "CiliumNetworkPolicy", "PodDisruptionBudget"):
        for item in of_kind(folder, kind):
            selector = next(item["spec"][key] for key in ("podSelector", "endpointSelector", "selector")
                            if key in item["spec"])
            if selector:
                assert chosen(item["metadata"]["namespace"], selector["matchLabels"]), item["metadata"]["name"]
    for kind in ("HorizontalPodAutoscaler", "ScaledObject"):
        for item in of_kind(folder, kind):
            target = item["spec"]["scaleTargetRef"]
            assert key(target["kind"], item["metadata"]["namespace"], target["name"]) in known
    for ingress in of_kind(folder, "Ingress"):
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                backend = path["backend"]["service"]
                service = known[key("Service", ingress["metadata"]["namespace"], backend["name"])]
                assert backend["port"]["name"] in [port["name"] for port in service["spec"]["ports"]]
    for route in of_kind(folder, "HTTPRoute"):
        namespace = route["metadata"]["namespace"]
        for parent in route["spec"]["parentRefs"]:
            assert key("Gateway", parent.get("namespace", namespace), parent["name"]) in known
        for rule in route["spec"]["rules"]:
            for backend in rule.get("backendRefs", []):
                service = known[key("Service", backend.get("namespace", namespace), backend["name"])]
                assert backend["port"] in [port["port"] for port in service["spec"]["ports"]]
    for kind in ("SecurityPolicy", "BackendTrafficPolicy", "ClientTrafficPolicy"):
        for policy in of_kind(folder, kind):
            for target in policy["spec"]["targetRefs"]:
                assert key(target["kind"], policy["metadata"]["namespace"], target["name"]) in known


@each_environment
def test_every_connection_that_one_side_allows_the_other_allows_too(folder):
    """Both namespaces are closed by default, so a connection between pods needs a rule at each end."""
    allowed = {"Egress": set(), "Ingress": set()}
    for policy in of_kind(folder, "NetworkPolicy"):
        here = (policy["metadata"]["namespace"], labels(policy["spec"]["podSelector"]))
        for direction, peers in (("Egress", "to"), ("Ingress", "from")):
            for rule in policy["spec"].get(direction.lower(), []):
                for peer in rule[peers]:
                    if "podSelector" not in peer:
                        continue
                    there = (peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"],
                             labels(peer["podSelector"]))
                    for port in rule["ports"]:
                        ends = (here, there) if direction == "Egress" else (there, here)
                        allowed[direction].add((*ends, port["port"]))
    ours = {item["metadata"]["name"] for item in of_kind(folder, "Namespace")}
    inside = {connection for connection in allowed["Egress"] if connection[1][0] in ours}
    # An Ingress controller's namespace is not ours to close.
    assert inside == {connection for connection in allowed["Ingress"] if connection[0][0] in ours}


def labels(selector):
    return tuple(sorted(selector.get("matchLabels", {}).items()))


@each_environment
def test_what_a_controller_makes_is_kept_when_its_object_goes(folder):
    groups = ("elasticache.services.k8s.aws", "rds.services.k8s.aws", "atlas.mongodb.com")
    for item in objects(folder):
        group = item["apiVersion"].split("/")[0]
        if group in groups:
            annotations = item["metadata"]["annotations"]
            assert annotations["argocd.argoproj.io/sync-options"] == "Prune=false"
            kept = "mongodb.com/atlas-resource-policy" if group.startswith("atlas") else "services.k8s.aws/deletion-policy"
            assert annotations[kept] in ("keep", "retain")


@each_environment
def test_no_secret_value_is_written_down(folder):
    assert of_kind(folder, "Secret") == []
    for deployment in of_kind(folder, "Deployment"):
        for container in deployment["spec"]["template"]["spec"]["containers"]:
            assert "env" not in container
            assert all("secretRef" not in source for source in container["envFrom"])
