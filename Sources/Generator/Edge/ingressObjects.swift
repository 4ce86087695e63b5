import Blueprint
import JSONTree
package import Kubernetes

extension Site {
    /// One load balancer from Ingresses: its class, the class's settings, and what it does with the requests for `hosts`.
    func ingressObjects(for hosts: [String], number: Int) -> [Manifest] {
        [.ingressClass(ingressClass(number: number)), .ingressClassParams(ingressClassParams(number: number))]
            + ingresses(for: hosts, number: number).map(Manifest.ingress)
    }

    package func ingressClass(number: Int) -> IngressClass {
        let params = ingressClassParams(number: number)
        return IngressClass(
            metadata: sharedMetadata(params.metadata.name), controller: loadBalancerProvider.ingressController,
            parameters: .init(
                apiGroup: loadBalancerProvider.ingressGroup, kind: IngressClassParams.kind, name: params.metadata.name))
    }

    /// What the load balancer is. It stands on the class, where no Ingress can change it. Plain HTTP is redirected: a
    /// listener on port 80 that forwarded would serve the same paths in the clear, and check no tokens.
    ///
    /// EKS Auto Mode documents fewer settings of the class; there the others stand on each Ingress.
    package func ingressClassParams(number: Int) -> IngressClassParams {
        var params = IngressClassParams(
            provider: loadBalancerProvider, metadata: sharedMetadata(numbered("alb", number)),
            namespaceSelector: namespaceSelector(targetNamespaces),
            group: numbered(dnsLabel(system.name, environment.name), number),
            scheme: system.loadBalancer.scheme.rawValue, ipAddressType: ipAddressType,
            certificateArns: certificateArns,
            subnets: environment.waysIn.subnets.isEmpty ? nil : .init(ids: environment.waysIn.subnets),
            loadBalancerAttributes: loadBalancerAttributes)
        switch loadBalancerProvider {
        case .controller:
            params.loadBalancerName = loadBalancerName(number: number)
            params.targetType = "ip"
            params.listeners = [.init(protocol: "HTTP", port: 80), .init(protocol: "HTTPS", port: 443)]
            params.sslPolicy = system.loadBalancer.sslPolicy
            params.sslRedirectPort = "443"
            params.wafv2AclArn = environment.waysIn.webACL
        case .autoMode: break
        }
        return params
    }

    /// nil for IPv4 alone, which is the default.
    var ipAddressType: String? {
        system.loadBalancer.addressType == .ipv4 ? nil : system.loadBalancer.addressType.rawValue
    }

    /// Where the pods are that the load balancer sends requests to.
    private var targetNamespaces: [String] {
        var names: [String] = []
        for route in loadBalancerRoutes where !names.contains(route.namespace) { names.append(route.namespace) }
        return names
    }

    private func namespaceSelector(_ names: [String]) -> LabelSelector {
        if names.count == 1 { return namespaceSelector(names[0]) }
        return LabelSelector(matchExpressions: [
            .init(key: "kubernetes.io/metadata.name", operator: .in, values: names)
        ])
    }

    // MARK: - Ingresses

    /// One Ingress where one route leads everything to the gateway. Else one for each route and access, since the check of
    /// a token belongs to a whole Ingress; `group.order` then lays out their rules as the routes stand.
    package func ingresses(for hosts: [String], number: Int) -> [Ingress] {
        let routes = loadBalancerRoutes
        var ingresses: [Ingress] = []
        for route in routes {
            for part in route.parts {
                for (index, methods) in methodGroups(part.methods).enumerated() {
                    var ingress = ingress(route, part, methods: methods, hosts: hosts, number: number)
                    if index > 0 { ingress.metadata.name = dnsLabel(ingress.metadata.name, "\(index + 1)") }
                    ingresses.append(ingress)
                }
            }
        }
        guard ingresses.count > 1 else { return ingresses }
        return ingresses.enumerated().map { index, ingress in
            var ingress = ingress
            ingress.metadata.annotations.insert(Self.albAnnotation("group.order", String(index + 1)), at: 0)
            return ingress
        }
    }

    /// As many methods as fit beside a host and the two values of a prefix.
    private func methodGroups(_ methods: [String]) -> [[String]] {
        let size = loadBalancerQuotas.values - 3
        if methods.isEmpty { return [[]] }
        return stride(from: 0, to: methods.count, by: size).map {
            Array(methods[$0..<min($0 + size, methods.count)])
        }
    }

    private func ingress(
        _ route: LoadBalancerRoute, _ part: LoadBalancerRoute.Part, methods: [String], hosts: [String], number: Int
    ) -> Ingress {
        var annotations = ownSettings(number: number) + settings(of: route)
        if !methods.isEmpty {
            let condition: JSON = [
                ["field": "http-request-method", "httpRequestMethodConfig": ["values": JSON(methods)]]
            ]
            annotations.append(("conditions.\(route.service)", condition.text))
        }
        if let validation = validation(of: part.access) { annotations.append(("jwt-validation", validation.json.text)) }
        let backend = Ingress.Backend(service: route.service, port: .name("http"))
        return Ingress(
            metadata: sharedMetadata(
                numbered(part.name, number), namespace: route.namespace,
                annotations: annotations.map { Self.albAnnotation($0.0, $0.1) } + subnetAnnotation),
            ingressClassName: numbered("alb", number),
            rules: hosts.map { .init(host: $0, paths: [.init(path: route.path, pathType: .prefix, backend: backend)]) })
    }

    /// How the targets are treated.
    private func settings(of route: LoadBalancerRoute) -> [(String, String)] {
        let check = route.healthCheck
        let optional: [(String, String?)] = [
            ("healthcheck-path", check.path), ("healthcheck-port", check.port),
            ("healthcheck-interval-seconds", check.interval.map(String.init)),
            ("healthcheck-timeout-seconds", check.timeout.map(String.init)),
            ("healthy-threshold-count", check.healthyThreshold.map(String.init)),
            ("unhealthy-threshold-count", check.unhealthyThreshold.map(String.init)),
            ("success-codes", check.httpCode),
            (
                "target-group-attributes",
                targetGroupAttributes.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
            ),
        ]
        return optional.compactMap { name, value in value.map { (name, $0) } }
    }

    /// What the load balancer is, where its class cannot say it.
    private func ownSettings(number: Int) -> [(String, String)] {
        switch loadBalancerProvider {
        case .controller: []
        case .autoMode:
            [
                ("load-balancer-name", loadBalancerName(number: number)), ("target-type", "ip"),
                ("listen-ports", #"[{"HTTP":80},{"HTTPS":443}]"#), ("ssl-redirect", "443"),
                ("ssl-policy", system.loadBalancer.sslPolicy),
            ] + (environment.waysIn.webACL.map { [("wafv2-acl-arn", $0)] } ?? [])
        }
    }

    private static func albAnnotation(_ suffix: String, _ value: String) -> ObjectMeta.Pair {
        .init("alb.ingress.kubernetes.io/" + suffix, value)
    }
}

extension JWTValidation {
    /// As the annotation `jwt-validation` has it.
    fileprivate var json: JSON {
        [
            "jwksEndpoint": .string(jwksEndpoint), "issuer": .string(issuer),
            "additionalClaims": .array(
                additionalClaims.map { claim in
                    [
                        "name": .string(claim.name), "format": .string(claim.format.rawValue),
                        "values": JSON(claim.values),
                    ]
                }),
        ]
    }
}
