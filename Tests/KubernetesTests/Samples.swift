import Kubernetes

/// One object of each kind of ours, with every field that we write filled in.
enum Samples {
    static let metadata = ObjectMeta(
        name: "content", namespace: "services", labels: [.init("app.kubernetes.io/name", "content"), .init("on", "y")],
        annotations: [.init("orrery.dev/note", "two\nlines\n")])

    static let selector = LabelSelector(
        matchLabels: [.init("app.kubernetes.io/name", "content")],
        matchExpressions: [.init(key: "tier", operator: .notIn, values: ["1", "no"])])

    static let probe = Probe(
        .httpGet(path: "/readyz", port: "http"), initialDelaySeconds: 1, periodSeconds: 5, timeoutSeconds: 2,
        successThreshold: 1, failureThreshold: 3)

    static let container = Container(
        name: "content", image: "registry.example/promptsales/content:1.4.0", imagePullPolicy: .always,
        command: ["/bin/content"], args: ["--port", "8080"], ports: [.init(name: "http", containerPort: 8080)],
        envFrom: [.init(.configMap("content")), .init(.secret("keys"), prefix: "KEY_", optional: true)],
        env: [
            .init(name: "POD_NAME", value: .field(path: "metadata.name")),
            .init(name: "FLAG", value: .text("true")),
            .init(name: "MODE", value: .configMapKey(name: "content", key: "mode", optional: true)),
            .init(name: "TOKEN", value: .secretKey(name: "content", key: "token", optional: false)),
        ],
        resources: .init(requests: [.init("cpu", "100m")], limits: [.init("memory", "256Mi"), .init("cpu", "1")]),
        startupProbe: Probe(.exec(command: ["/bin/started"])), readinessProbe: probe,
        livenessProbe: Probe(.tcpSocket(port: 8080)), preStopSleep: 15,
        securityContext: SecurityContext(
            allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true,
            runAsUser: 10001, runAsGroup: 10001, drop: ["ALL"], seccompProfile: "RuntimeDefault"),
        volumeMounts: [
            .init(name: "tmp", mountPath: "/tmp"),
            .init(name: "cache", mountPath: "/var/run/secrets/cache", subPath: "a", readOnly: true),
        ])

    static let template = PodTemplate(
        labels: metadata.labels, annotations: [.init("checksum", "1e3")], serviceAccountName: "content",
        automountServiceAccountToken: false, enableServiceLinks: false, restartPolicy: .always,
        terminationGracePeriodSeconds: 45, priorityClassName: "promptsales-service",
        dnsConfig: .init(options: [.init("ndots", "2"), .init("edns0", "")]),
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
        containers: [container],
        volumes: [
            Volume(name: "tmp", source: .emptyDir(medium: nil, sizeLimit: "64Mi")),
            Volume(name: "empty", source: .emptyDir(medium: nil, sizeLimit: nil)),
            Volume(name: "cache", source: .secret(.init("content-cache"), defaultMode: 288)),
            Volume(
                name: "map",
                source: .configMap(.init("content", items: [.init("a", "b")], optional: true), defaultMode: nil)),
            Volume(
                name: "all",
                source: .projected(
                    [
                        .secret(.init("content-cache", items: [.init("password", "password")])),
                        .configMap(.init("content")),
                        .serviceAccountToken(path: "token", audience: "vault", expirationSeconds: 3600),
                    ], defaultMode: 288)),
        ])

    static let all: [Manifest] = own + managed

    private static let own: [Manifest] = [
        .ciliumNetworkPolicy(
            CiliumNetworkPolicy(
                metadata: metadata, endpointSelector: selector,
                egress: [
                    .init(
                        toFQDNs: [.name("api.openai.com"), .pattern("*.facebook.com")], toPorts: [.init([.init(443)])]),
                    .init(
                        toEndpoints: [LabelSelector(matchLabels: [.init("k8s:k8s-app", "kube-dns")])],
                        toPorts: [.init([.init(53, protocol: .any)], dns: [.pattern("*")])]),
                    .init(toCIDR: ["169.254.170.23/32"]),
                ])),
        .clientTrafficPolicy(
            ClientTrafficPolicy(
                metadata: metadata, targetRefs: [PolicyTarget(kind: "Gateway", name: "gateway")],
                healthCheckPath: "/healthz", trustedHops: 1)),
        .configMap(ConfigMap(metadata: metadata, data: [.init("PORT", "8080"), .init("yes", "no")])),
        .deployment(
            Deployment(
                metadata: metadata, replicas: 2, revisionHistoryLimit: 3, selector: selector,
                strategy: .init(maxUnavailable: 0, maxSurge: "25%"), template: template)),
        .envoyProxy(EnvoyProxy(metadata: metadata, serviceName: "proxy", serviceType: .clusterIP)),
        .externalSecret(
            ExternalSecret(
                metadata: metadata, refreshInterval: "1h", storeName: "vault", targetName: "content-cache",
                creationPolicy: .owner,
                data: [
                    .init(secretKey: "username", remoteKey: "a/b", property: "username"),
                    .init(secretKey: "token", remoteKey: "c"),
                ])),
        .horizontalPodAutoscaler(
            HorizontalPodAutoscaler(
                metadata: metadata, deployment: "content", minReplicas: 2, maxReplicas: 12,
                metrics: [
                    .init(resource: "cpu", container: "content", averageUtilization: 70),
                    .init(resource: "memory", container: nil, averageUtilization: 80),
                ],
                scaleUp: .init(
                    stabilizationWindowSeconds: 0, policies: [.init(unit: .percent, value: 100, periodSeconds: 30)]),
                scaleDown: .init(
                    stabilizationWindowSeconds: 300, policies: [.init(unit: .pods, value: 1, periodSeconds: 60)]))),
        .kustomization(Kustomization(resources: ["namespaces.yaml", "services/content.yaml"])),
        .limitRange(
            LimitRange(
                metadata: metadata, defaultRequest: [.init("cpu", "100m")],
                defaultLimit: [.init("cpu", "1"), .init("memory", "256Mi")])),
        .namespace(Namespace(metadata: ObjectMeta(name: "services", labels: [.init("a/b", "restricted")]))),
        .podDisruptionBudget(
            PodDisruptionBudget(
                metadata: metadata, maxUnavailable: 1, unhealthyPodEvictionPolicy: .alwaysAllow, selector: selector)),
        .podDisruptionBudget(PodDisruptionBudget(metadata: metadata, minAvailable: "50%", selector: selector)),
        .podIdentityAssociation(
            PodIdentityAssociation(
                metadata: metadata, clusterName: "shop-production", namespace: "services", serviceAccount: "content",
                roleARN: "arn:aws:iam::123456789012:role/shop-production-content")),
        .priorityClass(
            PriorityClass(
                metadata: ObjectMeta(name: "promptsales-worker"), value: 1000, preemptionPolicy: .never,
                description: "waits: for others # always")),
        .resourceQuota(ResourceQuota(metadata: metadata, hard: [.init("services.nodeports", "0")])),
        .scaledObject(
            ScaledObject(
                metadata: metadata, deployment: "jobs", pollingInterval: 15, cooldownPeriod: 300, minReplicaCount: 1,
                maxReplicaCount: 20,
                fallback: .init(failureThreshold: 3, replicas: 2, behavior: .currentReplicasIfHigher),
                triggers: [
                    .init(type: "redis-streams", metadata: [.init("lagCount", "50")], authentication: "jobs"),
                    .init(type: "cron", metadata: []),
                ])),
        .secret(
            Secret(
                metadata: metadata, type: "Opaque", data: [.init("key", "c2VjcmV0")],
                stringData: [.init("other", "plain")])),
        .secretStore(
            SecretStore(metadata: metadata, region: "us-east-1", role: "arn:aws:iam::123456789012:role/reader")),
        .secretStore(SecretStore(metadata: metadata, region: "us-east-1", serviceAccount: "secret-reader")),
        .service(
            Service(
                metadata: metadata, clusterIP: "None", trafficDistribution: "PreferSameZone",
                selector: [.init("app.kubernetes.io/name", "content")],
                ports: [.init(name: "http", port: 80, targetPort: "http", appProtocol: "http")])),
        .service(
            Service(
                metadata: metadata, type: .externalName, externalName: "cache.example",
                ports: [.init(name: "redis", port: 6379, targetPort: 6379, appProtocol: "redis")])),
        .serviceAccount(ServiceAccount(metadata: metadata, automountServiceAccountToken: false)),
        .triggerAuthentication(
            TriggerAuthentication(
                metadata: metadata, secrets: [.init(parameter: "password", name: "jobs-cache", key: "password")])),
    ]
}
