package import Blueprint
package import Kubernetes

extension Site {
    /// The workload's pods. No replicas are given: an autoscaler owns their number.
    package func deployment(for workload: Workload) -> Deployment {
        deployment(for: DeployedWorkload(workload, at: self))
    }

    func deployment(for workload: DeployedWorkload) -> Deployment {
        let contract = workload.contract.map { [ObjectMeta.Pair("orrery.dev/contract", $0)] } ?? []
        return Deployment(
            metadata: metadata(workload, annotations: contract + skippedChecks(of: workload)), revisionHistoryLimit: 3,
            selector: workload.selector, strategy: .init(maxUnavailable: 0, maxSurge: "25%"),
            template: podTemplate(for: workload))
    }

    /// A pod that the restricted Pod Security Standard admits, that is kept apart from its like, and that goes on
    /// serving while the load balancer forgets it.
    private func podTemplate(for workload: DeployedWorkload) -> PodTemplate {
        let selector = workload.selector
        return PodTemplate(
            labels: workload.labels,
            annotations: [.init("orrery.dev/configuration", fingerprint(of: workload.variables))],
            serviceAccountName: workload.name, automountServiceAccountToken: false, enableServiceLinks: false,
            restartPolicy: .always, terminationGracePeriodSeconds: workload.shutdown.gracePeriod,
            priorityClassName: priorityClassName(worker: workload.role == .worker),
            dnsConfig: .init(options: [.init("ndots", "2")]),
            securityContext: PodSecurityContext(
                runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001,
                fsGroupChangePolicy: "OnRootMismatch", supplementalGroupsPolicy: "Strict",
                seccompProfile: "RuntimeDefault"),
            affinity: PodAntiAffinity(preferred: [
                .init(weight: 100, topologyKey: "kubernetes.io/hostname", selector: selector)
            ]),
            topologySpreadConstraints: [
                .init(
                    maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: .scheduleAnyway,
                    selector: selector, matchLabelKeys: ["pod-template-hash"])
            ],
            containers: [container(for: workload)], volumes: volumes(for: workload))
    }

    /// What checkov shall not look at, each with the blueprint's reason; it takes them from annotations that are numbered
    /// from 1. Images that are named by digest need no leave to be named by tag.
    private func skippedChecks(of workload: DeployedWorkload) -> [ObjectMeta.Pair] {
        let isPinned = index.digests[workload.name] != nil
        let skips = environment.skips.filter { !isPinned || $0.name != "CKV_K8S_43" }
        return skips.enumerated().map { number, skip in
            .init("checkov.io/skip\(number + 1)", "\(skip.name)=\(skip.value)")
        }
    }

    private func container(for workload: DeployedWorkload) -> Container {
        let resources = workload.resources
        return Container(
            name: workload.name, image: image(of: workload),
            imagePullPolicy: .always, ports: [.init(name: "http", containerPort: workload.port)],
            envFrom: [.init(.configMap(workload.name))],
            resources: .init(
                requests: [
                    .init("cpu", resources.cpuRequest), .init("memory", resources.memoryRequest),
                    .init("ephemeral-storage", "64Mi"),
                ],
                limits: [
                    .init("cpu", resources.cpuLimit), .init("memory", resources.memoryLimit),
                    .init("ephemeral-storage", "256Mi"),
                ]),
            startupProbe: Probe(
                .httpGet(path: workload.probes.liveness, port: "http"), periodSeconds: 2, timeoutSeconds: 2,
                failureThreshold: 30),
            readinessProbe: Probe(
                .httpGet(path: workload.probes.readiness, port: "http"), periodSeconds: 5, timeoutSeconds: 2,
                failureThreshold: 3),
            livenessProbe: Probe(
                .httpGet(path: workload.probes.liveness, port: "http"), periodSeconds: 10, timeoutSeconds: 2,
                failureThreshold: 3),
            preStopSleep: workload.shutdown.preStopSleep,
            securityContext: SecurityContext(
                allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true,
                runAsUser: 10001, runAsGroup: 10001, drop: ["ALL"], seccompProfile: "RuntimeDefault"),
            volumeMounts: [.init(name: "tmp", mountPath: "/tmp")]
                + workload.credentials.map { credential in
                    .init(
                        name: volumeName(credential), mountPath: "/var/run/secrets/\(credential.name)",
                        readOnly: true)
                })
    }

    /// By tag, and by digest too where the environment gives one: then the tag is for people.
    private func image(of workload: DeployedWorkload) -> String {
        let name = "\(environment.registry)/\(workload.image):\(environment.tag)"
        return index.digests[workload.name].map { "\(name)@\($0)" } ?? name
    }

    private func volumeName(_ credential: Credential) -> String { dnsLabel("secret", credential.name) }

    private func volumes(for workload: DeployedWorkload) -> [Volume] {
        [Volume(name: "tmp", source: .emptyDir(medium: nil, sizeLimit: "64Mi"))]
            + workload.credentials.map { credential in
                Volume(
                    name: volumeName(credential),
                    source: .secret(.init(credential.secretName), defaultMode: 0o440))
            }
    }

    /// Changes with the settings, so that a change of the ConfigMap replaces the pods.
    private func fingerprint(of variables: [ObjectMeta.Pair]) -> String {
        var hash = StableHash()
        for variable in variables {
            hash.combine(variable.name)
            hash.combine("=")
            hash.combine(variable.value)
            hash.combine("\n")
        }
        return hash.digits
    }
}
