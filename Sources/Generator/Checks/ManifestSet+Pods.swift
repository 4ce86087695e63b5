import Diagnostics
import Kubernetes
import YAMLTree

// What one pod template says that cannot work, or not for long.

extension ManifestSet {
    /// An image is named by a tag that stays, or by digest.
    func checkImages(_ template: PodTemplate, of pods: Pods) -> [Diagnostic] {
        template.containers.filter { !Self.isFixed($0.image) }.map { container in
            .imageWithoutTag(
                container.image, title(Deployment.kind, pods.metadata), at: span(of: container, in: pods, at: "image"))
        }
    }

    private static func isFixed(_ image: String) -> Bool {
        if let at = image.utf8.firstIndex(of: UInt8(ascii: "@")), image[at...].hasPrefix("@sha256:") { return true }
        let start = image.utf8.lastIndex(of: UInt8(ascii: "/")).map { image.utf8.index(after: $0) } ?? image.startIndex
        guard let colon = image.utf8[start...].firstIndex(of: UInt8(ascii: ":")) else { return false }
        return !["", "latest"].contains(image[image.utf8.index(after: colon)...])
    }

    /// A probe asks at a port that the container listens on, and readiness is not what decides about a restart.
    func checkProbes(_ template: PodTemplate, of pods: Pods) -> [Diagnostic] {
        template.containers.flatMap { container -> [Diagnostic] in
            let probes = [
                ("startup", container.startupProbe), ("readiness", container.readinessProbe),
                ("liveness", container.livenessProbe),
            ]
            var found: [Diagnostic] = []
            for (name, probe) in probes {
                guard let probe, let port = probe.port, !container.listens(on: port) else { continue }
                found.append(
                    .probePort(
                        name, port, title(Deployment.kind, pods.metadata),
                        at: span(of: container, in: pods, at: .key("\(name)Probe"), .key(probe.action.name), "port")))
            }
            if let readiness = container.readinessProbe, let liveness = container.livenessProbe,
                readiness.action == liveness.action
            {
                found.append(
                    .identicalProbes(
                        title(Deployment.kind, pods.metadata),
                        at: span(of: container, in: pods, at: "livenessProbe", .key(liveness.action.name), "path")))
            }
            return found
        }
    }

    /// A pod is not killed before it has slept and drained.
    func checkShutdown(_ template: PodTemplate, _ variables: [ObjectMeta.Pair], of pods: Pods) -> [Diagnostic] {
        // What the API server fills in.
        let grace = template.terminationGracePeriodSeconds ?? 30
        let slowest = template.containers.max { $0.preStopSleep ?? 0 < $1.preStopSleep ?? 0 }
        let sleep = slowest?.preStopSleep ?? 0
        let variable = variables.last { $0.name == "DRAIN_SECONDS" }
        let drain = variable.flatMap { Int($0.value) } ?? 0
        let (time, isTooLong) = sleep.addingReportingOverflow(drain)
        guard isTooLong || time >= grace, sleep > 0 || drain > 0 else { return [] }
        let hook = slowest.flatMap { span(of: $0, in: pods, at: "lifecycle", "preStop", "sleep", "seconds") }
        return [
            .shortGracePeriod(
                title(Deployment.kind, pods.metadata), grace: grace, sleep: (sleep, sleep > 0 ? hook : nil),
                drain: (drain, variable?.span),
                at: span(
                    of: Deployment.kind, pods.metadata, at: "spec", "template", "spec",
                    "terminationGracePeriodSeconds"))
        ]
    }

    /// Every secret and config map that a pod uses is made by something.
    func checkSecrets(_ template: PodTemplate, of pods: Pods) -> [Diagnostic] {
        var found: [Diagnostic] = []
        func use(_ kind: String, _ name: String, at span: SourceSpan?) {
            if isMade(kind, name, in: pods.metadata.namespace) { return }
            let place = span ?? self.span(of: pods.metadata)
            found.append(.undeclared(kind, name, by: title(Deployment.kind, pods.metadata), at: place))
        }
        for volume in template.volumes {
            for source in volume.source.files where !source.files.optional {
                use(source.kind, source.files.name, at: volume.span)
            }
        }
        for container in template.containers {
            for reference in container.references {
                use(reference.kind, reference.name, at: reference.span ?? container.span)
            }
        }
        return found
    }

    /// Every secret that an object names is made by something.
    func checkSecrets(_ names: [String], of manifest: Manifest) -> [Diagnostic] {
        let metadata = manifest.metadata
        return names.filter { !isMade("Secret", $0, in: metadata.namespace) }.map { name in
            .undeclared("Secret", name, by: title(manifest.kindName, metadata), at: span(of: metadata))
        }
    }

    private func isMade(_ kind: String, _ name: String, in namespace: String) -> Bool {
        let key = Key(kind, namespace, name)
        return kind == "Secret" ? index.secrets.contains(key) : index.first(key) != nil
    }
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
