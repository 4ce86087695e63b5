import Diagnostics
import Kubernetes
import YAMLTree

// What one pod template says that cannot work, or not for long.

extension ManifestSet {
    /// An image is named by a tag that stays, or by digest.
    func checkImages() -> [Diagnostic] {
        pods.flatMap { pod in
            (pod.template?.containers ?? []).filter { !Self.isFixed($0.image) }.map { container in
                .imageWithoutTag(
                    container.image, title(Deployment.kind, pod.metadata),
                    at: span(of: container, in: pod, at: "image"))
            }
        }
    }

    private static func isFixed(_ image: String) -> Bool {
        if image.contains("@sha256:") { return true }
        let name = image.split(separator: "/").last ?? ""
        guard let colon = name.firstIndex(of: ":") else { return false }
        return !["", "latest"].contains(name[name.index(after: colon)...])
    }

    /// A probe asks at a port that the container listens on, and readiness is not what decides about a restart.
    func checkProbes() -> [Diagnostic] {
        pods.flatMap { pod in
            (pod.template?.containers ?? []).flatMap { container -> [Diagnostic] in
                let probes = [
                    ("startup", container.startupProbe), ("readiness", container.readinessProbe),
                    ("liveness", container.livenessProbe),
                ]
                var found: [Diagnostic] = []
                for (name, probe) in probes {
                    guard let probe, let port = probe.port, !container.listens(on: port) else { continue }
                    found.append(
                        .probePort(
                            name, port, title(Deployment.kind, pod.metadata),
                            at: span(
                                of: container, in: pod, at: .key("\(name)Probe"), .key(probe.action.name), "port")))
                }
                if let readiness = container.readinessProbe, let liveness = container.livenessProbe,
                    readiness.action == liveness.action
                {
                    found.append(
                        .identicalProbes(
                            title(Deployment.kind, pod.metadata),
                            at: span(of: container, in: pod, at: "livenessProbe", .key(liveness.action.name), "path")))
                }
                return found
            }
        }
    }

    /// A pod is not killed before it has slept and drained.
    func checkShutdown() -> [Diagnostic] {
        pods.compactMap { pod in
            guard let template = pod.template else { return nil }
            // What the API server fills in.
            let grace = template.terminationGracePeriodSeconds ?? 30
            let slowest = template.containers.max { $0.preStopSleep ?? 0 < $1.preStopSleep ?? 0 }
            let sleep = slowest?.preStopSleep ?? 0
            let variable = variables(of: pod).last { $0.name == "DRAIN_SECONDS" }
            let drain = variable.flatMap { Int($0.value) } ?? 0
            let (time, isTooLong) = sleep.addingReportingOverflow(drain)
            guard isTooLong || time >= grace, sleep > 0 || drain > 0 else { return nil }
            let hook = slowest.flatMap { span(of: $0, in: pod, at: "lifecycle", "preStop", "sleep", "seconds") }
            return .shortGracePeriod(
                title(Deployment.kind, pod.metadata), grace: grace, sleep: (sleep, sleep > 0 ? hook : nil),
                drain: (drain, variable?.span),
                at: span(
                    of: Deployment.kind, pod.metadata, at: "spec", "template", "spec",
                    "terminationGracePeriodSeconds"))
        }
    }

    /// Every secret and config map that a pod or a scaler uses is made by something.
    func checkSecrets() -> [Diagnostic] {
        var secrets: Set<Key> = []
        for manifest in manifests {
            let name: String
            switch manifest {
            case .externalSecret(let secret): name = secret.targetName
            case .secret(let secret): name = secret.metadata.name
            default: continue
            }
            secrets.insert(Key(kind: "Secret", namespace: manifest.metadata.namespace, name: name))
        }
        var found: [Diagnostic] = []
        func use(_ kind: String, _ name: String, by user: String, in namespace: String, at span: SourceSpan?) {
            let isThere =
                kind == "Secret"
                ? secrets.contains(Key(kind: kind, namespace: namespace, name: name))
                : object(kind, name, in: namespace) != nil
            if !isThere { found.append(.undeclared(kind, name, by: user, at: span)) }
        }
        for pod in pods {
            guard let template = pod.template else { continue }
            let (user, namespace) = (title(Deployment.kind, pod.metadata), pod.metadata.namespace)
            for volume in template.volumes {
                for source in volume.source.files where !source.files.optional {
                    use(
                        source.kind, source.files.name, by: user, in: namespace,
                        at: volume.span ?? span(of: pod.metadata))
                }
            }
            for container in template.containers {
                for reference in container.references {
                    use(
                        reference.kind, reference.name, by: user, in: namespace,
                        at: reference.span ?? place(container, pod))
                }
            }
        }
        for (name, manifest) in zip(names, manifests) {
            let used: [String]
            switch manifest {
            case .triggerAuthentication(let object): used = object.secrets.map(\.name)
            case .cacheUser(let object): used = object.passwords.map(\.name)
            case .atlasDatabaseUser(let object): used = [object.password.name]
            default: used = []
            }
            for secret in used {
                use(
                    "Secret", secret, by: title(name.kind, name.metadata), in: name.metadata.namespace,
                    at: span(of: name.metadata))
            }
        }
        return found
    }

    private func place(_ container: Container, _ pod: Pods) -> SourceSpan? { container.span ?? span(of: pod.metadata) }
}

extension Probe.Action {
    /// The key that it stands under.
    fileprivate var name: String {
        switch self {
        case .httpGet: "httpGet"
        case .tcpSocket: "tcpSocket"
        case .exec: "exec"
        }
    }
}

extension Probe {
    /// The port it asks at; nil for one that runs a command.
    fileprivate var port: IntOrString? {
        switch action {
        case .httpGet(_, let port), .tcpSocket(let port): port
        case .exec: nil
        }
    }
}

extension Container {
    fileprivate func listens(on port: IntOrString) -> Bool {
        switch port {
        case .int(let number): ports.contains { $0.containerPort == number }
        case .string(let name): ports.contains { $0.name == name }
        }
    }

    /// What its variables come from and must be there.
    fileprivate var references: [(kind: String, name: String, span: SourceSpan?)] {
        envFrom.filter { !$0.optional }.map { source in
            switch source.kind {
            case .configMap(let name): (ConfigMap.kind, name, source.span)
            case .secret(let name): ("Secret", name, source.span)
            }
        }
            + env.compactMap { variable in
                switch variable.value {
                case .configMapKey(let name, _, false): (ConfigMap.kind, name, variable.span)
                case .secretKey(let name, _, false): ("Secret", name, variable.span)
                case .configMapKey, .secretKey, .text, .field, .resource: nil
                }
            }
    }
}

extension Volume.Source {
    /// The objects whose keys become files.
    fileprivate var files: [(kind: String, files: Volume.Files)] {
        switch self {
        case .secret(let files, _): [("Secret", files)]
        case .configMap(let files, _): [(ConfigMap.kind, files)]
        case .emptyDir: []
        case .projected(let projections, _):
            projections.compactMap { projection in
                switch projection {
                case .secret(let files): ("Secret", files)
                case .configMap(let files): (ConfigMap.kind, files)
                case .serviceAccountToken: nil
                }
            }
        }
    }
}
