import Blueprint
package import Kubernetes

extension Site {
    static let healthPath = GatewayDeclaration.healthPath
    private static let group = "gateway.networking.k8s.io"

    /// The gateway in the cluster, what it may reach, its routes, and who may use them.
    package var gatewayObjects: [Manifest] {
        if let controller = environment.waysIn.controller { return ingressGatewayObjects(controller) }
        var objects: [Manifest] = [
            .gatewayClass(gatewayClass), .envoyProxy(envoyProxy), .gateway(gateway),
            .clientTrafficPolicy(clientTrafficPolicy), .service(gatewayService),
        ]
        objects += gatewayPolicies
        objects += referenceGrants.map(Manifest.referenceGrant)
        for route in system.gateway.routes {
            for part in httpRoutes(for: route) { objects += part.objects }
            if let policy = backendTrafficPolicy(for: route) { objects.append(.backendTrafficPolicy(policy)) }
        }
        return objects
    }

    package var gatewayClass: GatewayClass {
        GatewayClass(
            metadata: sharedMetadata(gatewayClassName),
            controllerName: "gateway.envoyproxy.io/gatewayclass-controller")
    }

    /// Envoy Gateway makes a Service of its own, which would be a load balancer with the Gateway's name. Ours, which
    /// the Ingress forwards to, has that name, and the ALB is the only load balancer.
    package var envoyProxy: EnvoyProxy {
        EnvoyProxy(
            metadata: sharedMetadata(Self.gatewayName, namespace: system.gateway.namespace),
            serviceName: "\(Self.gatewayName)-proxy", serviceType: .clusterIP)
    }

    /// Its proxies run beside it: Envoy Gateway is installed with `provider.kubernetes.deploy.type: GatewayNamespace`.
    package var gateway: Gateway {
        Gateway(
            metadata: sharedMetadata(Self.gatewayName, namespace: system.gateway.namespace, component: "gateway"),
            gatewayClassName: gatewayClassName,
            infrastructure: .init(
                parametersRef: ObjectReference(
                    group: "gateway.envoyproxy.io", kind: EnvoyProxy.kind, name: Self.gatewayName)),
            listeners: [
                .init(
                    name: "http", port: Self.gatewayPort, protocol: "HTTP", allowedRoutes: .init(from: .same))
            ])
    }

    /// The gateway answers the load balancer's health checks, and believes the one proxy before it about the client.
    package var clientTrafficPolicy: ClientTrafficPolicy {
        ClientTrafficPolicy(
            metadata: sharedMetadata(Self.gatewayName, namespace: system.gateway.namespace),
            targetRefs: [PolicyTarget(kind: Gateway.kind, name: Self.gatewayName)], healthCheckPath: Self.healthPath,
            trustedHops: 1)
    }

    /// The pods of the gateway's data plane, under the name that the Ingress forwards to.
    package var gatewayService: Service {
        Service(
            metadata: sharedMetadata(Self.gatewayName, namespace: system.gateway.namespace, component: "gateway"),
            trafficDistribution: "PreferSameZone", selector: gatewaySelector.matchLabels,
            ports: [.init(name: "http", port: 80, targetPort: .int(Self.gatewayPort), appProtocol: "http")])
    }

    /// Envoy Gateway labels its proxies so.
    var gatewaySelector: LabelSelector {
        LabelSelector(matchLabels: [.init("gateway.envoyproxy.io/owning-gateway-name", Self.gatewayName)])
    }

    var gatewayPeer: PolicySpec.Peer {
        if let controller = environment.waysIn.controller {
            return PolicySpec.Peer(
                namespaceSelector: namespaceSelector(controller.namespace),
                podSelector: controllerSelector(controller))
        }
        return PolicySpec.Peer(
            namespaceSelector: namespaceSelector(system.gateway.namespace), podSelector: gatewaySelector)
    }

    /// Whether the gateway calls `workload`: for a route, or for the keys that tokens are checked with.
    func isRouted(_ workload: String) -> Bool { index.routed.contains(workload) }

    private var gatewayPolicies: [Manifest] {
        var policies: [Manifest] = []
        for workload in system.workloads where isRouted(workload.name) {
            policies.append(gatewayEgress(to: workload.name, egress(to: workload)))
        }
        // The proxies take their configuration from Envoy Gateway's controller.
        let controller = PolicySpec.Peer(
            namespaceSelector: namespaceSelector("envoy-gateway-system"),
            podSelector: LabelSelector(matchLabels: [.init("control-plane", "envoy-gateway")]))
        policies.append(gatewayEgress(to: "controller", .init(peers: [controller], ports: [.init(18000)])))
        return policies
    }

    private func gatewayEgress(to name: String, _ rule: PolicySpec.Rule) -> Manifest {
        .networkPolicy(
            NetworkPolicy(
                metadata: sharedMetadata(dnsLabel(Self.gatewayName, "to", name), namespace: system.gateway.namespace),
                spec: PolicySpec(podSelector: gatewaySelector, policyTypes: [.egress], egress: [rule])))
    }

    /// Routes live beside their Gateway; a workload of another namespace must let them in.
    private var referenceGrants: [ReferenceGrant] {
        var routed: Set<String> = []
        for route in system.gateway.routes {
            if let target = index.workloads[route.workload] { routed.insert(system.workloads[target].namespace) }
        }
        return namespaces.filter { $0 != system.gateway.namespace && routed.contains($0) }.map { namespace in
            ReferenceGrant(
                metadata: sharedMetadata("from-\(Self.gatewayName)", namespace: namespace),
                from: [.init(group: Self.group, kind: HTTPRoute.kind, namespace: system.gateway.namespace)],
                to: [.init(kind: Service.kind)])
        }
    }
}
