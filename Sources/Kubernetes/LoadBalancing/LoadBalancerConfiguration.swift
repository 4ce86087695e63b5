package import YAMLTree

/// What the load balancer of a Gateway is;
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/.
package struct LoadBalancerConfiguration: ManifestKind {
    package static let apiVersion = "gateway.k8s.aws/v1"
    package static let kind = "LoadBalancerConfiguration"
    package static let apiVersions = LoadBalancerProvider.allCases.map(\.gatewayAPIVersion)

    package var provider: LoadBalancerProvider
    package var metadata: ObjectMeta
    package var loadBalancerName: String?
    /// `internal`, which is the default, or `internet-facing`.
    package var scheme: String?
    package var ipAddressType: String?
    /// Ids of subnets; without any, the controller looks for subnets by their tags.
    package var subnets: [String]
    package var listeners: [Listener]
    package var loadBalancerAttributes: [KeyValue]
    /// The TargetGroupConfiguration of Services that have none of their own.
    package var defaultTargetGroupConfiguration: String?
    package var webACL: String?
    package var tags: [ObjectMeta.Pair]

    package init(
        provider: LoadBalancerProvider = .controller, metadata: ObjectMeta, loadBalancerName: String? = nil,
        scheme: String? = nil, ipAddressType: String? = nil, subnets: [String] = [], listeners: [Listener] = [],
        loadBalancerAttributes: [KeyValue] = [], defaultTargetGroupConfiguration: String? = nil, webACL: String? = nil,
        tags: [ObjectMeta.Pair] = []
    ) {
        self.provider = provider
        self.metadata = metadata
        self.loadBalancerName = loadBalancerName
        self.scheme = scheme
        self.ipAddressType = ipAddressType
        self.subnets = subnets
        self.listeners = listeners
        self.loadBalancerAttributes = loadBalancerAttributes
        self.defaultTargetGroupConfiguration = defaultTargetGroupConfiguration
        self.webACL = webACL
        self.tags = tags
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        provider = LoadBalancerProvider(gatewayAPIVersion: object.optionalString("apiVersion"))
        var spec = object.map("spec")
        loadBalancerName = spec.optionalString("loadBalancerName")
        scheme = spec.optionalString("scheme")
        ipAddressType = spec.optionalString("ipAddressType")
        subnets = spec.elements("loadBalancerSubnets") { $0.string("identifier") }
        listeners = spec.elements("listenerConfigurations") { Listener(reading: &$0) }
        loadBalancerAttributes = spec.elements("loadBalancerAttributes") { KeyValue(reading: &$0) }
        defaultTargetGroupConfiguration = spec.optional("defaultTargetGroupConfiguration") { $0.string("name") }
        webACL = spec.optional("wafV2") { $0.string("webACL") }
        tags = spec.pairs("tags")
        object.finish(spec)
    }

    package var apiVersion: String { provider.gatewayAPIVersion }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "loadBalancerName": .optional(loadBalancerName), "scheme": .optional(scheme),
                    "ipAddressType": .optional(ipAddressType),
                    "loadBalancerSubnets": .parts(subnets.map { .object(["identifier": .string($0)]) }),
                    "listenerConfigurations": .parts(listeners.map(\.yaml)),
                    "loadBalancerAttributes": loadBalancerAttributes.yaml,
                    "defaultTargetGroupConfiguration": defaultTargetGroupConfiguration.map {
                        .object(["name": .string($0)])
                    }, "wafV2": webACL.map { .object(["webACL": .string($0)]) }, "tags": tags.yaml,
                ]))
        ]
    }

    /// What a listener is, besides its port and protocol, which the Gateway says.
    package struct Listener: Equatable, Sendable {
        /// `HTTPS:443`.
        package var protocolPort: String
        /// ARNs: the one for clients that name no host, and the others.
        package var defaultCertificate: String?
        package var certificates: [String]
        package var sslPolicy: String?
        package var attributes: [KeyValue]

        package init(
            protocolPort: String, defaultCertificate: String? = nil, certificates: [String] = [],
            sslPolicy: String? = nil, attributes: [KeyValue] = []
        ) {
            self.protocolPort = protocolPort
            self.defaultCertificate = defaultCertificate
            self.certificates = certificates
            self.sslPolicy = sslPolicy
            self.attributes = attributes
        }

        package init(reading object: inout FieldReader) {
            protocolPort = object.string("protocolPort")
            defaultCertificate = object.optionalString("defaultCertificate")
            certificates = object.strings("certificates")
            sslPolicy = object.optionalString("sslPolicy")
            attributes = object.elements("listenerAttributes") { KeyValue(reading: &$0) }
        }

        package var yaml: YAML {
            .object([
                "protocolPort": .string(protocolPort), "defaultCertificate": .optional(defaultCertificate),
                "certificates": .strings(certificates), "sslPolicy": .optional(sslPolicy),
                "listenerAttributes": attributes.yaml,
            ])
        }
    }
}
