package import YAMLTree

/// A class's settings of the AWS Load Balancer Controller, which beat the annotations of its Ingresses;
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/.
package struct IngressClassParams: ManifestKind {
    package static let apiVersion = "elbv2.k8s.aws/v1beta1"
    package static let kind = "IngressClassParams"
    package static let apiVersions = LoadBalancerProvider.allCases.map(\.ingressAPIVersion)

    /// In whose group it stands; EKS Auto Mode calls some fields otherwise.
    package var provider: LoadBalancerProvider
    package var metadata: ObjectMeta
    /// Ingresses outside these namespaces may not use the class; nil for all.
    package var namespaceSelector: LabelSelector?
    /// The group that every Ingress of the class belongs to.
    package var group: String?
    package var scheme: String?
    package var ipAddressType: String?
    package var loadBalancerName: String?
    package var targetType: String?
    package var listeners: [Listener]
    package var certificateArns: [String]
    package var sslPolicy: String?
    /// The port that HTTP is redirected to: `443`.
    package var sslRedirectPort: String?
    package var inboundCIDRs: [String]
    package var subnets: Subnets?
    package var tags: [KeyValue]
    package var loadBalancerAttributes: [KeyValue]
    package var wafv2AclArn: String?

    package init(
        provider: LoadBalancerProvider = .controller, metadata: ObjectMeta, namespaceSelector: LabelSelector? = nil,
        group: String? = nil, scheme: String? = nil,
        ipAddressType: String? = nil, loadBalancerName: String? = nil, targetType: String? = nil,
        listeners: [Listener] = [], certificateArns: [String] = [], sslPolicy: String? = nil,
        sslRedirectPort: String? = nil, inboundCIDRs: [String] = [], subnets: Subnets? = nil, tags: [KeyValue] = [],
        loadBalancerAttributes: [KeyValue] = [], wafv2AclArn: String? = nil
    ) {
        self.provider = provider
        self.metadata = metadata
        self.namespaceSelector = namespaceSelector
        self.group = group
        self.scheme = scheme
        self.ipAddressType = ipAddressType
        self.loadBalancerName = loadBalancerName
        self.targetType = targetType
        self.listeners = listeners
        self.certificateArns = certificateArns
        self.sslPolicy = sslPolicy
        self.sslRedirectPort = sslRedirectPort
        self.inboundCIDRs = inboundCIDRs
        self.subnets = subnets
        self.tags = tags
        self.loadBalancerAttributes = loadBalancerAttributes
        self.wafv2AclArn = wafv2AclArn
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        let provider = LoadBalancerProvider(ingressAPIVersion: object.optionalString("apiVersion"))
        self.provider = provider
        var spec = object.map("spec")
        namespaceSelector = spec.optional("namespaceSelector") { LabelSelector(reading: &$0) }
        group = spec.optional("group") { $0.string("name") }
        scheme = spec.optionalString("scheme")
        ipAddressType = spec.optionalString("ipAddressType")
        loadBalancerName = spec.optionalString("loadBalancerName")
        targetType = spec.optionalString("targetType")
        listeners = spec.elements("listeners") { Listener(reading: &$0, provider) }
        certificateArns = spec.strings(Self.certificateKey(provider))
        sslPolicy = spec.optionalString("sslPolicy")
        sslRedirectPort = spec.optionalString("sslRedirectPort")
        inboundCIDRs = spec.strings("inboundCIDRs")
        subnets = spec.optional("subnets") { Subnets(reading: &$0, provider) }
        tags = spec.elements("tags") { KeyValue(reading: &$0) }
        loadBalancerAttributes = spec.elements("loadBalancerAttributes") { KeyValue(reading: &$0) }
        wafv2AclArn = spec.optionalString("wafv2AclArn")
        object.finish(spec)
    }

    package var apiVersion: String { provider.ingressAPIVersion }

    private static func certificateKey(_ provider: LoadBalancerProvider) -> String {
        provider == .autoMode ? "certificateARNs" : "certificateArn"
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "namespaceSelector": namespaceSelector?.yaml, "group": group.map { .object(["name": .string($0)]) },
                    "scheme": scheme.map(YAML.string), "ipAddressType": ipAddressType.map(YAML.string),
                    "loadBalancerName": loadBalancerName.map(YAML.string), "targetType": targetType.map(YAML.string),
                    "listeners": listeners.isEmpty ? nil : .list(listeners.map { $0.yaml(provider) }),
                    "certificateArn": provider == .controller ? .strings(certificateArns) : nil,
                    "certificateARNs": provider == .autoMode ? .strings(certificateArns) : nil,
                    "sslPolicy": sslPolicy.map(YAML.string),
                    "sslRedirectPort": sslRedirectPort.map(YAML.string), "inboundCIDRs": .strings(inboundCIDRs),
                    "subnets": subnets?.yaml(provider), "tags": tags.yaml,
                    "loadBalancerAttributes": loadBalancerAttributes.yaml, "wafv2AclArn": wafv2AclArn.map(YAML.string),
                ]))
        ]
    }

    /// A port that the load balancer listens on.
    package struct Listener: Equatable, Sendable {
        /// `HTTP` or `HTTPS`.
        package var `protocol`: String
        package var port: Int
        /// EKS Auto Mode knows none.
        package var attributes: [KeyValue]

        package init(protocol: String, port: Int, attributes: [KeyValue] = []) {
            self.protocol = `protocol`
            self.port = port
            self.attributes = attributes
        }

        init(reading object: inout FieldReader, _ provider: LoadBalancerProvider) {
            self.protocol = object.string("protocol")
            port = object.int("port")
            attributes = provider == .controller ? object.elements("listenerAttributes") { KeyValue(reading: &$0) } : []
        }

        func yaml(_ provider: LoadBalancerProvider) -> YAML {
            .object([
                "protocol": .string(self.protocol), "port": .int(port),
                "listenerAttributes": provider == .controller ? attributes.yaml : nil,
            ])
        }
    }

    /// The subnets of the load balancer, by id or by tag.
    package struct Subnets: Equatable, Sendable {
        package var ids: [String]
        /// Each tag with the values of which a subnet has one.
        package var tags: [Tag]

        package init(ids: [String] = [], tags: [Tag] = []) {
            self.ids = ids
            self.tags = tags
        }

        init(reading object: inout FieldReader, _ provider: LoadBalancerProvider) {
            ids = object.strings("ids")
            switch provider {
            case .controller:
                tags =
                    object.optional("tags") { reader in
                        guard case .map(let entries) = reader.node.value else { return [] }
                        return entries.map { Tag($0.key, reader.strings($0.key)) }
                    } ?? []
            case .autoMode:
                tags = object.elements("matchTags") { Tag($0.string("key"), $0.strings("values")) }
            }
        }

        func yaml(_ provider: LoadBalancerProvider) -> YAML {
            var byTag: YAML?
            if !tags.isEmpty, provider == .controller {
                byTag = .map(tags.map { YAML.Entry($0.name, .list($0.values.map(YAML.string))) })
            }
            let matches = tags.map { YAML.object(["key": .string($0.name), "values": .strings($0.values)]) }
            return .object([
                "ids": .strings(ids), "tags": byTag, "matchTags": provider == .autoMode ? .parts(matches) : nil,
            ])
        }

        /// A tag and the values that are accepted.
        package struct Tag: Equatable, Sendable {
            package var name: String
            package var values: [String]

            package init(_ name: String, _ values: [String]) {
                self.name = name
                self.values = values
            }
        }
    }
}
