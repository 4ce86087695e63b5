package import YAMLTree

/// How a Gateway treats those who call it;
/// https://gateway.envoyproxy.io/docs/api/extension_types/#clienttrafficpolicy.
package struct ClientTrafficPolicy: ManifestKind {
    package static let apiVersion = "gateway.envoyproxy.io/v1alpha1"
    package static let kind = "ClientTrafficPolicy"

    package var metadata: ObjectMeta
    package var targetRefs: [PolicyTarget]
    /// A path that the proxy answers itself: 200 while it takes requests, 503 while it drains.
    package var healthCheckPath: String?
    /// How many proxies in front of this one are believed when they name the client in `X-Forwarded-For`.
    package var trustedHops: Int?

    package init(
        metadata: ObjectMeta, targetRefs: [PolicyTarget], healthCheckPath: String? = nil, trustedHops: Int? = nil
    ) {
        self.metadata = metadata
        self.targetRefs = targetRefs
        self.healthCheckPath = healthCheckPath
        self.trustedHops = trustedHops
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        targetRefs = spec.elements("targetRefs") { PolicyTarget(reading: &$0) }
        healthCheckPath = spec.optional("healthCheck") { $0.string("path") }
        trustedHops =
            spec.optional("clientIPDetection") { detection in
                detection.optional("xForwardedFor") { $0.optionalInt("numTrustedHops") } ?? nil
            } ?? nil
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        let detection = trustedHops.map { hops in
            YAML.object(["xForwardedFor": .object(["numTrustedHops": .int(hops)])])
        }
        return [
            .init(
                "spec",
                .object([
                    "targetRefs": .list(targetRefs.map(\.yaml)),
                    "healthCheck": healthCheckPath.map { .object(["path": .string($0)]) },
                    "clientIPDetection": detection,
                ]))
        ]
    }
}
