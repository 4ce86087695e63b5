import Blueprint
package import Kubernetes

extension Site {
    private static let group = "gateway.networking.k8s.io"
    /// The class of the load balancers' Gateways.
    package static let loadBalancerClassName = "alb"

    /// The load balancers from Gateway API: their class, the Gateways with what they are, their routes, and how the
    /// targets are treated.
    var loadBalancerGatewayObjects: [Manifest] {
        let gatewayClass = GatewayClass(
            metadata: sharedMetadata(Self.loadBalancerClassName),
            controllerName: loadBalancerProvider.gatewayController)
        let balancers = hostGroups.enumerated().flatMap { number, hosts -> [Manifest] in
            [
                .loadBalancerConfiguration(loadBalancerConfiguration(number: number)),
                .gateway(loadBalancerGateway(number: number)), .httpRoute(redirectRoute(number: number)),
            ] + loadBalancerRoutes.flatMap { httpRoutes(for: $0, hosts: hosts, number: number).map(Manifest.httpRoute) }
        }
        return [.gatewayClass(gatewayClass)] + balancers
            + ruleConfigurations.map(Manifest.listenerRuleConfiguration)
            + targetGroupConfigurations.map(Manifest.targetGroupConfiguration)
            + targetGrants.map(Manifest.referenceGrant)
    }

    private func loadBalancerMetadata(
        _ name: String, number: Int, annotations: [ObjectMeta.Pair] = []
    ) -> ObjectMeta {
        sharedMetadata(numbered(name, number), namespace: system.gateway.namespace, annotations: annotations)
    }

    package func loadBalancerConfiguration(number: Int) -> LoadBalancerConfiguration {
        LoadBalancerConfiguration(
            provider: loadBalancerProvider, metadata: loadBalancerMetadata(system.name, number: number),
            loadBalancerName: loadBalancerName(number: number), scheme: system.loadBalancer.scheme.rawValue,
            ipAddressType: ipAddressType, subnets: environment.waysIn.subnets,
            listeners: [
                .init(
                    protocolPort: "HTTPS:443", defaultCertificate: certificateArns.first,
                    certificates: Array(certificateArns.dropFirst()), sslPolicy: system.loadBalancer.sslPolicy)
            ], loadBalancerAttributes: loadBalancerAttributes, webACL: environment.waysIn.webACL)
    }

    package func loadBalancerGateway(number: Int) -> Gateway {
        let routes = Gateway.AllowedRoutes(from: .same)
        return Gateway(
            metadata: loadBalancerMetadata(system.name, number: number, annotations: subnetAnnotation),
            gatewayClassName: Self.loadBalancerClassName,
            infrastructure: .init(
                parametersRef: ObjectReference(
                    group: loadBalancerProvider.gatewayGroup, kind: LoadBalancerConfiguration.kind,
                    name: numbered(system.name, number))),
            listeners: [
                .init(name: "http", port: 80, protocol: "HTTP", allowedRoutes: routes),
                .init(name: "https", port: 443, protocol: "HTTPS", allowedRoutes: routes),
            ])
    }

    // MARK: - Routes

    /// Plain HTTP is redirected, whatever the host: a route on port 80 would serve in the clear, and check no tokens.
    package func redirectRoute(number: Int) -> HTTPRoute {
        HTTPRoute(
            metadata: loadBalancerMetadata(dnsLabel(system.name, "redirect"), number: number),
            parentRefs: [.init(gateway: numbered(system.name, number), sectionName: "http")],
            rules: [
                .init(
                    matches: [.init(path: .init(.prefix, "/"))],
                    filters: [.requestRedirect(.init(scheme: "https", port: 443, statusCode: 301))])
            ])
    }

    /// As many as it takes to name all hosts.
    private func httpRoutes(for route: LoadBalancerRoute, hosts: [String], number: Int) -> [HTTPRoute] {
        stride(from: 0, to: hosts.count, by: HTTPRoute.maximumHostnames).map { start in
            let some = Array(hosts[start..<min(start + HTTPRoute.maximumHostnames, hosts.count)])
            var part = httpRoute(for: route, hosts: some, number: number)
            if start > 0 {
                part.metadata.name = dnsLabel(part.metadata.name, "hosts", "\(start / HTTPRoute.maximumHostnames + 1)")
            }
            return part
        }
    }

    /// A rule for each access. The controller lays out rules by path and method, so their order is not ours to give.
    func httpRoute(for route: LoadBalancerRoute, hosts: [String], number: Int) -> HTTPRoute {
        let path = HTTPRoute.PathMatch(.prefix, route.path)
        let namespace = route.namespace == system.gateway.namespace ? nil : route.namespace
        return HTTPRoute(
            metadata: loadBalancerMetadata(route.name, number: number),
            parentRefs: [.init(gateway: numbered(system.name, number), sectionName: "https")], hostnames: hosts,
            rules: route.parts.map { part in
                let guarded = part.access != .open
                return .init(
                    matches: part.methods.isEmpty
                        ? [.init(path: path)] : part.methods.map { .init(path: path, method: $0) },
                    filters: guarded ? [.extensionRef(ruleConfigurationReference(of: part))] : [],
                    backendRefs: [.init(service: route.service, namespace: namespace, port: 80)])
            })
    }

    private func ruleConfigurationReference(of part: LoadBalancerRoute.Part) -> ObjectReference {
        ObjectReference(
            group: loadBalancerProvider.gatewayGroup, kind: ListenerRuleConfiguration.kind, name: part.name)
    }

    private var ruleConfigurations: [ListenerRuleConfiguration] {
        loadBalancerRoutes.flatMap(\.parts).compactMap { part in
            validation(of: part.access).map { validation in
                ListenerRuleConfiguration(
                    provider: loadBalancerProvider,
                    metadata: sharedMetadata(part.name, namespace: system.gateway.namespace),
                    actions: [.jwtValidation(validation)])
            }
        }
    }

    // MARK: - Targets

    /// One for each Service, beside it.
    private var targetGroupConfigurations: [TargetGroupConfiguration] {
        var configurations: [TargetGroupConfiguration] = []
        for route in loadBalancerRoutes {
            let isKnown = configurations.contains {
                $0.service == route.service && $0.metadata.namespace == route.namespace
            }
            if isKnown { continue }
            configurations.append(
                TargetGroupConfiguration(
                    provider: loadBalancerProvider,
                    metadata: sharedMetadata(route.service, namespace: route.namespace), service: route.service,
                    targetType: "ip", healthCheck: route.healthCheck, attributes: targetGroupAttributes))
        }
        return configurations
    }

    /// Routes live beside their Gateway; a Service of another namespace must let them in.
    private var targetGrants: [ReferenceGrant] {
        var namespaces: [String] = []
        for route in loadBalancerRoutes
        where route.namespace != system.gateway.namespace && !namespaces.contains(route.namespace) {
            namespaces.append(route.namespace)
        }
        return namespaces.map { namespace in
            ReferenceGrant(
                metadata: sharedMetadata(dnsLabel(system.name, "from-load-balancer"), namespace: namespace),
                from: [.init(group: Self.group, kind: HTTPRoute.kind, namespace: system.gateway.namespace)],
                to: [.init(kind: Service.kind)])
        }
    }
}
