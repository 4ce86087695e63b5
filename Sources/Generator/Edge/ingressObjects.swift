import Blueprint
package import Kubernetes

extension Site {
    /// The load balancer: its class, the class's settings, and the one Ingress, which sends everything to the gateway.
    package var ingressObjects: [Manifest] {
        [
            .ingressClass(ingressClass), .ingressClassParams(ingressClassParams), .ingress(ingress),
            .networkPolicy(ingressFromLoadBalancer),
        ]
    }

    package var ingressClass: IngressClass {
        IngressClass(
            metadata: sharedMetadata("alb"), controller: "ingress.k8s.aws/alb",
            parameters: .init(
                apiGroup: "elbv2.k8s.aws", kind: IngressClassParams.kind, name: ingressClassParams.metadata.name))
    }

    /// What the load balancer is. It stands on the class, where no Ingress can change it. Plain HTTP is redirected: a
    /// listener on port 80 that forwarded would serve the same paths in the clear.
    package var ingressClassParams: IngressClassParams {
        IngressClassParams(
            metadata: sharedMetadata("alb"), namespaceSelector: namespaceSelector(system.gateway.namespace),
            group: "\(system.name)-\(environment.name)", scheme: system.loadBalancer.scheme.rawValue, targetType: "ip",
            listeners: [.init(protocol: "HTTP", port: 80), .init(protocol: "HTTPS", port: 443)],
            certificateArns: environment.certificates.filter { $0.name == system.loadBalancer.certificate }.map(
                \.value),
            sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", sslRedirectPort: "443",
            // Agents keep a stream of server-sent events open; a minute of silence must not end it.
            loadBalancerAttributes: [
                .init("idle_timeout.timeout_seconds", "300"),
                .init("routing.http.drop_invalid_header_fields.enabled", "true"),
            ])
    }

    package var ingress: Ingress {
        let annotations: [ObjectMeta.Pair] = [
            .init("healthcheck-path", Self.healthPath), .init("healthcheck-interval-seconds", "10"),
            .init("healthcheck-timeout-seconds", "5"), .init("healthy-threshold-count", "2"),
            .init("unhealthy-threshold-count", "2"), .init("success-codes", "200"),
            .init("target-group-attributes", "deregistration_delay.timeout_seconds=30"),
        ]
        // The load balancer's own settings name subnets by id; whoever reads the policies needs their addresses.
        let subnets: [ObjectMeta.Pair] =
            environment.loadBalancerSubnets.isEmpty
            ? [] : [.init("orrery.dev/subnets", environment.loadBalancerSubnets.joined(separator: ", "))]
        let backend = Ingress.Backend(service: Self.gatewayName, port: .name("http"))
        return Ingress(
            metadata: sharedMetadata(
                system.name, namespace: system.gateway.namespace,
                annotations: annotations.map { .init("alb.ingress.kubernetes.io/" + $0.name, $0.value) } + subnets),
            ingressClassName: "alb",
            rules: hosts.map { .init(host: $0, paths: [.init(path: "/", pathType: .prefix, backend: backend)]) })
    }

    /// Requests and health checks come from the load balancer's own addresses, and nobody else reaches the gateway.
    /// Without addresses there is no rule, for a rule without peers lets everyone in.
    private var ingressFromLoadBalancer: NetworkPolicy {
        let peers = environment.loadBalancerSubnets.map { PolicySpec.Peer(ipBlock: .init(cidr: $0)) }
        let rule = PolicySpec.Rule(peers: peers, ports: [.init(.int(Self.gatewayPort))])
        return NetworkPolicy(
            metadata: sharedMetadata("\(Self.gatewayName)-from-load-balancer", namespace: system.gateway.namespace),
            spec: PolicySpec(
                podSelector: gatewaySelector, policyTypes: [.ingress], ingress: peers.isEmpty ? [] : [rule]))
    }
}
