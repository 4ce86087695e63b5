import Emulator
import JSONTree
import Kubernetes
import TestSupport
import Testing

@Suite struct ContainerSettingsTests {
    static let objects = """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings, namespace: services }
        data: { HOST: ads, PORT: "80", only.here: "x" }
        ---
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: { name: keys, namespace: services }
        spec:
          refreshInterval: 1h
          secretStoreRef: { name: vault, kind: SecretStore }
          target: { name: keys }
          data:
          - { secretKey: token, remoteRef: { key: shop/dev/token } }
          - { secretKey: username, remoteRef: { key: shop/dev/db/ads, property: username } }
          - { secretKey: password, remoteRef: { key: shop/dev/db/ads, property: password } }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: written, namespace: services }
        data: { A: YWJj, B: aGlkZGVu, raw: /wA= }
        stringData: { B: plain }

        """

    func settings(container: String, pod: String = "") throws -> ContainerSettings {
        let cluster = try cluster(Self.objects + deployment("ads", container: container, pod: pod))
        let pod = try #require(cluster.pods.first)
        return try containerSettings(of: pod, in: cluster, secrets: LocalSecretStore(path: nil))
    }

    @Test func `envFrom comes first and env has the last word`() throws {
        let settings = try settings(
            container: """
                env:
                - { name: PORT, value: "8080" }
                - { name: PORT, value: "9090" }
                envFrom:
                - configMapRef: { name: settings }
                - { prefix: A_, configMapRef: { name: settings } }
                """)
        #expect(settings.environment["HOST"] == "ads")
        #expect(settings.environment["A_PORT"] == "80")
        #expect(settings.environment["PORT"] == "9090")
        #expect(settings.environment["HOSTNAME"] == "ads-0")
    }

    static let expansions: [(String, String)] = [
        ("http://$(HOST):$(PORT)/", "http://ads:80/"), ("$(LATER)", "$(LATER)"), ("$$(HOST)", "$(HOST)"),
        ("$$$(HOST)", "$ads"), ("$HOST", "$HOST"), ("$(HOST", "$(HOST"), ("5$", "5$"), ("$()", "$()"),
    ]

    @Test(arguments: expansions)
    func `a reference is expanded with what came before`(text: String, expected: String) throws {
        let settings = try settings(
            container: """
                envFrom: [{ configMapRef: { name: settings } }]
                env:
                - { name: URL, value: '\(text)' }
                - { name: LATER, value: later }
                """)
        #expect(settings.environment["URL"] == expected)
    }

    @Test func `a variable may come from a key or from the pod`() throws {
        let settings = try settings(
            container: """
                env:
                - { name: H, valueFrom: { configMapKeyRef: { name: settings, key: HOST } } }
                - { name: U, valueFrom: { secretKeyRef: { name: keys, key: username } } }
                - { name: T, valueFrom: { secretKeyRef: { name: keys, key: token } } }
                - { name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
                - { name: O, valueFrom: { configMapKeyRef: { name: settings, key: none, optional: true } } }
                - { name: P, valueFrom: { secretKeyRef: { name: none, key: none, optional: true } } }
                """)
        #expect(settings.environment["H"] == "ads")
        #expect(settings.environment["U"] == "ads")
        #expect(settings.environment["T"]?.count == 32)
        #expect(settings.environment["NAMESPACE"] == "services")
        #expect(settings.environment["O"] == nil)
        #expect(settings.environment["P"] == nil)
    }

    @Test func `a Secret that is written by hand is read as it is, bytes and all`() throws {
        let settings = try settings(
            container: """
                envFrom: [{ secretRef: { name: written } }]
                env: [{ name: C, valueFrom: { secretKeyRef: { name: written, key: A } } }]
                volumeMounts: [{ name: s, mountPath: /s }]
                """,
            pod: "volumes: [{ name: s, secret: { secretName: written } }]")
        #expect(settings.environment["A"] == "abc" && settings.environment["C"] == "abc")
        #expect(settings.environment["B"] == "plain")
        #expect(settings.files["/s/raw"] == [0xFF, 0])
    }

    static let fields: [(String, String)] = [
        ("fieldRef: { fieldPath: metadata.name }", "ads-0"),
        ("fieldRef: { fieldPath: metadata.namespace }", "services"),
        ("fieldRef: { fieldPath: \"metadata.labels['app']\" }", "ads"),
        ("fieldRef: { fieldPath: \"metadata.labels['none']\" }", ""),
        ("fieldRef: { fieldPath: spec.serviceAccountName }", "runner"),
        ("fieldRef: { fieldPath: status.podIP }", "10.244.0.2"),
        ("fieldRef: { fieldPath: status.podIPs }", "10.244.0.2"),
        ("fieldRef: { fieldPath: status.hostIP }", "10.0.0.10"), ("fieldRef: { fieldPath: spec.nodeName }", "desk"),
        ("resourceFieldRef: { resource: limits.memory }", "268435456"),
        ("resourceFieldRef: { resource: limits.memory, divisor: 1Mi }", "256"),
        ("resourceFieldRef: { resource: requests.cpu }", "1"),
        ("resourceFieldRef: { resource: requests.cpu, divisor: 1m }", "250"),
        ("resourceFieldRef: { containerName: ads, resource: limits.cpu, divisor: 1 }", "2"),
    ]

    @Test(arguments: fields)
    func `a variable may be a field of the pod, or a limit of the container`(source: String, expected: String) throws {
        let settings = try settings(
            container: """
                env: [{ name: F, valueFrom: { \(source) } }]
                resources: { requests: { cpu: 250m }, limits: { cpu: 1500m, memory: 256Mi } }
                """,
            pod: "serviceAccountName: runner")
        #expect(settings.environment["F"] == expected)
    }

    static let missing: [(String, ContainerConfigError)] = [
        ("env: [{ name: A, valueFrom: { fieldRef: { fieldPath: spec.none } } }]", .noField("spec.none")),
        (
            "env: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.memory } } }]",
            .noField("limits.memory")
        ),
        ("envFrom: [{ configMapRef: { name: none } }]", .noConfigMap("none")),
        ("envFrom: [{ secretRef: { name: none } }]", .noSecret("none")),
        (
            "env: [{ name: A, valueFrom: { configMapKeyRef: { name: settings, key: none } } }]",
            .noKey("none", of: "settings")
        ),
        ("env: [{ name: A, valueFrom: { secretKeyRef: { name: none, key: a } } }]", .noSecret("none")),
        (
            "env: [{ name: A, valueFrom: { secretKeyRef: { name: keys, key: none } } }]", .noKey("none", of: "keys")
        ),
    ]

    @Test(arguments: missing)
    func `what is missing keeps the container from starting`(container: String, error: ContainerConfigError) {
        #expect(throws: error) { try settings(container: container) }
    }

    @Test func `an optional object may be missing`() throws {
        let settings = try settings(
            container: """
                envFrom:
                - configMapRef: { name: none, optional: true }
                - secretRef: { name: none, optional: true }
                """)
        #expect(Set(settings.environment.keys) == ["HOSTNAME"])
    }

    @Test func `mounts hold every key or the chosen ones, in a folder or as one file`() throws {
        let settings = try settings(
            container: """
                volumeMounts:
                - { name: all, mountPath: /all }
                - { name: some, mountPath: /some }
                - { name: all, mountPath: /etc/token, subPath: token }
                - { name: empty, mountPath: /tmp }
                """,
            pod: """
                volumes:
                - { name: all, secret: { secretName: keys } }
                - { name: some, configMap: { name: settings, items: [{ key: HOST, path: net/host }] } }
                - { name: empty, emptyDir: {} }
                """)
        #expect(
            settings.files.keys.sorted() == [
                "/all/password", "/all/token", "/all/username", "/etc/token", "/some/net/host",
            ])
        #expect(settings.files["/some/net/host"].map { String(decoding: $0, as: UTF8.self) } == "ads")
        #expect(settings.files["/etc/token"] == settings.files["/all/token"])
    }

    @Test func `a mount of a key that is not there keeps the container from starting`() {
        #expect(throws: ContainerConfigError.noKey("none", of: "settings")) {
            try settings(
                container: "volumeMounts: [{ name: some, mountPath: /some }]",
                pod: "volumes: [{ name: some, configMap: { name: settings, items: [{ key: none, path: a }] } }]")
        }
    }
}
