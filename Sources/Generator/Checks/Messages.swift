import Diagnostics
import Kubernetes

// Every message about manifests, in alphabetical order of the functions. The long texts are in `Explanations.swift`.

extension Diagnostic {
    static func blockedDrain(
        _ budget: String, _ object: PodDisruptionBudget, replicas: Int, at span: SourceSpan?
    ) -> Diagnostic {
        let rule =
            object.maxUnavailable.map { "maxUnavailable is \($0)" }
            ?? object.minAvailable.map { "minAvailable is \($0)" } ?? "there is no rule"
        return Diagnostic(
            "blocked-drain", "\(budget) never lets a pod go: \(rule), and as few as \(replicas) run", at: span,
            help: "write 'maxUnavailable: 1'")
    }

    static func duplicateObject(_ object: String, at span: SourceSpan?, first: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "duplicate-object", "\(object) is made twice, and the second replaces the first", at: span,
            notes: first.map { [Note("the first is here", at: $0)] } ?? [],
            help: "give one of the parts that it belongs to another name")
    }

    static func emptySelector(_ object: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "empty-selector", "\(object) chooses no pod", at: span,
            help: "compare its selector with the labels of the pod template")
    }

    static func identicalProbes(_ deployment: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "identical-probes", "\(deployment) is restarted as soon as it cannot take requests", at: span,
            severity: .warning, notes: [Note("its liveness and readiness probes ask the same question")],
            help: "give 'probes.live' a path that answers as long as a restart would not help")
    }

    static func imageWithoutTag(_ image: String, _ deployment: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "image-without-tag", "\(deployment) runs whatever '\(image)' is at the moment", at: span,
            help: "name a version: 'IMAGE:1.4.0', or better 'IMAGE:1.4.0@sha256:…'")
    }

    static func longName(_ object: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "long-name", "the name of \(object) has more than 63 characters", at: span, help: "make the name shorter")
    }

    static func mismatchingSelector(_ deployment: String, _ mismatch: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "mismatching-selector", "\(deployment) does not choose the pods that it makes: \(mismatch)", at: span,
            help: "give the pod template the labels of the selector")
    }

    static func missingTarget(_ scaler: String, _ target: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "missing-target", "\(scaler) is about \(target), which does not exist", at: span,
            help: "name a Deployment of its namespace")
    }

    static func peerWithoutNamespace(_ policy: String, namespace: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "peer-without-namespace", "\(policy) means pods of its own namespace '\(namespace)', and none fits",
            at: span, notes: [Note("pods of another namespace would fit")],
            help: "add a 'namespaceSelector' to the same peer")
    }

    static func probePort(
        _ probe: String, _ port: IntOrString, _ deployment: String, at span: SourceSpan?
    ) -> Diagnostic {
        Diagnostic(
            "probe-port", "the \(probe) probe of \(deployment) asks at port '\(port)', where nobody listens", at: span,
            help: "name one of the container's ports")
    }

    static func rivalScalers(
        _ scaler: String, _ rival: String, of deployment: String, at span: SourceSpan?
    ) -> Diagnostic {
        Diagnostic(
            "rival-scalers", "\(scaler) and \(rival) both set the replicas of '\(deployment)'", at: span,
            help: "keep one of the two")
    }

    static func scaleBounds(_ scaler: String, _ minimum: Int, _ maximum: Int, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "scale-bounds", "\(scaler) has at least \(minimum) and at most \(maximum) replicas", at: span,
            help: "make the minimum no more than the maximum")
    }

    static func scaleWithoutRequest(
        _ scaler: String, _ resource: String, _ container: String?, at span: SourceSpan?
    ) -> Diagnostic {
        let who = container.map { "container '\($0)' requests" } ?? "not every container requests"
        return Diagnostic(
            "scale-without-request", "\(scaler) measures \(resource) in percent of what \(who): nothing", at: span,
            help: "add a request for \(resource)")
    }

    static func servicePort(
        _ service: String, _ port: Int, _ target: IntOrString, _ workload: String, at span: SourceSpan?
    ) -> Diagnostic {
        Diagnostic(
            "service-port",
            "port \(port) of \(service) leads to port '\(target)' of '\(workload)', where nobody listens", at: span,
            help: "name one of the container's ports as 'targetPort'")
    }

    static func shortGracePeriod(
        _ deployment: String, grace: Int, sleep: (seconds: Int, span: SourceSpan?),
        drain: (seconds: Int, span: SourceSpan?), at span: SourceSpan?
    ) -> Diagnostic {
        Diagnostic(
            "short-grace-period", "\(deployment) is killed after \(grace) s, before it has finished", at: span,
            notes: [
                Note("it goes on serving for \(sleep.seconds) s", at: sleep.span),
                Note("and may then take \(drain.seconds) s to finish what it has begun", at: drain.span),
            ],
            help: "make 'terminationGracePeriodSeconds' more than both together, or drain for a shorter time")
    }

    static func stuckPods(_ budget: String, at span: SourceSpan?) -> Diagnostic {
        Diagnostic(
            "stuck-pods", "\(budget) keeps pods that are broken anyway from being taken away", at: span,
            severity: .warning, help: "write 'unhealthyPodEvictionPolicy: AlwaysAllow'")
    }

    static func undeclared(_ kind: String, _ name: String, by user: String, at span: SourceSpan?) -> Diagnostic {
        let isSecret = kind == "Secret"
        return Diagnostic(
            isSecret ? "undeclared-secret" : "undeclared-config-map",
            "\(user) uses the \(isSecret ? "secret" : "config map") '\(name)', which nothing makes", at: span,
            help: isSecret ? "add an ExternalSecret with that target" : "add a ConfigMap of that name")
    }

    static func unlabelledNamespace(_ policy: String, _ selector: LabelSelector, at span: SourceSpan?) -> Diagnostic {
        let labels = selector.matchLabels.map { "'\($0.name): \($0.value)'" }.joined(separator: " and ")
        return Diagnostic(
            "unlabelled-namespace",
            "\(policy) means namespaces that bear \(labels.isEmpty ? "other labels" : labels), and none does",
            at: span, help: "use 'kubernetes.io/metadata.name', which every namespace bears, or add the label")
    }

    static func unreachableEdge(
        _ variable: ObjectMeta.Pair, _ deployment: String, _ reason: String, at span: SourceSpan?
    ) -> Diagnostic {
        Diagnostic(
            "unreachable-edge", "\(deployment) is told to call '\(variable.value)' (\(variable.name)) and may not",
            at: span, notes: [Note(reason)], help: "add a rule to the network policies, or remove the variable")
    }

    static func unreachableProbe(
        _ range: String, _ workload: String, _ reason: String, at span: SourceSpan?
    ) -> Diagnostic {
        Diagnostic(
            "unreachable-probe", "the load balancer in \(range) cannot ask '\(workload)' how it is", at: span,
            notes: [Note(reason)], help: "let the load balancer's subnets in")
    }
}
