"""What kube-score, kube-linter, polaris, kubesec and kubescape check and checkov does not, each under their names for it.

A check yields the names of the objects that would fail it. It is asked about everything under generated/, and about a
collection of bad manners (`bad_manners.yaml`), in which every check must find something.
"""

import pathlib
import re

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENTS = sorted(path.parent for path in (ROOT / "generated").glob("*/*/kustomization.yaml"))
CHECKS = {}


def check(*names):
    """Gives a check the names that linters have for it."""
    def enter(function):
        for name in names:
            CHECKS[name] = function
        return function
    return enter


class Manifests:
    """The objects of one environment, and what checks ask about them."""

    def __init__(self, objects):
        self.objects = [item for item in objects if item and "metadata" in item]

    def of(self, *kinds):
        return [item for item in self.objects if item["kind"] in kinds]

    def names(self, kind):
        return {(namespace(item), name(item)) for item in self.of(kind)}

    def pods(self):
        """Deployment and pod template, of each Deployment."""
        return [(item, item["spec"]["template"]) for item in self.of("Deployment")]

    def containers(self):
        return [(item, container) for item, pod in self.pods() for container in pod["spec"]["containers"]]

    def chosen(self, where, selector):
        """Whether a Deployment's pods, or those that a controller makes for a Gateway, are chosen."""
        wanted = selector.get("matchLabels", {}).items()
        have = [(namespace(item), pod["metadata"]["labels"]) for item, pod in self.pods()]
        have += [(namespace(item), {"gateway.envoyproxy.io/owning-gateway-name": name(item)}) for item in self.of("Gateway")]
        return any(place == where and wanted <= labels.items() for place, labels in have)

    def policies(self, item, pod, direction):
        """The policies that isolate the pods of a Deployment in one direction."""
        found = []
        for policy in self.of("NetworkPolicy"):
            selector = policy["spec"]["podSelector"].get("matchLabels", {}).items()
            if namespace(policy) == namespace(item) and selector <= pod["metadata"]["labels"].items() \
                    and direction in policy["spec"].get("policyTypes", ["Ingress"]):
                found.append(policy)
        return found

    def of_target(self, kind, item):
        return [s for s in self.of(kind) if namespace(s) == namespace(item)
                and s["spec"]["scaleTargetRef"]["name"] == name(item)]

    def budgets(self, item, pod):
        return [b for b in self.of("PodDisruptionBudget") if namespace(b) == namespace(item)
                and b["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()]


def name(item):
    return item["metadata"]["name"]


def namespace(item):
    return item["metadata"].get("namespace", "")


def security(container):
    return container.get("securityContext", {})


# MARK: images

@check("kube-score container-image-tag", "kube-linter latest-tag")
def fixed_tag(manifests):
    return [c["image"] for _, c in manifests.containers()
            if not re.search(r"(:[^/:]+$|@sha256:)", c["image"]) or c["image"].endswith(":latest")]


@check("kube-score container-image-pull-policy")
def pulled_always(manifests):
    return [name(d) for d, c in manifests.containers() if c.get("imagePullPolicy") != "Always"]


# MARK: resources

@check("kube-score container-resources", "kube-linter unset-cpu-requirements", "kube-linter unset-memory-requirements",
       "kubescape C-0270", "kubescape C-0271")
def cpu_and_memory(manifests):
    return [name(d) for d, c in manifests.containers() for side in ("requests", "limits")
            if not {"cpu", "memory"} <= set(c.get("resources", {}).get(side, {}))]


@check("kube-score container-ephemeral-storage-request-and-limit")
def ephemeral_storage(manifests):
    return [name(d) for d, c in manifests.containers() for side in ("requests", "limits")
            if "ephemeral-storage" not in c.get("resources", {}).get(side, {})]


# MARK: probes and ports

@check("kube-score pod-probes")
def probes(manifests):
    return [name(d) for d, c in manifests.containers() if not {"readinessProbe", "livenessProbe"} <= c.keys()]


@check("kube-score pod-probes-identical")
def different_probes(manifests):
    keys = ("httpGet", "tcpSocket", "exec")
    return [name(d) for d, c in manifests.containers()
            if [c.get("readinessProbe", {}).get(k) for k in keys] == [c.get("livenessProbe", {}).get(k) for k in keys]]


@check("kube-linter liveness-port", "kube-linter readiness-port", "kube-linter startup-port")
def probe_ports(manifests):
    for d, c in manifests.containers():
        known = {p[key] for p in c.get("ports", []) for key in ("name", "containerPort") if key in p}
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            if c.get(probe, {}).get("httpGet", {}).get("port") not in known:
                yield name(d)


@check("kube-score container-ports-check")
def container_ports(manifests):
    for d, c in manifests.containers():
        names = [p.get("name", "") for p in c.get("ports", [])]
        if not names or len(names) != len(set(names)) or any(len(n) > 15 for n in names):
            yield name(d)


@check("kube-linter ssh-port")
def no_shell(manifests):
    return [name(d) for d, c in manifests.containers() if any(p["containerPort"] == 22 for p in c.get("ports", []))]


@check("kube-score service-targets-pod", "kube-linter dangling-service")
def services_lead_to_pods(manifests):
    return [name(s) for s in manifests.of("Service") if s["spec"].get("type", "ClusterIP") != "ExternalName"
            # The pods of an Ingress controller are the cluster owner's.
            and "orrery.dev/ingress-class" not in s["metadata"].get("annotations", {})
            and not manifests.chosen(namespace(s), {"matchLabels": s["spec"]["selector"]})]


@check("kube-linter invalid-target-ports")
def target_ports(manifests):
    for service in manifests.of("Service"):
        for port in service["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            if not (isinstance(target, int) and 0 < target < 65536
                    or isinstance(target, str) and re.fullmatch("[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?", target)):
                yield name(service)


@check("kube-score service-type")
def no_node_ports(manifests):
    return [name(s) for s in manifests.of("Service") if s["spec"].get("type") in ("NodePort", "LoadBalancer")]


# MARK: what containers may do

@check("kube-score container-security-context-user-group-id", "kubesec RunAsUser", "kubesec RunAsGroup")
def high_user(manifests):
    return [name(d) for d, c in manifests.containers()
            if security(c).get("runAsUser", 0) <= 10000 or security(c).get("runAsGroup", 0) <= 10000]


@check("kube-score container-security-context-privileged", "kube-linter privileged-container", "kubescape C-0057")
def unprivileged(manifests):
    return [name(d) for d, c in manifests.containers() if security(c).get("privileged", False)]


@check("kube-score container-security-context-readonlyrootfilesystem", "kube-linter no-read-only-root-fs",
       "kubesec ReadOnlyRootFilesystem", "kubescape C-0017")
def read_only(manifests):
    return [name(d) for d, c in manifests.containers() if security(c).get("readOnlyRootFilesystem") is not True]


@check("kube-score container-seccomp-profile", "kubesec SeccompAny", "polaris linuxHardening", "kubescape C-0055")
def seccomp(manifests):
    return [name(d) for d, c in manifests.containers()
            if security(c).get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost")]


@check("kube-linter drop-net-raw-capability", "kubesec CapDropAll", "kubescape C-0046")
def no_capabilities(manifests):
    return [name(d) for d, c in manifests.containers()
            if "ALL" not in security(c).get("capabilities", {}).get("drop", [])
            or security(c)["capabilities"].get("add")]


@check("kube-linter privilege-escalation-container", "kubescape C-0016")
def no_escalation(manifests):
    return [name(d) for d, c in manifests.containers() if security(c).get("allowPrivilegeEscalation") is not False]


@check("kube-linter run-as-non-root", "kubescape C-0013", "kubescape C-0211")
def non_root(manifests):
    return [name(d) for d, c in manifests.containers() if security(c).get("runAsNonRoot") is not True]


@check("kube-linter host-ipc", "kube-linter host-network", "kube-linter host-pid", "kubescape C-0038", "kubescape C-0041")
def own_namespaces(manifests):
    return [name(d) for d, pod in manifests.pods() if {"hostIPC", "hostNetwork", "hostPID"} & pod["spec"].keys()]


@check("kube-linter docker-sock", "kube-linter sensitive-host-mounts", "kubescape C-0048")
def no_host_folders(manifests):
    return [name(d) for d, pod in manifests.pods() for v in pod["spec"].get("volumes", []) if "hostPath" in v]


@check("kube-linter unsafe-sysctls")
def no_sysctls(manifests):
    return [name(d) for d, pod in manifests.pods() if pod["spec"].get("securityContext", {}).get("sysctls")]


# MARK: identity and secrets

@check("kube-linter deprecated-service-account-field", "kubesec ServiceAccountName", "kubescape C-0053")
def own_account(manifests):
    return [name(d) for d, pod in manifests.pods()
            if "serviceAccount" in pod["spec"] or pod["spec"].get("serviceAccountName") != name(d)]


@check("kube-linter non-existent-service-account")
def accounts_exist(manifests):
    known = manifests.names("ServiceAccount")
    return [name(d) for d, pod in manifests.pods() if (namespace(d), pod["spec"].get("serviceAccountName")) not in known]


@check("polaris automountServiceAccountToken", "kubesec AutomountServiceAccountToken", "kubescape C-0034", "kubescape C-0261")
def no_token(manifests):
    found = [name(d) for d, pod in manifests.pods() if pod["spec"].get("automountServiceAccountToken") is not False]
    return found + [name(a) for a in manifests.of("ServiceAccount") if a.get("automountServiceAccountToken") is not False]


@check("kube-linter duplicate-env-var")
def variables_once(manifests):
    for d, c in manifests.containers():
        names = [v["name"] for v in c.get("env", [])]
        if len(names) != len(set(names)):
            yield name(d)


@check("kube-linter env-var-secret", "kube-linter read-secret-from-env-var", "kubesec SecretsAsEnvironmentVariables",
       "kubescape C-0207")
def secrets_are_files(manifests):
    for d, c in manifests.containers():
        if any("secretRef" in s for s in c.get("envFrom", [])) \
                or any("secretKeyRef" in v.get("valueFrom", {}) for v in c.get("env", [])) \
                or any(re.search("(?i)secret|password|token", v["name"]) and "value" in v for v in c.get("env", [])):
            yield name(d)


@check("polaris sensitiveConfigmapContent", "kubescape C-0012")
def settings_are_no_secrets(manifests):
    names = re.compile("(?i)(PASSWORD|PASSWD|AWS_SECRET|_TOKEN$|API_KEY|PRIVATE_KEY)")
    return [name(m) for m in manifests.of("ConfigMap") for key, value in m["data"].items()
            if names.search(key) or "PRIVATE KEY" in value]


# MARK: scheduling and life

@check("kube-score deployment-strategy", "kube-linter no-rolling-update-strategy")
def rolling(manifests):
    return [name(d) for d in manifests.of("Deployment") if d["spec"].get("strategy", {}).get("type") != "RollingUpdate"]


@check("kube-score deployment-has-host-podantiaffinity", "kube-linter no-anti-affinity")
def apart(manifests):
    for d, pod in manifests.pods():
        terms = pod["spec"].get("affinity", {}).get("podAntiAffinity", {}).get(
            "preferredDuringSchedulingIgnoredDuringExecution", [])
        fitting = [t for t in terms if t["podAffinityTerm"]["topologyKey"] == "kubernetes.io/hostname"
                   and t["podAffinityTerm"]["labelSelector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()]
        if not fitting:
            yield name(d)


@check("kube-score pod-topology-spread-constraints", "polaris topologySpreadConstraint")
def spread(manifests):
    return [name(d) for d, pod in manifests.pods()
            if "topology.kubernetes.io/zone" not in [t["topologyKey"] for t in pod["spec"].get("topologySpreadConstraints", [])]]


@check("polaris priorityClassNotSet")
def priority(manifests):
    known = {name(p) for p in manifests.of("PriorityClass")}
    return [name(d) for d, pod in manifests.pods() if pod["spec"].get("priorityClassName") not in known]


@check("kube-linter restart-policy")
def restarts(manifests):
    return [name(d) for d, pod in manifests.pods() if pod["spec"].get("restartPolicy") != "Always"]


@check("kube-linter dnsconfig-options")
def few_questions(manifests):
    return [name(d) for d, pod in manifests.pods()
            if {"name": "ndots", "value": "2"} not in pod["spec"].get("dnsConfig", {}).get("options", [])]


@check("kube-score deployment-has-poddisruptionbudget")
def budget(manifests):
    return [name(d) for d, pod in manifests.pods() if not manifests.budgets(d, pod)]


@check("kube-score poddisruptionbudget-has-policy", "kube-linter pdb-unhealthy-pod-eviction-policy")
def broken_pods_may_go(manifests):
    return [name(b) for b in manifests.of("PodDisruptionBudget")
            if b["spec"].get("unhealthyPodEvictionPolicy") != "AlwaysAllow"
            or not {"minAvailable", "maxUnavailable"} & b["spec"].keys()]


@check("kube-linter pdb-max-unavailable", "kube-linter pdb-min-available",
       "polaris pdbMinAvailableGreaterThanHPAMinReplicas")
def drains_go_on(manifests):
    return [name(b) for b in manifests.of("PodDisruptionBudget")
            if b["spec"].get("maxUnavailable") in (0, "0%", None)]


# MARK: scaling

@check("kube-score deployment-replicas", "polaris deploymentMissingReplicas")
def scaled(manifests):
    return [name(d) for d in manifests.of("Deployment")
            if len(manifests.of_target("HorizontalPodAutoscaler", d) + manifests.of_target("ScaledObject", d)) != 1]


@check("kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured")
def one_owner(manifests):
    return [name(d) for d in manifests.of("Deployment") if "replicas" in d["spec"]]


@check("kube-score horizontalpodautoscaler-has-target", "kube-linter dangling-hpa")
def scalers_have_targets(manifests):
    known = manifests.names("Deployment")
    return [name(s) for s in manifests.of("HorizontalPodAutoscaler", "ScaledObject")
            if (namespace(s), s["spec"]["scaleTargetRef"]["name"]) not in known]


@check("kube-score horizontalpodautoscaler-replicas", "polaris hpaMinAvailability", "polaris hpaMaxAvailability")
def scaler_bounds(manifests):
    return [name(s) for s in manifests.of("HorizontalPodAutoscaler")
            if s["spec"]["minReplicas"] < 2 or s["spec"]["maxReplicas"] < s["spec"]["minReplicas"]]


# MARK: networks

@check("kube-score pod-networkpolicy", "kube-linter non-isolated-pod", "kubescape C-0030", "kubescape C-0260")
def isolated(manifests):
    return [name(d) for d, pod in manifests.pods() for direction in ("Ingress", "Egress")
            if not manifests.policies(d, pod, direction)]


@check("kubescape C-0054")
def namespaces_have_policies(manifests):
    with_policies = {namespace(p) for p in manifests.of("NetworkPolicy")}
    return [name(n) for n in manifests.of("Namespace") if name(n) not in with_policies]


@check("kube-score networkpolicy-targets-pod", "kube-linter dangling-networkpolicy")
def policies_have_pods(manifests):
    for policy in manifests.of("NetworkPolicy", "ApplicationNetworkPolicy", "CiliumNetworkPolicy"):
        selector = policy["spec"].get("podSelector", policy["spec"].get("endpointSelector"))
        if selector and not manifests.chosen(namespace(policy), selector):
            yield name(policy)


@check("kube-score ingress-targets-service", "kube-linter dangling-ingress")
def ingresses_lead_to_services(manifests):
    known = manifests.names("Service")
    return [name(i) for i in manifests.of("Ingress") for rule in i["spec"].get("rules", [])
            for path in rule["http"]["paths"]
            if (namespace(i), path["backend"].get("service", {}).get("name")) not in known]


@check("kubescape C-0292")
def no_retired_controller(manifests):
    return [name(i) for i in manifests.of("Ingress", "IngressClass")
            if "nginx" in str(i["spec"].get("ingressClassName", "")) + str(i["spec"].get("controller", ""))
            or any("nginx.ingress" in a for a in i["metadata"].get("annotations", {}))]


# MARK: objects

@check("kube-score stable-version")
def stable(manifests):
    groups = ("apps", "policy", "networking.k8s.io", "autoscaling", "scheduling.k8s.io", "v1")
    return [name(i) for i in manifests.objects
            if i["apiVersion"].split("/")[0] in groups and re.search("alpha|beta", i["apiVersion"])]


@check("kube-score label-values")
def labels(manifests):
    value = re.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
    for item in manifests.objects:
        for label in item["metadata"].get("labels", {}).values():
            if not isinstance(label, str) or not value.fullmatch(label):
                yield name(item)


@check("kube-linter mismatching-selector")
def selectors_match(manifests):
    return [name(d) for d, pod in manifests.pods()
            if not d["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()]


@check("polaris metadataAndInstanceMismatched")
def instances(manifests):
    return [name(d) for d in manifests.of("Deployment")
            if d["metadata"].get("labels", {}).get("app.kubernetes.io/instance") != name(d)]


@check("kube-linter use-namespace", "kubescape C-0061")
def namespaces(manifests):
    inside = {"ConfigMap", "Deployment", "Service", "ServiceAccount", "NetworkPolicy", "PodDisruptionBudget", "Ingress",
              "HorizontalPodAutoscaler", "ExternalSecret"}
    return [name(i) for i in manifests.objects if i["kind"] in inside and namespace(i) in ("", "default")]


@pytest.mark.parametrize("folder", ENVIRONMENTS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
@pytest.mark.parametrize("title", CHECKS)
def test_generated_manifests_pass(title, folder):
    assert list(CHECKS[title](read(folder))) == []


@pytest.mark.parametrize("title", CHECKS)
def test_bad_manners_fail(title):
    text = (pathlib.Path(__file__).parent / "bad_manners.yaml").read_text()
    assert list(CHECKS[title](Manifests(yaml.safe_load_all(text)))) != []


READ = {}


def read(folder):
    if folder not in READ:
        READ[folder] = Manifests(
            document for path in sorted(folder.rglob("*.yaml"))
            for document in yaml.load_all(path.read_bytes(), yaml.CSafeLoader))
    return READ[folder]
