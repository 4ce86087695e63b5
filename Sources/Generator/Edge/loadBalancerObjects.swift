import Blueprint
package import Kubernetes

extension Site {
    /// The load balancer, or several where there are more hosts than one can have, and who may be reached by it.
    package var loadBalancerObjects: [Manifest] {
        let objects: [Manifest] =
            switch environment.waysIn.loadBalancer {
            case .ingress: hostGroups.enumerated().flatMap { ingressObjects(for: $1, number: $0) }
            case .gatewayAPI: loadBalancerGatewayObjects
            }
        return objects + loadBalancerPolicies.map(Manifest.networkPolicy)
    }

    /// Who makes the load balancer from its objects.
    var loadBalancerProvider: LoadBalancerProvider {
        switch environment.cluster.mode {
        case .standard: .controller
        case .auto: .autoMode
        }
    }

    /// `alb` for the first load balancer, `alb-2` for the second.
    func numbered(_ name: String, _ number: Int) -> String { number == 0 ? name : dnsLabel(name, "\(number + 1)") }

    /// What AWS calls the load balancer: at most 32 letters, digits and `-`. One from Gateway API has a name of its own,
    /// so that both can be there while an environment goes over from one to the other.
    func loadBalancerName(number: Int) -> String {
        let kind = environment.waysIn.loadBalancer == .gatewayAPI ? ["gw"] : []
        let words = [system.name, environment.name] + kind + (number == 0 ? [] : ["\(number + 1)"])
        let name = words.joined(separator: "-")
        // AWS keeps names that begin so for itself.
        return dnsLabel(name.hasPrefix("internal-") ? "lb-" + name : name, limit: 32)
    }

    var certificateArns: [String] {
        system.loadBalancer.certificates.compactMap { name in
            environment.certificates.first { $0.name == name }?.value
        }
    }

    var loadBalancerAttributes: [KeyValue] {
        var attributes: [ObjectMeta.Pair] = [
            .init("idle_timeout.timeout_seconds", String(system.loadBalancer.idleTimeout)),
            .init("routing.http.drop_invalid_header_fields.enabled", "true"),
        ]
        if environment.waysIn.isProtected { attributes.append(.init("deletion_protection.enabled", "true")) }
        if let logs = environment.waysIn.accessLogs {
            attributes.append(.init("access_logs.s3.enabled", "true"))
            attributes.append(.init("access_logs.s3.bucket", logs.bucket))
            if let prefix = logs.prefix { attributes.append(.init("access_logs.s3.prefix", prefix)) }
        }
        for attribute in system.loadBalancer.attributes { attributes.set(attribute.name, attribute.value) }
        return attributes.map { KeyValue($0.name, $0.value) }
    }

    /// A target that leaves gets as long as its pods have to finish.
    var targetGroupAttributes: [KeyValue] {
        var attributes = [KeyValue("deregistration_delay.timeout_seconds", String(system.drain))]
        if let seconds = system.loadBalancer.slowStart {
            attributes.append(KeyValue("slow_start.duration_seconds", String(seconds)))
        }
        if let seconds = system.loadBalancer.stickiness {
            attributes.append(KeyValue("stickiness.enabled", "true"))
            attributes.append(KeyValue("stickiness.type", "lb_cookie"))
            attributes.append(KeyValue("stickiness.lb_cookie.duration_seconds", String(seconds)))
        }
        return attributes
    }

    /// The load balancer's own settings name subnets by id; whoever reads the policies needs their addresses.
    var subnetAnnotation: [ObjectMeta.Pair] {
        environment.loadBalancerSubnets.isEmpty
            ? [] : [.init("orrery.dev/subnets", environment.loadBalancerSubnets.joined(separator: ", "))]
    }

    // MARK: - Policies

    /// Requests and health checks come from the load balancer's own addresses, and nobody else reaches the gateway. Where
    /// the gateway is an Ingress controller, its pods are not ours to close; those that the load balancer reaches without
    /// it are.
    private var loadBalancerPolicies: [NetworkPolicy] {
        switch environment.waysIn.gateway {
        case .gatewayAPI:
            let metadata = sharedMetadata(
                "\(Self.gatewayName)-from-load-balancer", namespace: system.gateway.namespace)
            return [ingressFromLoadBalancer(metadata, to: gatewaySelector, port: Self.gatewayPort)]
        case .ingress:
            return system.workloads.filter(isReachedByLoadBalancer).map { workload in
                let metadata = ObjectMeta(
                    name: dnsLabel(workload.name, "from-load-balancer"), namespace: workload.namespace,
                    labels: labels(workload))
                return ingressFromLoadBalancer(metadata, to: selector(workload), port: workload.port)
            }
        }
    }

    /// Without addresses there is no rule, for a rule without peers lets everyone in.
    private func ingressFromLoadBalancer(
        _ metadata: ObjectMeta, to pods: LabelSelector, port: Int
    ) -> NetworkPolicy {
        let peers = environment.loadBalancerSubnets.map { PolicySpec.Peer(ipBlock: .init(cidr: $0)) }
        let rule = PolicySpec.Rule(peers: peers, ports: [.init(.int(port))])
        return NetworkPolicy(
            metadata: metadata,
            spec: PolicySpec(podSelector: pods, policyTypes: [.ingress], ingress: peers.isEmpty ? [] : [rule]))
    }
}
