"""A blueprint with a thousand services, most of them with long names, is generated whole and right."""

import custom_resources
import kubernetes_validate
import pytest
import yaml

from conftest import orrery
from test_manifests import index, key, objects, of_kind

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1c0ffee0-5a17-4f5c-9d3a-000000000001"
# With it, a service's name and what is put before or behind it have more than the 63 characters that a name may have.
LONG = "a-service-whose-name-says-everything-there-is-to-say-x"


def name(number):
    return f"{LONG}{number:04}" if number % 3 else f"s{number:04}"


def blueprint(count):
    services = {
        name(number): {
            "uses": {
                name((number + 1) % count): "call", name((number * 7 + 3) % count): "call", "cache": ["read", "write"],
                **({f"db-{number // 2 % 10}": ["read", "write"]} if number % 2 else {"vendor": "call"}),
            },
        }
        for number in range(count)
    }
    for number, service in services.items():
        service["uses"].pop(number, None)
    stores = {"cache": {"kind": "redis"}, **{f"db-{number}": {"kind": "postgres"} for number in range(10)}}
    return {
        "blueprint": "orrery/v1", "system": "thousand", "domain": "example.com",
        "edge": {
            "alb": {"hosts": "api", "certificate": "api"},
            "gateway": {"routes": [{"path": "/a", "to": name(0), "public": True}]},
        },
        "services": services,
        "data": stores,
        "externals": {"vendor": {"host": "api.vendor.example", "secret": "vendor-key"}},
        "environments": {
            "production": {
                "registry": "registry.example.com", "tag": "1.0.0", "acm": {"api": CERTIFICATE},
                "alb": {"subnets": ["10.0.0.0/24"]},
                "data": {store: {"host": f"{store}.example.net", "subnet": f"10.1.{i}.0/24"}
                         for i, store in enumerate(stores)},
            },
        },
    }


def generate(folder, count):
    folder.mkdir()
    (folder / "blueprint.yaml").write_text(yaml.safe_dump(blueprint(count), sort_keys=False))
    result = orrery("generate", folder, "--output", folder / "generated", "--environment", "production")
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / "thousand"
    generate(folder, 1000)
    return folder / "generated/thousand/production"


def test_every_service_has_its_objects(thousand):
    assert len(of_kind(thousand, "Deployment")) == len(of_kind(thousand, "Service")) - 11 - 1 == 1000


def test_every_name_and_label_has_at_most_63_characters_and_stands_for_one_object(thousand):
    seen = set()
    for item in objects(thousand):
        if "metadata" not in item:
            continue
        metadata = item["metadata"]
        identity = (item["apiVersion"], *key(item["kind"], metadata.get("namespace"), metadata["name"]))
        assert identity not in seen
        seen.add(identity)
        assert len(metadata["name"]) <= 63
        assert all(len(value) <= 63 for value in metadata.get("labels", {}).values())
    long = [identity[3] for identity in seen if len(identity[3]) == 63]
    assert len(long) > 500


def test_every_reference_leads_somewhere(thousand):
    known = index(thousand)
    secrets = {(item["metadata"]["namespace"], item["spec"]["target"]["name"])
               for item in of_kind(thousand, "ExternalSecret")}
    for deployment in of_kind(thousand, "Deployment"):
        namespace = deployment["metadata"]["namespace"]
        pod = deployment["spec"]["template"]["spec"]
        assert key("ServiceAccount", namespace, pod["serviceAccountName"]) in known
        volumes = {volume["name"] for volume in pod["volumes"]}
        assert all(len(volume) <= 63 for volume in volumes)
        for volume in pod["volumes"]:
            if "secret" in volume:
                assert (namespace, volume["secret"]["secretName"]) in secrets
        [container] = pod["containers"]
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes
        [source] = container["envFrom"]
        assert key("ConfigMap", namespace, source["configMapRef"]["name"]) in known
    for scaler in of_kind(thousand, "HorizontalPodAutoscaler"):
        assert key("Deployment", "services", scaler["spec"]["scaleTargetRef"]["name"]) in known


def test_both_ends_of_every_edge_have_a_policy(thousand):
    ends = {"to": set(), "from": set()}
    for policy in of_kind(thousand, "NetworkPolicy"):
        here = policy["spec"]["podSelector"].get("matchLabels", {}).get("app.kubernetes.io/name")
        for direction, side in (("egress", "to"), ("ingress", "from")):
            for rule in policy["spec"].get(direction, []):
                for peer in rule[side]:
                    there = peer.get("podSelector", {}).get("matchLabels", {}).get("app.kubernetes.io/name")
                    if here and there:
                        ends[side].add((here, there) if side == "to" else (there, here))
    assert ends["to"] == ends["from"]
    assert len(ends["to"]) > 1900


def test_a_sample_fits_the_schemas(thousand):
    judged = 0
    for number, item in enumerate(objects(thousand)):
        if number % 37:
            continue
        if (item["apiVersion"], item["kind"]) in custom_resources.SCHEMAS:
            custom_resources.validate(item)
        else:
            kubernetes_validate.validate(item, "1.37", strict=True)
        judged += 1
    assert judged > 200
