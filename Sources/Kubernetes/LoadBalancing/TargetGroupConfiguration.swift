package import YAMLTree

/// How a load balancer treats the pods of a Service;
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/targetgroupconfig/.
package struct TargetGroupConfiguration: ManifestKind {
    package static let apiVersion = "gateway.k8s.aws/v1"
    package static let kind = "TargetGroupConfiguration"
    package static let apiVersions = LoadBalancerProvider.allCases.map(\.gatewayAPIVersion)

    package var provider: LoadBalancerProvider
    package var metadata: ObjectMeta
    /// The Service in its namespace that it is about; nil for one that a LoadBalancerConfiguration names as its default.
    package var service: String?
    /// `ip` or `instance`.
    package var targetType: String?
    package var healthCheck: HealthCheck?
    package var attributes: [KeyValue]

    package init(
        provider: LoadBalancerProvider = .controller, metadata: ObjectMeta, service: String?, targetType: String?,
        healthCheck: HealthCheck? = nil, attributes: [KeyValue] = []
    ) {
        self.provider = provider
        self.metadata = metadata
        self.service = service
        self.targetType = targetType
        self.healthCheck = healthCheck
        self.attributes = attributes
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        provider = LoadBalancerProvider(gatewayAPIVersion: object.optionalString("apiVersion"))
        var spec = object.map("spec")
        service = spec.optional("targetReference") { reference in
            _ = reference.optionalString("group")
            _ = reference.optionalString("kind")
            return reference.string("name")
        }
        var configuration = spec.map("defaultConfiguration")
        targetType = configuration.optionalString("targetType")
        healthCheck = configuration.optional("healthCheckConfig") { HealthCheck(reading: &$0) }
        attributes = configuration.elements("targetGroupAttributes") { KeyValue(reading: &$0) }
        spec.finish(configuration)
        object.finish(spec)
    }

    package var apiVersion: String { provider.gatewayAPIVersion }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "targetReference": service.map {
                        .object(["group": "", "kind": "Service", "name": .string($0)])
                    },
                    "defaultConfiguration": .object([
                        "targetType": .optional(targetType), "healthCheckConfig": healthCheck?.yaml,
                        "targetGroupAttributes": attributes.yaml,
                    ]),
                ]))
        ]
    }

    /// How the load balancer finds out which pods are well. Times are in seconds.
    package struct HealthCheck: Equatable, Sendable {
        package var path: String?
        /// A number; nil for the port that gets the requests.
        package var port: String?
        package var interval, timeout, healthyThreshold, unhealthyThreshold: Int?
        /// `200`, `200,202`, `200-299`.
        package var httpCode: String?

        package init(
            path: String?, port: String? = nil, interval: Int? = nil, timeout: Int? = nil,
            healthyThreshold: Int? = nil, unhealthyThreshold: Int? = nil, httpCode: String? = nil
        ) {
            self.path = path
            self.port = port
            self.interval = interval
            self.timeout = timeout
            self.healthyThreshold = healthyThreshold
            self.unhealthyThreshold = unhealthyThreshold
            self.httpCode = httpCode
        }

        package init(reading object: inout FieldReader) {
            healthyThreshold = object.optionalInt("healthyThresholdCount")
            interval = object.optionalInt("healthCheckInterval")
            path = object.optionalString("healthCheckPath")
            port = object.optionalString("healthCheckPort")
            timeout = object.optionalInt("healthCheckTimeout")
            unhealthyThreshold = object.optionalInt("unhealthyThresholdCount")
            httpCode = object.optional("matcher") { $0.string("httpCode") }
        }

        package var yaml: YAML {
            .object([
                "healthCheckPath": .optional(path), "healthCheckPort": .optional(port),
                "healthCheckInterval": .optional(interval), "healthCheckTimeout": .optional(timeout),
                "healthyThresholdCount": .optional(healthyThreshold),
                "unhealthyThresholdCount": .optional(unhealthyThreshold),
                "matcher": httpCode.map { .object(["httpCode": .string($0)]) },
            ])
        }
    }
}
