package import Diagnostics

/// The long texts about manifests, in alphabetical order of the ids.
package let manifestExplanations: [Explanation] = [
    Explanation(
        "bad-cidr",
        "A block of addresses is an address, a slash and the number of bits that all of them share: `10.20.3.0/24`."),
    Explanation(
        "bad-end-port",
        "`endPort` ends a range that begins with `port`. The API server wants a number there that is not below `port`."),
    Explanation(
        "blocked-drain",
        """
        A PodDisruptionBudget says how many pods maintenance may take away at once. When the answer is none, a node with \
        such a pod can never be emptied: upgrades and scale-downs wait for ever, and somebody ends up deleting the \
        budget by hand. What counts is the fewest replicas that an autoscaler may go down to.
        """),
    Explanation(
        "cidr-host-bits",
        """
        `10.0.0.5/16` means the same block as `10.0.0.0/16`, and reads as if it meant one host. The API server refuses \
        it since Kubernetes 1.36.
        """),
    Explanation(
        "duplicate-object",
        """
        Names of objects are put together from names of the blueprint: workload `a` with secret `b-c`, and workload `a-b` \
        with secret `c`, both make `a-b-c`. Applied one after the other, the second would silently replace the first.
        """),
    Explanation(
        "empty-peer",
        "A peer that names nobody is refused by the API server. To mean everyone, leave the list of peers out."),
    Explanation(
        "empty-selector",
        """
        A Service, a network policy or a disruption budget finds its pods by their labels. One that finds none has no \
        effect, and nothing in the cluster says so.
        """),
    Explanation(
        "exception-outside",
        "The exceptions of a block of addresses lie strictly inside it; the API server refuses any other."),
    Explanation(
        "identical-probes",
        """
        Readiness decides whether a pod gets requests, liveness whether it is killed. A pod whose database is away is not \
        ready, and a restart would not help it. When both probes ask the same question, a short outage of a dependency \
        becomes a storm of restarts.
        """),
    Explanation(
        "image-without-tag",
        """
        An image without a tag, or with the tag `latest`, is another one tomorrow: two pods of one Deployment may run \
        different code, and there is nothing to roll back to.
        """),
    Explanation(
        "long-name",
        """
        Names become values of labels and parts of host names, which have at most 63 characters. The generator cuts its \
        own names and ends them in a hash; this one came from somewhere else.
        """),
    Explanation(
        "mismatching-selector",
        "A Deployment's selector must fit the labels of its own pod template; the API server refuses any other."),
    Explanation(
        "missing-target",
        "An autoscaler names the Deployment whose replicas it sets. Without it, it reports an error to nobody."),
    Explanation(
        "mixed-peer",
        """
        A peer is either pods, or a block of addresses, or host names. To allow several, write several peers: each item \
        of the list is one.
        """),
    Explanation(
        "peer-without-namespace",
        """
        A peer with a `podSelector` alone means pods of the policy's own namespace. For pods of another one, the \
        `namespaceSelector` stands in the same item of the list: in an item of its own it would let in every pod of that \
        namespace.
        """),
    Explanation(
        "probe-port",
        """
        A probe asks at a port of its container, by number or name. Where nobody listens, the probe always fails: the pod \
        never becomes ready, or is restarted for ever.
        """),
    Explanation(
        "rival-scalers",
        """
        Two owners of one number take turns. An autoscaler beside a fixed number of replicas is reset by every \
        deployment, and KEDA makes a HorizontalPodAutoscaler of its own for each ScaledObject.
        """),
    Explanation("scale-bounds", "The fewest replicas may not be more than the most; the API server refuses it."),
    Explanation(
        "scale-without-request",
        """
        Utilization is measured in percent of what a container requests. Without a request there is nothing to measure \
        against, and the autoscaler never acts.
        """),
    Explanation(
        "service-port",
        """
        `targetPort` names a port of the pods, by number or name. Where no container listens, every connection to the \
        Service is refused, although pods are ready.
        """),
    Explanation(
        "short-grace-period",
        """
        When a pod ends, three things come one after the other: it goes on serving for `preStop` while the load balancer \
        and the other pods forget it; it gets SIGTERM and finishes what it has begun (`DRAIN_SECONDS` tells it how long it \
        may take); and after `terminationGracePeriodSeconds`, counted from the beginning, it is killed. The last must be \
        more than the first two together. `shutdown.drain` in the blueprint sets all three.
        """),
    Explanation(
        "stuck-pods",
        """
        By default a disruption budget also protects pods that are not healthy: a pod that crashes over and over then \
        keeps its node from being emptied. `AlwaysAllow` lets maintenance take such a pod away.
        """),
    Explanation(
        "undeclared-config-map",
        "A pod whose config map does not exist does not start: its container waits with CreateContainerConfigError."),
    Explanation(
        "undeclared-secret",
        """
        A pod whose Secret does not exist does not start. Secrets come from the vault: an ExternalSecret with that name as \
        its target makes it. In the blueprint, name the secret under `secrets` of the workload, or use what it opens.
        """),
    Explanation(
        "unlabelled-namespace",
        """
        A policy finds namespaces by their labels. `kubernetes.io/metadata.name` is on every namespace; any other label \
        must be put there first. Until then the rule means nobody.
        """),
    Explanation(
        "unreachable-edge",
        """
        The workload's variables tell it to call an address, and the network policies forbid the connection: the egress \
        of its own pods, or the ingress of the others'. In a cluster this is a time-out without a message.
        """),
    Explanation(
        "unreachable-probe",
        """
        A load balancer whose targets are pods asks each of them how it is, from its own subnets. When a network policy \
        closes that port to those subnets, no target ever becomes healthy and every request gets 503.
        """),
    Explanation(
        "unseen-names",
        """
        Cilium knows the addresses of a name only from answers that pass through its DNS proxy. Its policies with \
        `toFQDNs` therefore need one with `rules.dns` for the same pods; without it, no address is ever allowed.
        """),
    Explanation(
        "unused-rules",
        "A policy with rules for a direction that `policyTypes` does not name does not apply them."),
]
