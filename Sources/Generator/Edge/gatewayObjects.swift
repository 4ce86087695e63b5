import Blueprint
package import Kubernetes

extension Site {
    static let healthPath = GatewayDeclaration.healthPath
    private static let group = "gateway.networking.k8s.io"

    /// The gateway in the cluster, what it may reach, its routes, and who may use them.
    package var gatewayObjects: [Manifest] {
        if let controller = environment.waysIn.controller { return ingressGatewayObjects(controller) }
        return [
            .gatewayClass(gatewayClass), .envoyProxy(envoyProxy), .gateway(gateway),
            .clientTrafficPolicy(clientTrafficPolicy), .service(gatewayService),
        ]
            + gatewayPolicies.map(Manifest.networkPolicy)
            + referenceGrants.map(Manifest.referenceGrant)
            + system.gateway.routes.flatMap { route in
                httpRoutes(for: route).flatMap(\.objects)
                    + (backendTrafficPolicy(for: route).map { [.backendTrafficPolicy($0)] } ?? [])
            }
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
    func isRouted(_ workload: Workload) -> Bool { index.routed.contains(workload.name) }

    private var gatewayPolicies: [NetworkPolicy] {
        let routes = system.workloads.filter(isRouted).map { workload in
            gatewayEgress(to: workload.name, [.init(peers: [peer(workload)], ports: [.init(.int(workload.port))])])
        }
        // The proxies take their configuration from Envoy Gateway's controller.
        let controller = PolicySpec.Peer(
            namespaceSelector: namespaceSelector("envoy-gateway-system"),
            podSelector: LabelSelector(matchLabels: [.init("control-plane", "envoy-gateway")]))
        return routes + [gatewayEgress(to: "controller", [.init(peers: [controller], ports: [.init(18000)])])]
    }

    private func gatewayEgress(to name: String, _ egress: [PolicySpec.Rule]) -> NetworkPolicy {
        NetworkPolicy(
            metadata: sharedMetadata(dnsLabel(Self.gatewayName, "to", name), namespace: system.gateway.namespace),
            spec: PolicySpec(podSelector: gatewaySelector, policyTypes: [.egress], egress: egress))
    }

    /// Routes live beside their Gateway; a workload of another namespace must let them in.
    private var referenceGrants: [ReferenceGrant] {
        let routed = system.gateway.routes.compactMap { workload($0.workload)?.namespace }
        return namespaces.filter { $0 != system.gateway.namespace && routed.contains($0) }.map { namespace in
            ReferenceGrant(
                metadata: sharedMetadata("from-\(Self.gatewayName)", namespace: namespace),
                from: [.init(group: Self.group, kind: HTTPRoute.kind, namespace: system.gateway.namespace)],
                to: [.init(kind: Service.kind)])
        }
    }
}
